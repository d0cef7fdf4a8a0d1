import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  appendOnly,
  balanced,
  defineEntity,
  definePlugin,
  type Entity,
  type Fields,
  kept,
  locked,
  migration,
  type Part,
  reference,
  series,
  text,
  trial,
} from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { backup } from '../../core/backup/backup.ts'
import { restore } from '../../core/backup/restore.ts'
import { readConfig } from '../../core/config.ts'
import { openDatabase } from '../../core/data/database.ts'
import { throughDoor } from '../../core/data/door.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { verifyStays } from '../../core/invariants/verify.ts'
import { planWorkspace } from '../../core/plans/plan.ts'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { Balance, books, Entry, Line, PeriodLock, rent } from './books.ts'

describe('What a plugin asks the database to hold', () => {
  const stays = appendOnly(Entry, { when: { state: 'posted' }, changeable: ['note'], lines: { lines: ['due'] } })
  const with_ = (...parts: readonly Part[]) => definePlugin({ ...books, parts })
  const foreign = defineEntity('books.other', { title: 'name', fields: { name: text() } })
  const sums = { of: Entry, lines: 'lines', by: { account: 'lines.account', day: 'date', journal: 'journal' }, sums: { base: 'lines.base' } } as const
  const days = { date: 'date', by: PeriodLock, until: 'until', because: 'x' } as const
  const except = { by: Entry, lock: 'journal', person: 'journal', until: 'date', ended: 'date', days: 30 }
  const wrong: readonly (readonly [readonly unknown[], string | RegExp])[] = [
    [[appendOnly(foreign as never, { when: { name: 'x' } as never })], 'the plugin has no such entity'],
    [[stays, stays], 'is said twice'],
    [[appendOnly(Entry, { when: {} })], 'its condition is empty'],
    [[appendOnly(Entry, { when: { 'lines.base': '1' } as never })], 'looks at "lines", which is no stored field'],
    [[appendOnly(Entry, { when: { state: 'posted' }, changeable: ['state'] })], '"state" decides that a record stays'],
    [[appendOnly(Entry, { when: { state: 'posted' }, chain: ['lines'] })], '"lines" is no stored field of the entity itself. Take it out of `chain`'],
    [[appendOnly(Entry, { when: { state: 'posted' }, changeable: ['journal'], chain: ['journal'] })], '"journal" is in the chain'],
    [[appendOnly(Entry, { when: { state: 'posted' }, lines: { lines: ['nothing'] } })], '"nothing" is no stored field of books.line'],
    [[appendOnly(Line as Entity, { when: { account: 'x' } as never })], 'its records are lines'],
    [[balanced(Entry, 'lines', { sum: 'base', because: 'x' })], 'is not appendOnly'],
    [[stays, balanced(Entry, 'note', { sum: 'base', because: 'x' })], '"note" is no field of lines'],
    [[stays, balanced(Entry, 'lines', { sum: 'account', because: 'x' })], '"account" is no decimal'],
    [[stays, locked(Entry, { date: 'note', by: PeriodLock, until: 'until', because: 'x' })], '"note" of books.entry is no date field'],
    [
      [stays, locked(Entry, { date: 'date', by: PeriodLock, until: 'until', match: { reason: 'lines' }, because: 'x' })],
      '"lines" of books.entry is no stored value',
    ],
    [[stays, locked(Entry, { ...days, hard: { when: {}, because: 'x' } })], '`hard` has an empty condition'],
    [
      [stays, locked(Entry, { ...days, hard: { when: { title: 'x' } as never, because: 'x' } })],
      '`hard` looks at "title", which is no stored field of books.lock',
    ],
    [[stays, locked(Entry, { ...days, except: { ...except, by: foreign } as never })], 'the plugin has no entity books.other'],
    [
      [stays, locked(Entry, { ...days, except: { ...except, days: 0 } as never })],
      /"journal" of books.entry is no reference to books.lock.[\s\S]*no reference to core.user[\s\S]*no datetime field[\s\S]*whole number of days/,
    ],
    [[appendOnly(Entry, { when: { state: 'posted' }, once: ['journal'] })], '"journal" is never empty'],
    [[trial(foreign as never, { company: 'name' as never })], 'trial on books.other: the plugin has no such entity'],
    [[trial(Line as never, { company: 'entry' as never })], 'its records are lines'],
    [[trial(PeriodLock, { company: 'journal' })], '"journal" is no reference to core.company'],
    [[stays, kept(Balance, { ...sums, sums: {} })], 'keeps no sum'],
    [[stays, kept(Balance, { ...sums, by: { account: 'lines.account', day: 'date' } })], '"journal" of books.balance is neither kept by something'],
    [[stays, kept(Balance, { ...sums, by: { ...sums.by, day: 'lines.account' } })], 'are of two types'],
    [[stays, kept(Balance, { ...sums, by: { ...sums.by, day: 'lines.due' } })], '"lines.due" can\'t be changeable'],
  ]
  test.each(wrong)('is refused at the start where it can’t be held: %#', (parts, sentence) => {
    expect(() => buildModel([corePlugin, with_(...(parts as Part[]))])).toThrow(sentence)
  })

  const person = '01890000-0000-7000-8000-00000000dead'
  const looks = 'looks at "owner.name" of another record, which may change or be merged. Keep it in a field of the record itself.'
  const names = 'names a record in "owner", which no other workspace has and which may be merged. Ask for a value of the record itself.'
  test.each([
    [{ 'owner.name': 'Asha' }, looks],
    [{ not: { owner: { in: [person] } } }, names],
    [{ or: [{ state: 'posted' }, { owner: person }] }, names],
  ])('looks at no other record and names none, since these are merged: %j', (when, fault) => {
    const owner = reference('core.user')
    const numbered = { series: series('X-{0000}', { when }) }
    const entities = (more: Fields) => [
      defineEntity('books.entry', { title: 'narration', fields: { ...Entry.fields, owner, ...more } }),
      defineEntity('books.lock', { title: 'reason', fields: { ...PeriodLock.fields, state: text(), owner } }),
      Line,
    ]
    const refusals: [Fields, readonly unknown[], string][] = [
      [{}, [appendOnly(Entry, { when: when as never })], `its condition ${fault}`],
      [{}, [stays, locked(Entry, { ...days, hard: { when: when as never, because: 'x' } })], `\`hard\` ${fault}`],
      [numbered, [], `numbers on a condition that ${fault}`],
    ]
    for (const [more, parts, sentence] of refusals)
      expect(() => buildModel([corePlugin, definePlugin({ ...books, entities: entities(more), parts: parts as Part[] })])).toThrow(sentence)
  })
})

