import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identifier, tableName } from '../../core/data/identifiers.ts'
import { linkTable } from '../../core/registry/links.ts'
import type { Model } from '../../core/registry/model.ts'
import { type ProbeField, probeFields, unknownTypes } from './probe-fields.ts'
import { entity, fixedQuestions, type Question, questionsOf } from './probe-questions.ts'
import { Chance } from './random.ts'

const wanted = Number(process.env.SANGAM_PROBES ?? 700)
const seed = Number(process.env.SANGAM_SEED ?? 1)

let platform: TestPlatform
let model: Model
let reader: TestClient
let fields: ProbeField[]
const ids: { readonly own: string[]; readonly open: string[]; readonly closed: string[] } = { own: [], open: [], closed: [] }
/** Worked out of what the reader may not see, or may see on some records only. */
const derived = ['sumHidden', 'sumPartly', 'farName', 'farPartly', 'parts', 'ref.name', 'ref.$title', 'ref.owner']

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] })
  const { admin } = platform
  const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
  const name = { field: 'name', type: 'text', options: { required: true, search: true } }
  await apply(
    { op: 'addEntity', entity: 'x.other', label: 'Other', title: 'name', fields: [name] },
    { op: 'addEntity', entity: 'x.more', label: 'More', plural: 'More of it', title: 'name', fields: [name] },
  )
  const others = (await admin.post('/api/records/x.other', [1, 2, 3].map(at => ({ name: `Other ${at}` })) as never)) as unknown as { id: string }[]
  fields = probeFields(others.map(other => other.id))
  await apply({
    op: 'addEntity',
    entity,
    label: 'Thing',
    title: 'name',
    fields: [
      name,
      { field: 'owner', type: 'reference', options: { to: 'core.user' } },
      { field: 'open', type: 'boolean', options: { default: false } },
      { field: 'ref', type: 'reference', options: { to: entity } },
      ...fields.map(({ name: field, type, options }) => ({ field, type, options })),
      { field: 'sumHidden', type: 'formula', options: { result: 'integer', expression: 'hiddenInteger + 1' } },
      { field: 'sumPartly', type: 'formula', options: { result: 'integer', expression: 'coalesce(partlyInteger, 0) + 1' } },
      { field: 'farName', type: 'lookup', options: { by: 'ref', field: 'name' } },
      { field: 'farPartly', type: 'lookup', options: { by: 'ref', field: 'partlyInteger' } },
    ],
  })
  await apply({
    op: 'addEntity',
    entity: 'x.part',
    label: 'Part',
    title: 'name',
    fields: [name, { field: 'thing', type: 'reference', options: { to: entity } }],
  })
  await apply({ op: 'addField', entity, field: 'parts', type: 'rollup', options: { of: 'x.part', by: 'thing', how: 'count' } })
  const hidden = [...fields.map(field => field.name).filter(field => field.startsWith('hidden')), 'parts']
  const partly = fields.map(field => field.name).filter(field => field.startsWith('partly'))
  await apply({
    op: 'setRole',
    role: 'x.reader',
    label: 'Reader',
    grants: [
      { entity, verbs: ['read', 'export'], where: { open: true }, hide: [...hidden, ...partly] },
      { entity, verbs: ['read', 'export', 'update', 'remove'], where: { owner: '$me' }, hide: hidden },
      { entity: 'x.other', verbs: ['read'] },
    ],
  })
  reader = await platform.as('x.reader')
  await makeThings()
  model = await platform.platform.world.models.refresh('main')
}, 300_000)
afterAll(() => platform.stop())

/** Some are the reader's own, some open, some out of reach; each points at one of another kind. */
async function makeThings(): Promise<void> {
  const { admin } = platform
  const kinds = ['own', 'open', 'closed'] as const
  const rows = Array.from({ length: 24 }, (_, at) => {
    const kind = kinds[at % 3] ?? 'own'
    return {
      name: `Thing ${at} ${kind}`,
      owner: kind === 'own' ? reader.userId : admin.userId,
      open: kind === 'open',
      ...Object.fromEntries(fields.map(({ name, values }, place) => [name, values[(at * 7 + place + Math.floor(at / 3)) % values.length] ?? null])),
    }
  })
  const made = (await admin.post('/api/records/x.thing', rows as never)) as unknown as { id: string }[]
  for (const [at, { id }] of made.entries()) ids[kinds[at % 3] ?? 'own'].push(id)
  const pointed = made.map(({ id }, at) => ({ entity, verb: 'update', id, patch: { ref: made[(at * 5 + 1) % made.length]?.id ?? null } }))
  await admin.post('/api/batch', pointed as never)
  await admin.post(
    '/api/records/x.part',
    made.flatMap(({ id }, at) => Array.from({ length: at % 4 }, (_, part) => ({ name: `Part ${part}`, thing: id }))) as never,
  )
}

