import { defineEntity, definePlugin, hooks, text, translations } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableName } from '../../core/data/identifiers.ts'
import { Deal, deals, Firm } from './note.ts'

/** Of some of its records another plugin keeps a copy, which may be refused. */
const Copy = defineEntity('mirror.copy', { title: 'name', fields: { name: text({ required: true, max: 12 }) } })
const Original = defineEntity('mirror.original', { title: 'name', fields: { name: text({ required: true, max: 80 }) } })
const mirror = definePlugin({
  id: 'mirror',
  version: '1.0.0',
  title: 'Mirror',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Copy, Original],
  parts: [
    hooks(Original, {
      react: async (ctx, changes) => {
        const copied = changes.flatMap(({ next }) => (next?.name.startsWith('Copied') ? [{ name: next.name }] : []))
        if (copied.length > 0) await ctx.repo(Copy).createMany(copied)
      },
    }),
    translations('hi', { Title: 'शीर्षक', Firm: 'फ़र्म', Score: 'अंक', Value: 'मूल्य' }),
  ],
})

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, mirror] })
})
afterAll(() => platform.stop())

interface Staged {
  readonly id: string
  readonly rows: number
  readonly suggestion: { readonly fields: object; readonly key: string | null }
}
type Counts = { readonly create: number; readonly update: number; readonly same: number; readonly refuse: number }

async function stage(entity: string, csv: string): Promise<Staged> {
  const { json } = await platform.admin.ask('POST', `/api/imports/${entity}?name=file.csv`, csv, { 'Content-Type': 'text/csv' })
  return json as unknown as Staged
}
const plan = async (entity: string, id: string, fields: object, key: string | null = null) =>
  (await platform.admin.post(`/api/imports/${entity}/${id}/plan`, { fields, key })) as unknown as { counts: Counts; problems: { code: string; rows: number }[] }
const commit = async (entity: string, id: string) =>
  ((await platform.admin.post(`/api/imports/${entity}/${id}/commit`)) as unknown as { counts: Counts }).counts
const columns = (...names: string[]): object => Object.fromEntries(names.map((name, at) => [name, { columns: [at] }]))
const line = (cells: readonly string[]): string => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')

describe('what was exported', () => {
  const fields = 'title,firm,score,value,createdAt,createdBy,updatedAt,updatedBy,owner.createdAt,version'
  const file = async (): Promise<string> => String(await platform.admin.get(`/api/export/deals.deal?format=csv&fields=${fields}`)).replace('\ufeff', '')
  const speaks = (locale: string) => platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale })

  test.each([
    ['en', 'Title,Firm,Score,Value,Value (Currency),Created on,Created by,Changed on,Changed by,Owner: Created on,Version'],
    ['hi', 'शीर्षक,फ़र्म,अंक,मूल्य,मूल्य (मुद्रा),कब बना,किसने बनाया,कब बदला,किसने बदला,स्वामी: कब बना,संस्करण'],
  ])('has heads as people call them, and is read back by them: %s', async (locale, heads) => {
    await platform.admin.repo(Deal).create({ title: `Round ${locale}`, score: 5, value: { amount: '12.5', currency: 'INR' } })
    await speaks(locale)
    const csv = await file()
    const { suggestion } = await stage('deals.deal', csv)
    await speaks('en')
    expect(csv.split('\r\n')[0]).toBe(heads)
    expect(suggestion.fields).toMatchObject({ title: { columns: [0] }, score: { columns: [2] }, value: { columns: [3, 4] } })
    expect(Object.keys(suggestion.fields).sort()).toEqual(['score', 'title', 'value'])
  })
})

describe('a file', () => {
  test('is staged as it is, whatever its cells hold', async () => {
    const cells = ['back\\slash \\N \\t', 'tab\there', 'two\nlines', 'quote "x"', "'=1+1", 'शर्मा 🧵', '\\.']
    const { id, rows } = await stage('deals.firm', ['name', ...cells.map(cell => line([cell]))].join('\n'))
    expect(rows).toBe(cells.length)
    expect((await plan('deals.firm', id, columns('name'))).counts).toEqual({ create: cells.length, update: 0, same: 0, refuse: 0 })
    await commit('deals.firm', id)
    const { items } = await platform.admin.repo(Firm).find({ where: { name: { in: ['=1+1', ...cells] } }, fields: ['name'], limit: 50 } as never)
    expect(items.map(item => item.name).sort()).toEqual(cells.map(cell => (cell === "'=1+1" ? '=1+1' : cell)).sort())
  })

  test('of the same columns is read as the last one that was carried through', async () => {
    const fields = { name: { columns: [1] }, code: { columns: [0] } }
    const first = await stage('deals.firm', 'Ref,What\nR1,Remembered\n')
    await plan('deals.firm', first.id, fields, 'code')
    expect((await stage('deals.firm', 'Ref,What\nR2,Not yet\n')).suggestion).not.toEqual({ fields, key: 'code' })
    await commit('deals.firm', first.id)
    expect((await stage('deals.firm', 'Ref,What\nR2,Another\n')).suggestion).toEqual({ fields, key: 'code' })
    expect((await stage('deals.firm', 'Ref,What,More\nR2,Another,x\n')).suggestion).not.toEqual({ fields, key: 'code' })
  })
})

