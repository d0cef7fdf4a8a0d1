import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Item, Unit } from './model.ts'
import items from './plugin.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [items] })
})

afterAll(() => platform.stop())

test('a workspace begins with the units that goods are counted in', async () => {
  const keeper = await platform.as('items.manager')

  const units = await keeper.repo(Unit).find({ sort: ['code'] })
  expect(units.items.map(unit => unit.code)).toEqual(['BOX', 'DAY', 'GMS', 'HRS', 'KGS', 'LTR', 'MON', 'MTR', 'NOS', 'PCS', 'SET', 'SQM'])
})

test('a conversion is exact and kept in its lowest terms', async () => {
  const keeper = await platform.as('items.manager')
  const [gram] = (await keeper.repo(Unit).find({ where: { code: 'GMS' } })).items
  const [kilogram] = (await keeper.repo(Unit).find({ where: { code: 'KGS' } })).items
  if (!gram || !kilogram) throw new Error('The units are missing.')
  const item = await keeper.repo(Item).create({ name: 'Cardamom', unit: kilogram.id, conversions: [{ unit: gram.id, numerator: 2, denominator: 2000 }] })

  expect(item.conversions).toEqual([expect.objectContaining({ unit: gram.id, numerator: 1, denominator: 1000 })])
  await expect(keeper.repo(Item).update(item.id, { conversions: [{ unit: kilogram.id, numerator: 1, denominator: 1 }] })).rejects.toMatchObject({
    problem: { code: 'invalid', errors: [{ field: 'conversions', code: 'own_unit' }] },
  })
})

test.each([
  ['12345', [{ code: '12345' }], 'taxCodes.0.code', 'tax_code'],
  ['letters', [{ code: 'ABCD' }], 'taxCodes.0.code', 'tax_code'],
  ['an end before its beginning', [{ code: '0908', validFrom: '2026-04-01', validTo: '2026-03-31' }], 'taxCodes.0.validTo', 'ends_before'],
  [
    'two on one day',
    [
      { code: '0908', validTo: '2026-04-01' },
      { code: '090831', validFrom: '2026-04-01' },
    ],
    'taxCodes',
    'overlap',
  ],
])('a tax code of %s is refused', async (_, taxCodes, field, code) => {
  const keeper = await platform.as('items.manager')

  await expect(keeper.repo(Item).create({ name: 'Cardamom', taxCodes })).rejects.toMatchObject({ problem: { code: 'invalid', errors: [{ field, code }] } })
})

test('tax codes that follow one another are kept', async () => {
  const keeper = await platform.as('items.manager')
  const item = await keeper.repo(Item).create({
    name: 'Cardamom',
    taxCodes: [
      { code: '0908', validTo: '2026-03-31' },
      { code: '090831', validFrom: '2026-04-01' },
    ],
  })

  expect(item.taxCodes.map(line => [line.code, line.validFrom, line.validTo])).toEqual([
    ['0908', null, '2026-03-31'],
    ['090831', '2026-04-01', null],
  ])
})

test('two items never share a code', async () => {
  const keeper = await platform.as('items.manager')
  await keeper.repo(Item).create({ name: 'Solar pump', code: 'PMP-5' })

  await expect(keeper.repo(Item).create({ name: 'Another pump', code: 'PMP-5' })).rejects.toMatchObject({ problem: { code: 'not_unique' } })
})

test('a reader sees prices and sets none', async () => {
  const [keeper, reader] = [await platform.as('items.manager'), await platform.as('items.reader')]
  const pump = await keeper.repo(Item).create({ name: 'Solar pump', price: { amount: '198000.00', currency: 'INR' } })

  expect((await reader.repo(Item).get(pump.id)).price).toEqual({ amount: '198000', currency: 'INR' })
  await expect(reader.repo(Item).update(pump.id, { price: { amount: '1', currency: 'INR' } })).rejects.toMatchObject({ problem: { code: 'forbidden' } })
})
