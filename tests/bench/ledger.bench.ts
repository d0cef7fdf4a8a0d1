import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { startFloor } from './floor.ts'
import { startGrowing } from './ledger-grown.ts'
import { burst, type Comparison, compare } from './measure.ts'
import { startProduct } from './product.ts'

/** Posting through the door that everyone uses, against a bare server that inserts, adds up and commits; and reports as the books grow. */
const seconds = process.argv.includes('--quick') ? 1 : 2
const sizes = process.argv.includes('--million') ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const product = await startProduct(['parties', 'items', 'invoicing', 'ledger'])
const figures: { [name: string]: number } = {}
const comparisons: Comparison[] = []
try {
  const { items } = await product.ask<{ items: { id: string; name: string }[] }>('GET', '/api/records/ledger.account?limit=500&fields=name')
  const idOf = (name: string): string => items.find(account => account.name === name)?.id ?? ''
  const accounts = ['Rent', 'Travel', 'Electricity', 'Bank', 'Cash in hand'].map(idOf)
  const entry = (turn: number) => ({
    narration: `Paid ${turn}`,
    date: `2027-0${1 + (turn % 9)}-1${turn % 10}`,
    state: 'posted',
    lines: [
      { account: accounts[turn % 3], debit: `${1 + (turn % 997)}.50` },
      { account: accounts[3 + (turn % 2)], credit: `${1 + (turn % 997)}.50` },
    ],
  })
  const cookie = { cookie: product.owner.cookie }
  const floor = await startFloor(product.databaseUrl, [
    {
      method: 'POST',
      prefix: '/post',
      text: `with e as (insert into floor_entry (id, day, narration) select gen_random_uuid(), '2027-03-05', $1 returning id), l as (insert into floor_line (entry, account, base) select e.id, a.account, a.base from e, (values ($2::uuid, $4::numeric), ($3::uuid, -$4::numeric)) a(account, base) returning base), n as (update floor_number set value = value + 1 returning value) select json_build_object('number', (select value from n), 'sum', (select sum(base) from l))::text as json`,
      params: [{ body: 'narration' }, { always: accounts[0] ?? '' }, { always: accounts[3] ?? '' }, { always: '10.50' }],
    },
    {
      method: 'POST',
      prefix: '/thousand',
      text: `with e as (insert into floor_entry (id, day, narration) select gen_random_uuid(), '2027-03-05', 'Paid' from generate_series(1, 1000) returning id), l as (insert into floor_line (entry, account, base) select e.id, a.account, a.base from e, (values ($1::uuid, 10.5), ($2::uuid, -10.5)) a(account, base) returning base) select json_build_object('sum', (select sum(base) from l))::text as json`,
      params: [{ always: accounts[0] ?? '' }, { always: accounts[3] ?? '' }],
    },
  ])
  for (const statement of [
    sql`create table floor_entry (id uuid primary key, day date not null, narration text not null)`,
    sql`create table floor_line (entry uuid not null references floor_entry, account uuid not null, base numeric not null)`,
    sql`create index on floor_line (entry)`,
    sql`create index on floor_line (account)`,
    sql`create table floor_number (value bigint not null)`,
    sql`insert into floor_number values (0)`,
  ])
    await product.admin.run(statement)
  const [a, b] = [
    { url: product.url, headers: cookie, method: 'POST' as const, paths: ['/api/records/ledger.entry'], body: entry },
    { url: floor.url, method: 'POST' as const, paths: ['/post'], body: (turn: number) => ({ narration: `Paid ${turn}` }) },
  ]
  for (const connections of [1, 8]) {
    const one = await compare(`post one entry of two lines, ${connections} at once`, { ...a, connections }, { ...b, connections }, 0.4, 3, seconds)
    comparisons.push(one)
    tell(one)
  }
  const many = await compare(
    'post 1,000 entries in one call',
    { ...a, connections: 1, body: turn => Array.from({ length: 1000 }, (_, at) => entry(turn * 1000 + at)) },
    { url: floor.url, method: 'POST', paths: ['/thousand'], body: () => ({}), connections: 1 },
    null,
    3,
    seconds,
  )
  comparisons.push(many)
  tell(many)
  figures.entriesPerSecond = Math.round(many.product.perSecond * 1000)
  await invoices(cookie)
  await floor.close()
  const grown = await startGrowing(product)
  for (const size of sizes) {
    await grown.to(size)
    for (const [name, path] of Object.entries(reports(grown.accounts)))
      figures[`${name}MsAt${size}`] = (await timed(() => product.ask('GET', `/api/plugins/ledger/x/${path}`))).median
  }
} finally {
  await product.stop()
}
for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(44)} ${String(value).padStart(9)}`)
for (const one of comparisons) if (one.target !== null && one.ratio < one.target) say(`Below its target of ${one.target * 100} %: ${one.name}`)
const folder = join(import.meta.dirname, '..', '..', '.cache')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'bench-ledger.json'), JSON.stringify({ figures, comparisons }, null, 2))
say('Written: .cache/bench-ledger.json')

function tell(one: Comparison): void {
  say(
    `${one.name.padEnd(44)} ${one.product.perSecond.toFixed(1).padStart(8)}/s ${one.floor.perSecond.toFixed(1).padStart(8)}/s ${(one.ratio * 100).toFixed(0).padStart(4)} %  p50 ${one.product.p50} p99 ${one.product.p99} ms  errors ${one.product.errors} ${one.floor.errors}`,
  )
}

/** Invoices of two taxed lines that are numbered, taxed and in the books in one transaction, by one client and by eight on one series: no error, and no gap. */
async function invoices(headers: { readonly cookie: string }): Promise<void> {
  const { id: party } = await product.ask<{ id: string }>('POST', '/api/records/parties.party', {
    name: 'Anand Textiles',
    addresses: [{ kind: 'billing', stateCode: '27' }],
  })
  const { items: companies } = await product.ask<{ items: { id: string }[] }>('GET', '/api/records/core.company?limit=1')
  await product.ask('POST', '/api/records/core.registration', { company: companies[0]?.id, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const { items: groups } = await product.ask<{ items: { id: string; name: string }[] }>('GET', '/api/records/invoicing.taxGroup?limit=50&fields=name')
  const tax = groups.find(group => group.name === 'GST 18 %')?.id
  const invoice = (turn: number) => ({
    ...{ party, date: '2027-03-05', state: 'posted' },
    lines: [
      { description: 'Design', price: `${1 + (turn % 997)}.50`, tax },
      { description: 'Travel', quantity: '3', price: '211.03', tax },
    ],
  })
  for (const connections of [1, 8]) {
    const asked = { url: product.url, headers, method: 'POST' as const, paths: ['/api/records/invoicing.document'], body: invoice, connections }
    // A server does its first invoices more slowly.
    await burst(asked, 1)
    const made = await burst(asked, seconds)
    say(
      `${`post an invoice, ${connections} at once on one series`.padEnd(44)} ${made.perSecond.toFixed(1).padStart(8)}/s  p50 ${made.p50} p99 ${made.p99} ms  errors ${made.errors}`,
    )
    figures[`invoicesPerSecondAt${connections}`] = Math.round(made.perSecond)
    if (made.errors > 0) throw new Error(`${made.errors} invoices were refused.`)
  }
  const [row] = await product.admin.run<{ count: string; last: string }>(
    sql`select count(*)::text as count, max(split_part(invoice_number, '/', 3)::int) as last from main.invoicing_document where invoice_number <> ''`,
  )
  if (Number(row?.count) !== Number(row?.last)) throw new Error(`Of ${row?.last} invoice numbers ${row?.count} were given.`)
  say(`${'numbers without a gap'.padEnd(44)} ${String(row?.count).padStart(9)}`)
}

/** What accountants ask of books that grow. */
function reports(accounts: ReadonlyMap<string, string>): { readonly [name: string]: string } {
  const [year, account] = ['from=2027-01-01&to=2027-12-31', `account=${accounts.get('Trade receivables')}`]
  return {
    trialBalance: `trial-balance?${year}`,
    profitAndLoss: `profit-and-loss?${year}`,
    balanceSheet: 'balance-sheet?on=2027-12-31',
    balanceSheetOfThePast: 'balance-sheet?on=2027-06-30',
    statement: `statement?${account}&from=2027-06-01&to=2027-06-30`,
    generalLedger: `general-ledger?${year}`,
    taxReport: `tax-report?${year}`,
    dayBook: `day-book?${year}`,
    periods: 'periods?on=2027-06-30',
    statementOfTheYear: `statement?${account}&${year}`,
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ median: number }> {
  const times: number[] = []
  for (let turn = 0; turn < 15; turn += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return { median: Math.round((times.sort((x, y) => x - y)[7] ?? 0) * 10) / 10 }
}