describe('lines of parents', () => {
  const fields = columns('title', 'lines.item', 'lines.quantity')

  test('stay together wherever a page of rows ends', async () => {
    // Parents of seven lines each: the thousandth row stands in the middle of one.
    const rows = Array.from({ length: 2100 }, (_, at) => `Parent ${Math.floor(at / 7)},Item ${at},${at + 1}`)
    const { id } = await stage('deals.deal', ['title,item,quantity', ...rows].join('\n'))
    const counts = { create: 300, update: 0, same: 1800, refuse: 0 }
    expect((await plan('deals.deal', id, fields, 'title')).counts).toEqual(counts)
    expect(await commit('deals.deal', id)).toEqual(counts)
    const [deal] = (await platform.admin.repo(Deal).find({ where: { title: 'Parent 142' }, fields: ['id'] } as never)).items
    const { lines } = (await platform.admin.repo(Deal).get(String(deal?.id))) as unknown as { lines: { item: string }[] }
    expect(lines.map(one => one.item)).toEqual(Array.from({ length: 7 }, (_, at) => `Item ${142 * 7 + at}`))
  })

  test('that stand apart are refused, all of them', async () => {
    const filler = Array.from({ length: 1200 }, (_, at) => `Filler ${at},Item,1`)
    const { id } = await stage('deals.deal', ['title,item,quantity', 'Apart,First,1', ...filler, 'Apart,Second,1'].join('\n'))
    const { counts, problems } = await plan('deals.deal', id, fields, 'title')
    expect([counts, problems]).toEqual([{ create: 1200, update: 0, same: 0, refuse: 2 }, [expect.objectContaining({ code: 'apart_in_file', rows: 2 })]])
    expect(await commit('deals.deal', id)).toEqual(counts)
    expect(await platform.admin.repo(Deal).count({ title: 'Apart' } as never)).toBe(0)
  })

  test('are read with all of their record or not at all', async () => {
    const csv = ['title,item,quantity', 'Whole,Loom,1', 'Whole,Yarn,2', 'Half,Loom,1', 'Half,Yarn,many', 'Half,Dye,3'].join('\n')
    const { id } = await stage('deals.deal', csv)
    const { counts, problems } = await plan('deals.deal', id, fields, 'title')
    expect(counts).toEqual({ create: 1, update: 0, same: 1, refuse: 3 })
    expect(problems.map(({ code, rows }) => [code, rows])).toEqual([
      ['other_refused', 2],
      [expect.any(String), 1],
    ])
    expect(await commit('deals.deal', id)).toEqual(counts)
    const { items } = await platform.admin.repo(Deal).find({ where: { title: { in: ['Whole', 'Half'] } }, fields: ['title'] } as never)
    expect(items.map(item => item.title)).toEqual(['Whole'])
  })
})

