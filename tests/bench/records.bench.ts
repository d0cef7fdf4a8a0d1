import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { startFloor } from './floor.ts'
import { type Comparison, compare, residentMb } from './measure.ts'
import { keyOf, startProduct } from './product.ts'

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 100_000)
const seconds = process.argv.includes('--quick') ? 1 : 2
const words = ['solar', 'pump', 'motor', 'cable', 'panel', 'tractor', 'loom']
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const product = await startProduct(['parties', 'items', 'leads'])
const figures: { [name: string]: number | string } = { rows, bootMs: product.bootMs }
const comparisons: Comparison[] = []
try {
  await load()
  const manager = await keyOf(product, 'manager', 'leads.manager')
  const seller = await keyOf(product, 'seller', 'leads.salesperson')
  await product.admin.run(sql`update main.leads_lead set owner = ${seller.id}::uuid where ('x' || right(id::text, 2))::bit(8)::int % 10 = 0`)
  await product.admin.run(sql`analyze`)
  figures.bootAgainMs = await product.restart()
  figures.idleMb = residentMb(product.pid)
  await measure(manager.headers, seller.headers)
  figures.loadedMb = residentMb(product.pid)
  figures.perRequestCpuMs = await cpuOfGet(manager.headers)
} finally {
  await product.stop()
}
report()

/** Through the API, a thousand in a call, which is itself a figure. */
async function load(): Promise<void> {
  const parties = await product.ask<{ id: string }[]>(
    'POST',
    '/api/records/parties.party',
    Array.from({ length: 1000 }, (_, at) => ({ name: `Firm ${at}`, kind: 'organisation' })),
  )
  const began = performance.now()
  for (let start = 0; start < rows; start += 1000) {
    await product.ask(
      'POST',
      '/api/records/leads.lead',
      Array.from({ length: 1000 }, (_, at) => leadOf(start + at, parties[(start + at) % 1000]?.id ?? '')),
    )
  }
  figures.createThousandRowsPerSecond = Math.round((rows / (performance.now() - began)) * 1000)
  const lines = Array.from({ length: 10_000 }, (_, at) => `Imported ${at},Firm ${at % 1000},name${at}@example.com,${at}.50`)
  const started = performance.now()
  const { id, columns } = await product.ask<{ id: string; columns: { index: number }[] }>(
    'POST',
    '/api/imports/leads.lead?name=leads.csv',
    ['title,party,email,value', ...lines].join('\n'),
    { 'content-type': 'text/csv' },
  )
  if (columns.length !== 4) throw new Error('The file has four columns.')
  const fields = { title: { columns: [0] }, party: { columns: [1] }, email: { columns: [2] }, value: { columns: [3], currency: 'INR' } }
  await product.ask('POST', `/api/imports/leads.lead/${id}/plan`, { key: null, fields })
  const planned = performance.now()
  await product.ask('POST', `/api/imports/leads.lead/${id}/commit`, {})
  figures.importRowsPerSecond = Math.round((10_000 / (performance.now() - planned)) * 1000)
  figures.importWithPlanRowsPerSecond = Math.round((10_000 / (performance.now() - started)) * 1000)
}

function leadOf(at: number, party: string): object {
  const day = new Date(Date.UTC(2027, 0, 1 + (at % 365))).toISOString().slice(0, 10)
  return {
    title: `Lead ${at} ${words[at % words.length]}`,
    party,
    companyName: `Company ${at % 5000}`,
    email: `person${at}@example.com`,
    value: { amount: String(at % 9973), currency: 'INR' },
    expectedClose: day,
  }
}

