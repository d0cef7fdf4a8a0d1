import { defineEntity, definePlugin, money, text } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { buildModel } from '../../registry/build.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { corePlugin } from '../../system/plugin.ts'
import { Profiler, suggest } from './profile.ts'
import { readRows, separatorOf } from './read-file.ts'

const plugin = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [defineEntity('shop.thing', { title: 'name', fields: { name: text({ required: true }), price: money() } })],
})

async function rowsOf(bytes: Uint8Array, name = 'a.csv'): Promise<string[][]> {
  const rows: string[][] = []
  for await (const { cells } of readRows(
    (async function* () {
      yield bytes
    })(),
    name,
  ))
    rows.push(cells)
  return rows
}

test('columns say what they hold and in which order their dates stand', () => {
  const profiler = new Profiler(['deal', 'engaged', 'closed', 'value', 'mail', 'empty'])
  profiler.see(['A1', '10/20/2016', '3-1-2017', '1,054', 'a@b.in', ''])
  profiler.see(['A2', '10/5/2016', '3-7-2017', '50', 'c@d.in', ''])

  expect(profiler.profiles().map(({ header, kind, dateOrder, filled }) => ({ header, kind, dateOrder, filled }))).toEqual([
    { header: 'deal', kind: 'text', dateOrder: null, filled: 2 },
    { header: 'engaged', kind: 'date', dateOrder: 'mdy', filled: 2 },
    { header: 'closed', kind: 'date', dateOrder: 'unsure', filled: 2 },
    { header: 'value', kind: 'number', dateOrder: null, filled: 2 },
    { header: 'mail', kind: 'email', dateOrder: null, filled: 2 },
    { header: 'empty', kind: 'empty', dateOrder: null, filled: 0 },
  ])
})

test.each([
  ['written alike', ['31/03/2027', '04/05/2027', '06/07/2027'], ['dmy', 'dmy', 'dmy'], [undefined, 'a', 'a']],
  ['alike without zeros, where it has none either', ['3/31/2027', '12/11/2027', '6/7/2027'], ['mdy', 'mdy', 'mdy'], [undefined, 'a', 'a']],
  ['with other signs', ['31/03/2027', '04-05-2027', '04.05.2027'], ['dmy', 'unsure', 'unsure'], []],
  ['with shorter years, or without the zeros that it has', ['31/03/2027', '04/05/27', '4/5/2027'], ['dmy', 'unsure', 'unsure'], []],
  ['where two that are certain say otherwise', ['31/03/2027', '04/05/2027', '03/31/2027'], ['dmy', 'unsure', 'mdy'], []],
])('dates that can be read both ways take the order of a column that is certain: %s', (_name, row, orders, from) => {
  const profiler = new Profiler(['a', 'b', 'c'])
  profiler.see(row)
  const told = profiler.profiles()
  expect([told.map(one => one.dateOrder), told.map(one => one.orderFrom)]).toEqual([orders, from.length > 0 ? from : [undefined, undefined, undefined]])
})

test.each([
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffname;city\nशर्मा;दिल्ली\n', 'utf8')],
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name;city\nशर्मा;दिल्ली\n', 'utf16le')])],
])('a file in %s keeps its Hindi', async (_name, bytes) => {
  expect(await rowsOf(bytes)).toEqual([
    ['name', 'city'],
    ['शर्मा', 'दिल्ली'],
  ])
})

test('a file in Windows-1252 keeps its accents', async () => {
  expect(await rowsOf(Buffer.from('name\nJos\xe9\n', 'latin1'))).toEqual([['name'], ['José']])
})

test('quotes, commas and line ends inside a cell stay in it', async () => {
  expect(await rowsOf(Buffer.from('a,b\n"1, ""x""\nline",2\n'))).toEqual([
    ['a', 'b'],
    ['1, "x"\nline', '2'],
  ])
})

test('a file with too many columns is refused with its limit', async () => {
  await expect(rowsOf(Buffer.from(`${'a,'.repeat(300)}\n`))).rejects.toMatchObject({ code: 'too_many_columns' })
})

test('what is no table at all is refused with what to do', async () => {
  await expect(rowsOf(Buffer.from('%PDF-1.7'), 'a.pdf')).rejects.toMatchObject({ code: 'file_kind_unknown' })
  await expect(rowsOf(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]), 'a.xlsx')).rejects.toMatchObject({ code: 'file_unreadable' })
})

test.each([
  ['a;b;c', ';'],
  ['a\tb', '\t'],
  ['a|b', '|'],
  ['a,b;c,d', ','],
  ['alone', ','],
])('the separator of %j is %j', (line, expected) => {
  expect(separatorOf(line)).toBe(expected)
})

test('a column of currency codes beside the amounts belongs to them', () => {
  const profiler = new Profiler(['Name', 'Price', 'Price (Currency)', 'Price (old)'])
  profiler.see(['Chair', '1200', 'INR', '1100'])
  profiler.see(['Desk', '90.5', 'USD', ''])
  const { entities } = buildModel([corePlugin, plugin])

  expect(suggest(entities.get('shop.thing') as ModelEntity, profiler.profiles(), new Map()).fields).toEqual({
    name: { columns: [0] },
    price: { columns: [1, 2] },
  })
})