test('A lock that names a record is refused where two such records may be made one, since it would hold for one of them alone', () => {
  const match = { owner: 'owner' } as never
  const modelOf = (owner: Fields[string]) =>
    buildModel([
      corePlugin,
      definePlugin({
        ...books,
        entities: [
          defineEntity('books.entry', { title: 'narration', fields: { ...Entry.fields, owner } }),
          defineEntity('books.lock', { title: 'reason', fields: { ...PeriodLock.fields, owner } }),
          Line,
        ],
        parts: [
          appendOnly(Entry, { when: { state: 'posted' }, because: 'It stays.' }),
          locked(Entry, { date: 'date', by: PeriodLock, until: 'until', because: 'x', match }),
        ],
      }),
    ])
  expect(() => modelOf(reference('core.team'))).toThrow('"owner" of books.lock names a record of core.team, of which two may be made one')
  expect(modelOf(reference('core.company')).entities.get('books.entry')?.holds?.locked).toMatchObject([{ match }])
})

/** The next version: narrations are called texts. */
const { narration, ...rest } = Entry.fields
const Renamed = defineEntity('books.entry', { title: 'says', fields: { says: narration, ...rest } })
const books2 = definePlugin({
  ...books,
  version: '2.0.0',
  entities: [Renamed, ...(books.entities ?? []).slice(1)],
  parts: [
    ...(books.parts ?? []).filter(part => part.kind !== 'list'),
    migration('2.0.0', {
      steps: [{ step: 'rename', entity: 'books.entry', field: 'narration', to: 'says' }],
      proof: [{ entity: 'books.entry', never: { says: { isEmpty: true } } }],
    }),
  ],
})