async function measure(all: { readonly authorization: string }, own: { readonly authorization: string }): Promise<void> {
  const parties = (await product.admin.run<{ id: string }>(sql`select id from main.parties_party order by id limit 1000`)).map(row => row.id)
  const ids = (await product.admin.run<{ id: string }>(sql`select id from main.leads_lead order by md5(id::text) limit 2000`)).map(row => row.id)
  const columns = `id, version, created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy", title, party, company_name as "companyName", email, owner, stage, state, probability, value_amount::text as amount, value_currency as currency, expected_close as "expectedClose", external_id as "externalId"`
  const list = (where: string) =>
    `select (select row_to_json(r) from (select ${columns}) r)::text as json from main.leads_lead where deleted_at is null and ${where} order by created_at desc, id desc limit 51`
  const counted = (where: string) =>
    `with page as materialized (${list(where)}), c as (select count(*) from (select 1 from main.leads_lead where deleted_at is null and ${where} limit 1001) n) select json from page, c`
  const parts = ['title', 'raw_name', 'company_name', 'email'].map(name => `coalesce(${name}, '')`)
  const whole = parts.join(" || ' ' || ")
  const plainOnes = parts.map(part => `octet_length(${part}) = length(${part})`).join(' and ')
  const lookedIn = `(case when ${plainOnes} then replace(lower((${whole}) collate "C"), 'w', 'v') else sangam_ext.both_keys(${whole}) end)`
  // The row that the product makes of the same request: an owner, the first stage of the usual pipeline, since when.
  const created = `insert into main.leads_lead (id, version, created_at, updated_at, title, email, owner, pipeline, stage, stage_since, state, probability) select gen_random_uuid(), 1, now(), now(), $1, $2, $3::uuid, s.pipeline, s.id, now(), 'open', 10 from (select id, pipeline from main.leads_stage order by position limit 1) s`
  const updated = 'update main.leads_lead set campaign = $2, version = version + 1, updated_at = now() where id = $1'
  const kept = (verb: string, from: string) =>
    `h as (insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot) select 'bench', id, version, '${verb}', now(), 'api', to_jsonb(${from}) from ${from}), o as (insert into main.core_outbox (at, kind, name, verb, record_id, version, origin) select now(), 'change', 'bench', '${verb}', id, version, 'api' from ${from})`
  const floor = await startFloor(product.databaseUrl, [
    {
      method: 'GET',
      prefix: '/get/',
      text: `select row_to_json(r)::text as json from (select ${columns} from main.leads_lead where id = $1 and deleted_at is null) r`,
      params: ['path'],
    },
    {
      method: 'GET',
      prefix: '/related/',
      text: `select row_to_json(r)::text as json from (select l.id, l.title, l.email, p.name as "party.name" from main.leads_lead l left join main.parties_party p on p.id = l.party where l.id = $1) r`,
      params: ['path'],
    },
    { method: 'GET', prefix: '/list', text: counted('true'), params: [] },
    { method: 'GET', prefix: '/own/', text: counted('owner = $1'), params: ['path'] },
    {
      method: 'GET',
      prefix: '/search/',
      text: `select row_to_json(r)::text as json from (select ${columns} from main.leads_lead where deleted_at is null and ${lookedIn} like '%' || $1 || '%' order by created_at desc, id desc limit 50) r`,
      params: ['path'],
    },
    {
      method: 'GET',
      prefix: '/group',
      text: `select row_to_json(r)::text as json from (select stage, count(*), sum(value_amount)::text from main.leads_lead where deleted_at is null group by stage) r`,
      params: [],
    },
    {
      method: 'POST',
      prefix: '/create/',
      text: `${created} returning row_to_json(leads_lead)::text as json`,
      params: [{ body: 'title' }, { body: 'email' }, 'path'],
    },
    {
      method: 'POST',
      prefix: '/create3/',
      text: `with i as (${created} returning *), ${kept('create', 'i')} select row_to_json(i)::text as json from i`,
      params: [{ body: 'title' }, { body: 'email' }, 'path'],
    },
    {
      method: 'POST',
      prefix: '/update/',
      text: `${updated} returning row_to_json(leads_lead)::text as json`,
      params: ['path', { body: 'campaign' }],
    },
    {
      method: 'POST',
      prefix: '/update3/',
      text: `with u as (${updated} returning *), ${kept('update', 'u')} select row_to_json(u)::text as json from u`,
      params: ['path', { body: 'campaign' }],
    },
    {
      method: 'POST',
      prefix: '/thousand',
      text: `with x as (select * from json_to_recordset($1::text::json) as x(title text, party uuid, "companyName" text, email text, value jsonb, "expectedClose" date)), i as (insert into main.leads_lead (id, version, created_at, updated_at, title, party, company_name, email, value_amount, value_currency, expected_close, owner, pipeline, stage, state, probability) select gen_random_uuid(), 1, now(), now(), x.title, x.party, x."companyName", x.email, (x.value->>'amount')::numeric, x.value->>'currency', x."expectedClose", $2, s.pipeline, s.id, 'open', 10 from x cross join (select id, pipeline from main.leads_stage order by position limit 1) s returning *), ${kept('create', 'i')} select json_agg(i)::text as json from i`,
      params: ['body', 'path'],
    },
  ])
  const [seller] = await product.admin.run<{ id: string }>(sql`select id from main.core_user where name = 'seller'`)
  const [a, b] = [{ url: product.url, headers: all }, { url: floor.url }]
  const plain = 'title,party,companyName,email,owner,stage,state,probability,value,expectedClose,externalId'
  const run = async (name: string, left: Parameters<typeof compare>[1], right: Parameters<typeof compare>[2], target: number | null): Promise<void> => {
    const one = await compare(name, left, right, target, 3, seconds)
    comparisons.push(one)
    say(
      `${name.padEnd(34)} ${one.product.perSecond.toFixed(0).padStart(7)}/s ${one.floor.perSecond.toFixed(0).padStart(7)}/s ${(one.ratio * 100).toFixed(0).padStart(5)} %  p50 ${one.product.p50} p99 ${one.product.p99} ms${one.product.errors + one.floor.errors ? `  errors ${one.product.errors} ${one.floor.errors}` : ''}`,
    )
  }
  try {
    await run('get', { ...a, paths: ids.map(id => `/api/records/leads.lead/${id}?fields=${plain}`) }, { ...b, paths: ids.map(id => `/get/${id}`) }, 0.6)
    await run(
      'get with relation',
      { ...a, paths: ids.map(id => `/api/records/leads.lead/${id}?fields=title,email,party.name`) },
      { ...b, paths: ids.map(id => `/related/${id}`) },
      0.6,
    )
    await run(
      'list 50, counted, all rows',
      { ...a, paths: [`/api/records/leads.lead?count=capped&sort=-createdAt&fields=${plain}`] },
      { ...b, paths: ['/list'] },
      0.7,
    )
    await run(
      'list 50, counted, 10 % of rows',
      { url: product.url, headers: own, paths: [`/api/records/leads.lead?count=capped&sort=-createdAt&fields=${plain}`] },
      { ...b, paths: [`/own/${seller?.id}`] },
      0.7,
    )
    await run(
      'search',
      { ...a, paths: words.map(word => `/api/records/leads.lead?search=${word}&fields=${plain}`) },
      { ...b, paths: words.map(word => `/search/${word}`) },
      null,
    )
    await run(
      'sum by stage',
      { ...a, method: 'POST', paths: ['/api/query/leads.lead'], body: () => ({ group: ['stage'], measures: ['count', 'sum:value.amount'] }) },
      { ...b, paths: ['/group'] },
      0.9,
    )
    // Never what the record holds already: that would be no update.
    const another = (): object => ({ campaign: `c${Math.random()}` })
    const fresh = (turn: number): object => ({ title: `New ${turn}`, email: `new${turn}@example.com` })
    for (const [name, path, target] of [
      ['create, floor of a row', '/create/', 0.45],
      ['create, floor of 3 rows', '/create3/', 0.7],
    ] as const)
      await run(
        name,
        { ...a, method: 'POST', paths: ['/api/records/leads.lead'], body: fresh },
        { ...b, method: 'POST', paths: [`${path}${seller?.id}`], body: fresh },
        target,
      )
    await run(
      'update one field, floor of a row',
      { ...a, method: 'PATCH', paths: ids.map(id => `/api/records/leads.lead/${id}`), body: another },
      { ...b, method: 'POST', paths: ids.map(id => `/update/${id}`), body: another },
      0.45,
    )
    await run(
      'update one field, floor of 3 rows',
      { ...a, method: 'PATCH', paths: ids.map(id => `/api/records/leads.lead/${id}`), body: another },
      { ...b, method: 'POST', paths: ids.map(id => `/update3/${id}`), body: another },
      0.7,
    )
    await run(
      'update with a key, floor of 3 rows',
      {
        ...a,
        method: 'PATCH',
        keyed: true,
        paths: ids.map(id => `/api/records/leads.lead/${id}`),
        body: another,
      },
      { ...b, method: 'POST', paths: ids.map(id => `/update3/${id}`), body: another },
      null,
    )
    const thousand = (turn: number): object[] => Array.from({ length: 1000 }, (_, at) => leadOf(turn * 1000 + at, parties[at % parties.length] ?? ''))
    await run(
      'create 1,000, floor of 3 rows each',
      { ...a, method: 'POST', connections: 1, paths: ['/api/records/leads.lead'], body: thousand },
      { ...b, method: 'POST', connections: 1, paths: [`/thousand${seller?.id}`], body: thousand },
      null,
    )
  } finally {
    await floor.close()
  }
}

/** How much of the processor one read takes in the product itself. */
async function cpuOfGet(headers: { readonly authorization: string }): Promise<number> {
  const ticks = (): number => {
    const fields = readFileSync(`/proc/${product.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  }
  const [row] = await product.admin.run<{ id: string }>(sql`select id from main.leads_lead limit 1`)
  const before = ticks()
  const count = 3000
  for (let at = 0; at < count; at += 10)
    await Promise.all(
      Array.from({ length: 10 }, () =>
        fetch(`${product.url}/api/records/leads.lead/${row?.id}?fields=title,party,email,value`, { headers }).then(answer => answer.text()),
      ),
    )
  return Math.round(((ticks() - before) / count) * 1000) / 1000
}

function report(): void {
  for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(34)} ${String(value).padStart(7)}`)
  const missed = comparisons.filter(one => one.target !== null && one.ratio < one.target)
  for (const one of missed) say(`Below its target of ${(one.target ?? 0) * 100} %: ${one.name}`)
  const folder = join(import.meta.dirname, '..', '..', '.cache')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'bench-records.json')
  writeFileSync(file, JSON.stringify({ figures, comparisons }, null, 2))
  say(`Written: .cache/bench-records.json`)
}