describe('a workbook with records on one sheet and their lines on the next', () => {
  const drop = async (who: TestClient, sheets: readonly (readonly (readonly (string | number | Date)[])[])[], entity = 'deals.deal') => {
    const { default: excel } = await import('exceljs')
    const book = new excel.Workbook()
    for (const [at, rows] of sheets.entries()) book.addWorksheet(`Sheet ${at}`).addRows(rows.map(row => [...row]))
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return who.ask('POST', `/api/imports/${entity}?name=deals.xlsx`, new Uint8Array(await book.xlsx.writeBuffer()), { 'Content-Type': type })
  }
  const records = [
    ['Title', 'Score'],
    ['Mill', 10],
    ['Shop', 20],
    ['Bare', 30],
  ]

  test('is shown before, brought in and taken back as a whole', async () => {
    const manager = await platform.as('deals.manager')
    const lines = [
      ['Item', 'Title', 'Quantity'],
      ['Loom', 'Mill', 2],
      ['Yarn', 'Shop', 5],
      ['Spool', 'Mill', 4],
    ]
    const staged = (await drop(manager, [records, lines])).json as unknown as Staged
    expect(staged).toMatchObject({
      rows: 4,
      suggestion: {
        key: 'title',
        fields: { title: { columns: [0] }, score: { columns: [1] }, 'lines.item': { columns: [2] }, 'lines.quantity': { columns: [3] } },
      },
    })
    const at = `/api/imports/deals.deal/${staged.id}`
    const counts = async (path: string, body: object) => ((await manager.post(`${at}/${path}`, body)) as unknown as { counts: Counts }).counts
    const expected = await counts('plan', staged.suggestion)
    expect([expected.create, expected.refuse]).toEqual([3, 0])
    expect(await counts('commit', {})).toEqual(expected)
    const found = await manager.repo(Deal).find({ where: { title: { in: ['Mill', 'Shop', 'Bare'] } }, fields: ['id'], sort: ['score'] })
    const whole = await Promise.all(found.items.map(({ id }) => manager.repo(Deal).get(id)))
    expect(whole.map(({ title, score, lines: own }) => [title, score, own.map(({ item, quantity }) => `${quantity} ${item}`)])).toEqual([
      ['Mill', 10, ['2 Loom', '4 Spool']],
      ['Shop', 20, ['5 Yarn']],
      ['Bare', 30, []],
    ])
    expect(await manager.post(`${at}/undo`)).toMatchObject({ removed: 3, kept: [] })
  })

  test('or with times, which a sheet keeps without a zone, has those of the clocks that whoever brings it lives by', async () => {
    const rows = [
      ['Subject', 'Kind', 'Due'],
      ['Call the mill', 'task', new Date('2027-03-31T14:30:00Z')],
      ['Call the shop', 'task', new Date('2027-03-31T00:00:00Z')],
      ['Call nobody', 'task', '31.03.2027 25:30'],
    ]
    const staged = (await drop(platform.admin, [rows], 'core.activity')).json as unknown as Staged & { suggestion: { fields: { due: object } } }
    const fields = { ...staged.suggestion.fields, due: { ...staged.suggestion.fields.due, dateOrder: 'dmy' } }
    expect(await plan('core.activity', staged.id, fields)).toMatchObject({ counts: { create: 2, refuse: 1 }, problems: [{ code: 'not_a_datetime', rows: 1 }] })
    await commit('core.activity', staged.id)
    const path = `/api/records/core.activity?where=${encodeURIComponent(JSON.stringify({ subject: { contains: 'Call' } }))}&fields=subject,due&sort=due`
    expect(((await platform.admin.get(path)) as { items: object[] }).items).toMatchObject([
      { subject: 'Call the shop', due: '2027-03-30T18:30:00.000Z' },
      { subject: 'Call the mill', due: '2027-03-31T09:00:00.000Z' },
    ])
  })

  test.each([
    [
      'lines of no record are told',
      [
        ['Title', 'Item'],
        ['Mil', 'Loom'],
      ],
      422,
      { code: 'lines_without_record', detail: expect.stringContaining('lines for “Mil”, and the first') },
    ],
    [
      'a second sheet of another kind is left out',
      [
        ['Title', 'Colour'],
        ['Mil', 'red'],
      ],
      201,
      { rows: 3 },
    ],
  ] as const)('%s', async (_, second, status, answer) => {
    expect(await drop(await platform.as('deals.manager'), [records, second])).toMatchObject({ status, json: answer })
  })
})

test('a file does not come out of a table, which is said with what to do instead', async () => {
  const { id, suggestion } = await stage('core.company', 'name,logo\nMehta,logo.png\n')
  expect(suggestion.fields).not.toHaveProperty('logo')
  expect(await platform.admin.refused(plan('core.company', id, columns('name', 'logo')))).toMatchObject({
    status: 422,
    code: 'files_not_imported',
    detail: 'Logo holds files, and a table brings none. Import the records without it, then attach the files on them.',
  })
})

test('a key that stands twice is refused the second time, however far apart', async () => {
  const rows = Array.from({ length: 1500 }, (_, at) => `Twin ${at},T${at % 1400}`)
  const { id } = await stage('deals.firm', ['name,code', ...rows].join('\n'))
  const { counts, problems } = await plan('deals.firm', id, columns('name', 'code'), 'code')
  expect([counts, problems]).toEqual([{ create: 1400, update: 0, same: 0, refuse: 100 }, [expect.objectContaining({ code: 'twice_in_file', rows: 100 })]])
})

