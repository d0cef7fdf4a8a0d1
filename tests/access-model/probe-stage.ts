import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../../core/data/identifiers.ts'
import { linkTable } from '../../core/registry/links.ts'
import type { Model, ModelEntity } from '../../core/registry/model.ts'
import { type ProbeField, probeFields } from './probe-fields.ts'
import type { Subject } from './probe-questions.ts'
import { entity, probePlugin, sheet, sheetFields } from './probe-shape.ts'

type Kind = 'own' | 'open' | 'closed'
type Ids = { readonly [kind in Kind]: readonly string[] }

/** A world in which one reader sees some records, and of some of these some fields. */
export interface ProbeStage {
  readonly platform: TestPlatform
  readonly model: Model
  readonly reader: TestClient
  readonly things: Subject
  readonly sheets: Subject
  readonly ids: Ids
  readonly sheetIds: Ids
  readonly files: readonly string[]
}

const name = { field: 'name', type: 'text', options: { required: true, search: true } }

export async function openProbe(): Promise<ProbeStage> {
  const platform = await createTestPlatform({ plugins: [probePlugin] })
  const { admin } = platform
  const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
  await apply(
    { op: 'addEntity', entity: 'x.other', label: 'Other', title: 'name', fields: [name] },
    { op: 'addEntity', entity: 'x.more', label: 'More', plural: 'More of it', title: 'name', fields: [name] },
  )
  const others = await made(
    admin,
    'x.other',
    [1, 2, 3].map(at => ({ name: `Other ${at}` })),
  )
  const [hidden, partly] = await Promise.all([1, 2].map(() => Promise.all([1, 2, 3].map(at => sent(admin, at)))))
  const files = { hidden: hidden ?? [], partly: partly ?? [] }
  const fields = probeFields(others, files)
  await makeEntities(apply, fields)
  const reader = await makeReader(platform, fields)
  const ids = await makeRecords(admin, reader, entity, at =>
    Object.fromEntries(fields.flatMap(field => (field.made ? [] : [[field.name, valueAt(field, at, fields.indexOf(field))]]))),
  )
  const sheetIds = await makeRecords(admin, reader, sheet, at => ({ hiddenLines: linesAt(at), partlyLines: linesAt(at + 1) }))
  await admin.post(
    '/api/records/x.part',
    Object.values(ids).flatMap(list => list.flatMap((thing, at) => Array.from({ length: at % 4 }, (_, part) => ({ name: `Part ${part}`, thing })))) as never,
  )
  return {
    platform,
    model: await platform.platform.world.models.refresh('main'),
    reader,
    things: { entity, fields, derived: ['sumHidden', 'sumPartly', 'farName', 'farPartly', 'parts', 'ref.name', 'ref.$title', 'ref.owner'] },
    sheets: { entity: sheet, fields: sheetFields, derived: ['ref.name', 'ref.$title'] },
    ids,
    sheetIds,
    files: [...files.hidden, ...files.partly],
  }
}

async function made(admin: TestClient, name: string, values: readonly object[]): Promise<string[]> {
  return ((await admin.post(`/api/records/${name}`, values as never)) as unknown as { id: string }[]).map(one => one.id)
}

async function sent(admin: TestClient, at: number): Promise<string> {
  const { json } = await admin.ask('POST', `/api/files?name=picture-${at}.gif`, `GIF89a....${at}`, { 'Content-Type': 'application/octet-stream' })
  return (json as { id: string }).id
}

async function makeEntities(apply: (...operations: object[]) => Promise<unknown>, fields: readonly ProbeField[]): Promise<void> {
  await apply({
    op: 'addEntity',
    entity,
    label: 'Thing',
    title: 'name',
    fields: [
      name,
      { field: 'owner', type: 'reference', options: { to: 'core.user' } },
      { field: 'open', type: 'boolean', options: { default: false } },
      { field: 'stamp', type: 'integer' },
      { field: 'ref', type: 'reference', options: { to: entity } },
      ...fields.map(({ name: field, type, options }) => ({ field, type, options })),
      { field: 'sumHidden', type: 'formula', options: { result: 'integer', expression: 'hiddenInteger + 1' } },
      { field: 'sumPartly', type: 'formula', options: { result: 'integer', expression: 'coalesce(partlyInteger, 0) + 1' } },
      { field: 'farName', type: 'lookup', options: { by: 'ref', field: 'name' } },
      { field: 'farPartly', type: 'lookup', options: { by: 'ref', field: 'partlyInteger' } },
    ],
  })
  const thing = { field: 'thing', type: 'reference', options: { to: entity } }
  await apply({ op: 'addEntity', entity: 'x.part', label: 'Part', title: 'name', fields: [name, thing] })
  await apply({ op: 'addField', entity, field: 'parts', type: 'rollup', options: { of: 'x.part', by: 'thing', how: 'count' } })
}