test('Records stay while their plugin is disabled, uninstalled and put back, and under a newer version that calls a field otherwise', async () => {
  await using platform = await createTestPlatform({ plugins: [books] })
  const { admin } = platform
  const entry = await admin.repo(Entry).create(rent('10', { state: 'posted' }) as never)
  const turn = (to: string) => admin.post('/api/plugins/books/apply', { to })
  const { app, owner } = platform.platform.world.db
  const tried = () =>
    app.run(throughDoor(sql`update main.books_line set base = base * 2 where entry = ${entry.id}::uuid`)).then(
      () => 'done',
      error => error.code,
    )
  const standing = async () => {
    const model = await platform.platform.world.models.current('main')
    const [one] = await verifyStays(platform.platform.world.db.owner, 'main', model)
    return { altered: one?.altered, drifted: one?.drifted, unchanged: (await planWorkspace(platform.platform.world.db.owner, 'main', model)).unchanged }
  }
  const whole = { altered: [], drifted: {}, unchanged: true }
  await turn('disabled')
  expect(await tried()).toBe('SGM01')
  await turn('enabled')
  expect([await tried(), await standing()]).toEqual(['SGM01', whole])
  await turn('uninstalled')
  await turn('enabled')
  expect([await tried(), await standing()]).toEqual(['SGM01', whole])
  expect((await owner.run(sql`select distinct substr(proname, 1, 26) from pg_catalog.pg_proc where proname ~ '^stays_'`)).length).toBe(1)
  await platform.restart(books2)
  expect(await standing()).toEqual(whole)
  expect(await admin.refused(admin.patch(`/api/records/books.entry/${entry.id}`, { says: 'Other' }))).toMatchObject({ errors: [{ code: 'locked' }] })
  await admin.post('/api/records/books.entry', { ...rent('3', { state: 'posted' }), narration: undefined, says: 'Rent' })
  expect(await standing()).toEqual(whole)
})

test('In a backup that is restored elsewhere records stay as they stayed, before anything is started on it, and nothing has to be held anew', async () => {
  await using platform = await createTestPlatform({ plugins: [books] })
  const { world } = platform.platform
  await platform.admin.repo(Entry).create(rent('10', { state: 'posted' }) as never)
  await platform.settle()
  const folder = await mkdtemp(join(tmpdir(), 'sangam-holding-'))
  const base = await createTestDatabase('holding')
  const config = readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '2' })
  const db = await openDatabase(config, world.log)
  try {
    const { key } = await backup(world, createWriteStream(join(folder, 'monday.backup')))
    await restore({ db, config }, join(folder, 'monday.backup'), { trust: key })
    const tried = (statement: SQL) =>
      db.app.run(throughDoor(statement)).then(
        () => 'done',
        error => error.code,
      )
    expect([await tried(sql`update main.books_entry set narration = 'Other'`), await tried(sql`delete from main.books_balance`)]).toEqual(['SGM01', '42501'])
    const model = await world.models.current('main')
    const { unchanged, stays } = await planWorkspace(db.owner, 'main', model)
    expect([unchanged, stays, await verifyStays(db.owner, 'main', model)]).toMatchObject([true, [], [{ records: 1, altered: [], drifted: {} }]])
  } finally {
    await db.close()
    await base.drop()
    await rm(folder, { recursive: true, force: true })
  }
})