test('of a value that more than five hundred records have, each of them is known again, and none is changed by it', async () => {
  const crowd = Array.from({ length: 620 }, (_, at) => ({ name: 'Crowd', code: `N${at}` }))
  for (const at of [0, 310]) await platform.admin.repo(Firm).createMany(crowd.slice(at, at + 310) as never)
  const read = async (code: string, adds: boolean) => {
    const { id } = await stage('deals.firm', `name,code\nCrowd,${code}\n`)
    const mapping = { fields: columns('name', 'code'), key: 'name', adds }
    const { counts, problems } = (await platform.admin.post(`/api/imports/deals.firm/${id}/plan`, mapping)) as unknown as Awaited<ReturnType<typeof plan>>
    return { counts, problems: problems.map(one => one.code) }
  }
  const none = { create: 0, update: 0, same: 0, refuse: 0 }
  expect([await read('N3', true), await read('N619', true), await read('N620', true), await read('N620', false)]).toEqual([
    { counts: { ...none, same: 1 }, problems: [] },
    { counts: { ...none, same: 1 }, problems: [] },
    { counts: { ...none, create: 1 }, problems: [] },
    { counts: { ...none, refuse: 1 }, problems: ['several_match'] },
  ])
})

test('refused rows come back as a file with the reasons, which imports again once they are mended', async () => {
  const { id } = await stage('deals.deal', 'title,score\nGood,5\n\n"Bad, =one",500\nGood,5\n')
  // Rows have the numbers that a spreadsheet shows beside them: the names of the columns and an empty line are counted.
  const planned = (await platform.admin.post(`/api/imports/deals.deal/${id}/plan`, { fields: columns('title', 'score'), key: 'title' })) as unknown as {
    problems: { code: string; first: number; values: { first?: number } }[]
  }
  expect(planned.problems.map(({ code, first, values }) => [code, first, values.first])).toEqual([
    ['too_large', 4, undefined],
    ['twice_in_file', 5, 2],
  ])
  expect(await commit('deals.deal', id)).toMatchObject({ create: 1, refuse: 2 })
  const refused = String((await platform.admin.ask('GET', `/api/imports/deals.deal/${id}/refused.csv`)).json)
  expect(refused).toBe(
    'title,score,Row in the file,Why not\r\n"Bad, =one",500,4,Score must be at most 100.\r\nGood,5,5,Row 2 has the same value. Keep one of them.\r\n',
  )
  const again = await stage('deals.deal', refused.replace('500', '50'))
  expect((await plan('deals.deal', again.id, again.suggestion.fields)).counts).toMatchObject({ create: 2, refuse: 0 })
})

test('an import that was cut off goes on where it stood, and writes no row twice', async () => {
  const { owner } = platform.platform.world.db
  const firms = tableName('main', 'deals_firm')
  const rows = Array.from({ length: 2500 }, (_, at) => `Cut ${at}`)
  const { id } = await stage('deals.firm', ['name', ...rows].join('\n'))
  await plan('deals.firm', id, columns('name'))
  await owner.run(
    sql`create function main.cut_off() returns trigger language plpgsql as $$ begin if new.name = 'Cut 1700' then raise exception 'the power went'; end if; return new; end $$`,
  )
  await owner.run(sql`create trigger cut_off before insert on ${firms} for each row execute function main.cut_off()`)
  expect((await platform.admin.ask('POST', `/api/imports/deals.firm/${id}/commit`, {})).status).toBe(500)
  const there = async (): Promise<number> => (await owner.run<{ n: number }>(sql`select count(*)::int as n from ${firms} where name like 'Cut %'`))[0]?.n ?? 0
  expect(await there()).toBe(1000)
  expect(await platform.admin.get(`/api/imports/deals.firm/${id}`)).toMatchObject({ state: 'committing', done: 1000 })
  await owner.run(sql`drop trigger cut_off on ${firms}`)
  expect(await commit('deals.firm', id)).toEqual({ create: 2500, update: 0, same: 0, refuse: 0 })
  expect(await there()).toBe(2500)
  expect(await platform.admin.post(`/api/imports/deals.firm/${id}/undo`)).toMatchObject({ removed: 2500, kept: [] })
})

test('a row whose hook is refused a change of its own is the one that is refused', async () => {
  const { id } = await stage('mirror.original', ['name', 'Plain', 'Copied', 'Plain too', 'Copied and too long for it', 'Last'].join('\n'))
  expect((await plan('mirror.original', id, columns('name'))).counts).toEqual({ create: 4, update: 0, same: 0, refuse: 1 })
  const { items } = (await platform.admin.get(`/api/imports/mirror.original/${id}/rows?verdict=refuse`)) as unknown as { items: { row: number }[] }
  expect(items.map(({ row }) => row)).toEqual([5])
  expect(await commit('mirror.original', id)).toEqual({ create: 4, update: 0, same: 0, refuse: 1 })
  expect(await platform.admin.repo(Copy).count({})).toBe(1)
})