/** Each record gets the values of the next of those meant: behind everyone's back, so that neither versions nor times tell. */
async function rotate(names: readonly string[], among: SQL): Promise<void> {
  const { owner } = platform.platform.world.db
  const table = tableName('main', 'x_thing')
  const thing = model.entities.get(entity)
  const columns = names.flatMap(name => thing?.fields.get(name)?.columns ?? []).map(column => identifier(column.name))
  const sets = columns.map(column => sql`${column} = s.${column}`)
  await owner.run(sql`
    with r as (select id, row_number() over (order by id) as k, count(*) over () as c from ${table} where ${among})
    update ${table} t set ${sql.join(sets, sql`, `)} from r a join r b on b.k = a.k % a.c + 1 join ${table} s on s.id = b.id where t.id = a.id`)
  for (const name of names) {
    const field = thing?.fields.get(name)
    if (!thing || field?.type.type !== 'references') continue
    await owner.run(
      sql`delete from ${tableName('main', linkTable(thing, field))} l where l.from_id in (select id from ${table} where ${among}) and right(l.from_id::text, 1) < '8'`,
    )
  }
}

/** Changes all that the reader may not see, and nothing that they may. */
async function changeUnseen(): Promise<void> {
  const { owner } = platform.platform.world.db
  const names = fields.map(field => field.name)
  await rotate(
    names.filter(name => name.startsWith('hidden')),
    sql`true`,
  )
  await rotate(
    names.filter(name => name.startsWith('partly')),
    sql`owner <> ${reader.userId}::uuid`,
  )
  await rotate(['name', 'ref', ...names], sql`owner <> ${reader.userId}::uuid and not open`)
  await owner.run(sql`delete from ${tableName('main', 'x_part')} where right(id::text, 1) < '8'`)
  await owner.run(
    sql`update ${tableName('main', 'x_thing')} set deleted_at = now() where id = ${ids.closed[0] ?? ''}::uuid or id = ${ids.closed[1] ?? ''}::uuid`,
  )
}

async function ask(who: TestClient, { method, path, body }: Question): Promise<string> {
  const { status, json } = await who.ask(method, path, body)
  return `${status} ${JSON.stringify(json).replace(/"requestId":"[^"]*"/, '')}`
}

async function answers(who: TestClient, questions: readonly Question[]): Promise<string[]> {
  const found: string[] = []
  for (const question of questions) found.push(await ask(who, question))
  return found
}

test('the probe knows every type of field there is', () => {
  expect(unknownTypes()).toEqual([])
})

test('two worlds that differ only in what someone may not see answer them alike, whatever they ask', { timeout: 600_000 }, async () => {
  const chance = new Chance(seed)
  const all = questionsOf(chance, model.entities, fields, derived)
  const chosen = all.length <= wanted ? all : all.filter(() => chance.yes(wanted / all.length))
  const unseen = ids.closed.slice(0, 3)
  const questions = [...fixedQuestions([...ids.own.slice(0, 2), ...ids.open.slice(0, 2)], unseen), ...chosen]
  const sample = questions.filter(() => chance.yes(0.1))
  const before = await answers(reader, questions)
  const known = await answers(platform.admin, sample)
  await changeUnseen()
  const after = await answers(reader, questions)
  const different = questions.flatMap((question, at) => (before[at] === after[at] ? [] : [{ question, before: before[at], after: after[at] }]))
  process.stdout.write(`probe: ${questions.length} of ${all.length} questions asked twice, seed ${seed}\n`)
  expect(different.slice(0, 5)).toEqual([])
  expect(before.filter(answer => answer.startsWith('5'))).toEqual([])
  // The worlds do differ, for who sees all; and the reader was answered as well as refused: otherwise nothing is proven.
  const told = await answers(platform.admin, sample)
  expect(told.filter((answer, at) => answer !== known[at]).length).toBeGreaterThan(sample.length / 4)
  const share = (of: RegExp): number => before.filter(answer => of.test(answer)).length / before.length
  expect({ answered: share(/^200/) > 0.2, refused: share(/^40[0-4]/) > 0.2 }).toEqual({ answered: true, refused: true })
})

test('what is hidden from someone has no name for them', async () => {
  const hidden = fields.filter(({ name }) => name.startsWith('hidden')).map(({ name }) => name)
  const statuses = await Promise.all(
    [...hidden, 'sumHidden', 'parts'].map(async (name): Promise<Json> => {
      const { status } = await reader.ask('POST', `/api/query/${entity}`, { fields: [name] })
      return [name, status]
    }),
  )
  expect(statuses.filter(one => (one as Json[])[1] !== 400)).toEqual([])
})