async function makeReader({ admin, as }: TestPlatform, fields: readonly ProbeField[]): Promise<TestClient> {
  const of = (cls: string): string[] => fields.map(field => field.name).filter(field => field.startsWith(cls))
  const [hidden, partly] = [[...of('hidden'), 'parts'], of('partly')]
  const own = { verbs: ['read', 'create', 'import', 'export', 'update', 'remove'], where: { owner: '$me' } }
  const open = { verbs: ['read', 'export'], where: { open: true } }
  await admin.post('/api/model/apply', {
    operations: [
      {
        op: 'setRole',
        role: 'x.reader',
        label: 'Reader',
        grants: [
          { entity, ...open, hide: [...hidden, ...partly] },
          { entity, ...own, hide: hidden },
          { entity: sheet, ...open, hide: ['hiddenLines', 'partlyLines'] },
          { entity: sheet, ...own, hide: ['hiddenLines'] },
          { entity: 'x.other', verbs: ['read'] },
        ],
      },
    ],
  })
  return as('x.reader')
}

const kinds = ['own', 'open', 'closed'] as const

const valueAt = ({ values }: ProbeField, at: number, place: number) => values[(at * 7 + place + Math.floor(at / 3)) % values.length] ?? null
const linesAt = (at: number) => Array.from({ length: at % 4 }, (_, line) => ({ name: ['amber', 'birch', 'cedar'][(at + line) % 3], size: line }))

/** Some are the reader's own, some open, some out of reach; each points at one of another kind. */
async function makeRecords(admin: TestClient, reader: TestClient, of: string, more: (at: number) => object): Promise<Ids> {
  const rows = Array.from({ length: 24 }, (_, at) => {
    const kind = kinds[at % 3] ?? 'own'
    return { name: `Thing ${at} ${kind}`, owner: kind === 'own' ? reader.userId : admin.userId, open: kind === 'open', ...more(at) }
  })
  const ids = await made(admin, of, rows)
  const pointed = ids.map((id, at) => ({ entity: of, verb: 'update', id, patch: { ref: ids[(at * 5 + 1) % ids.length] ?? null } }))
  await admin.post('/api/batch', pointed as never)
  const [own = [], open = [], closed = []] = kinds.map((_, kind) => ids.filter((_, at) => at % 3 === kind))
  return { own, open, closed }
}

/** Changes all that someone with the reader's role may not see, and nothing that they may. */
export async function changeUnseen({ platform, model, things, ids, sheetIds }: ProbeStage, user: string): Promise<void> {
  const { owner } = platform.platform.world.db
  const others = sql`owner is distinct from ${user}::uuid`
  const unseen = sql`${others} and not open`
  const table = (name: string) => tableName('main', name)
  const named = (cls: string) => things.fields.filter(field => field.name.startsWith(cls)).map(field => field.name)
  await rotate(platform, model.entities.get(entity), named('hidden'), sql`true`)
  await rotate(platform, model.entities.get(entity), named('partly'), others)
  await rotate(platform, model.entities.get(entity), ['name', 'ref', ...named('')], unseen)
  await rotate(platform, model.entities.get(sheet), ['name', 'ref'], unseen)
  for (const [rows, among] of [
    [table('probe_hidden_row'), sql`true`],
    [table('probe_partly_row'), sql`sheet in (select id from ${table('probe_sheet')} where ${others})`],
  ] as const) {
    await owner.run(
      sql`update ${rows} set name = case name when 'amber' then 'birch' when 'birch' then 'cedar' else 'amber' end, size = size + 1 where ${among}`,
    )
    await owner.run(sql`delete from ${rows} where ${among} and right(id::text, 1) < '6'`)
  }
  await owner.run(sql`delete from ${table('x_part')} where right(id::text, 1) < '8'`)
  for (const [records, list] of [
    ['x_thing', ids.closed],
    ['probe_sheet', sheetIds.closed],
  ] as const)
    await owner.run(sql`update ${table(records)} set deleted_at = now() where ${unseen} and id in (${list[0] ?? ''}::uuid, ${list[1] ?? ''}::uuid)`)
}

/** Each record gets the values of the next of those meant: behind everyone's back, so that neither versions nor times tell. */
async function rotate(platform: TestPlatform, shape: ModelEntity | undefined, names: readonly string[], among: SQL): Promise<void> {
  const { owner } = platform.platform.world.db
  if (!shape) return
  const table = tableName('main', shape.table)
  const sets = names.flatMap(name => {
    const field = shape.fields.get(name)
    // Numbers are unique while they go round.
    const moved = field?.type.type === 'series' ? sql` || '~'` : sql``
    return (field?.columns ?? []).map(({ name: column }) => sql`${identifier(column)} = s.${identifier(column)}${moved}`)
  })
  await owner.run(sql`
    with r as (select id, row_number() over (order by id) as k, count(*) over () as c from ${table} where ${among})
    update ${table} t set ${sql.join(sets, sql`, `)} from r a join r b on b.k = a.k % a.c + 1 join ${table} s on s.id = b.id where t.id = a.id`)
  for (const name of names) {
    const field = shape.fields.get(name)
    if (field?.type.type !== 'references') continue
    await owner.run(
      sql`delete from ${tableName('main', linkTable(shape, field))} l where l.from_id in (select id from ${table} where ${among}) and right(l.from_id::text, 1) < '8'`,
    )
  }
}
