import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Account, normaliseContact, normalisePhone, Party, Relation } from './model.ts'
import parties from './plugin.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties] })
})

afterAll(() => platform.stop())

describe('the comparable form of a contact point', () => {
  test.each([
    ['98450 12345', '+919845012345'],
    ['098450-12345', '+919845012345'],
    ['+91 98450 12345', '+919845012345'],
    ['919845012345', '+919845012345'],
    ['020 2747 5520', '+912027475520'],
    ['0044 20 7946 0018', '+442079460018'],
    ['+1 (212) 555-0100', '+12125550100'],
    ['1800 11 4000', '+911800114000'],
    ['100', '100'],
  ])('the number %s is %s', (written, form) => expect(normalisePhone(written)).toBe(form))

  test.each([
    ['email', ' Asha@Example.COM ', 'asha@example.com'],
    ['website', 'https://www.Example.com/', 'example.com'],
    ['whatsapp', '98450 12345', '+919845012345'],
  ])('of the kind %s, %s is %s', (kind, written, form) => expect(normaliseContact(kind, written)).toBe(form))
})

test('a number is kept as it was written, and found by its one form', async () => {
  const keeper = await platform.as('parties.manager')
  const asha = await keeper.repo(Party).create({ name: 'Asha Deshmukh', kind: 'person', contactPoints: [{ kind: 'mobile', value: '98220 41187' }] })

  expect(asha.contactPoints).toEqual([
    expect.objectContaining({ kind: 'mobile', value: '98220 41187', normalised: '+919822041187', primary: false, verified: false }),
  ])
  const found = await keeper.repo(Party).find({ where: { contactPoints: { some: { normalised: '+919822041187' } } } })
  expect(found.items.map(party => party.name)).toEqual(['Asha Deshmukh'])
})

test('a number that is none is refused with what to do', async () => {
  const keeper = await platform.as('parties.manager')

  await expect(keeper.repo(Party).create({ name: 'Anand Textiles', contactPoints: [{ kind: 'phone', value: 'ask Ravi' }] })).rejects.toMatchObject({
    problem: {
      code: 'invalid',
      errors: [{ field: 'contactPoints.0.value', code: 'phone', message: 'Write the number with its area or country code, such as 98450 12345.' }],
    },
  })
})

test('no party is part of itself, however long the way round', async () => {
  const keeper = await platform.as('parties.manager')
  const holding = await keeper.repo(Party).create({ name: 'Ganga Holding' })
  const mills = await keeper.repo(Party).create({ name: 'Ganga Paper Mills', parent: holding.id })
  const depot = await keeper.repo(Party).create({ name: 'Ganga Depot', parent: mills.id })

  for (const parent of [holding.id, mills.id, depot.id]) {
    await expect(keeper.repo(Party).update(holding.id, { parent })).rejects.toMatchObject({
      problem: { code: 'invalid', errors: [{ field: 'parent', code: 'circle' }] },
    })
  }
  expect((await keeper.repo(Party).update(depot.id, { parent: holding.id })).parent).toBe(holding.id)
})

test('only one contact point of a kind is the primary one', async () => {
  const keeper = await platform.as('parties.manager')
  const points = [
    { kind: 'mobile', value: '98450 12345', primary: true },
    { kind: 'mobile', value: '98450 12346', primary: true },
  ] as const

  await expect(keeper.repo(Party).create({ name: 'Ravi', kind: 'person', contactPoints: points })).rejects.toMatchObject({
    problem: { code: 'invalid', errors: [{ field: 'contactPoints', code: 'two_primary' }] },
  })
})

test('a party is customer and supplier of a company at once, each only once', async () => {
  const keeper = await platform.as('parties.manager')
  const party = await keeper.repo(Party).create({ name: 'Fortune Polymers' })
  const { company } = platform
  await keeper.repo(Account).createMany([
    { party: party.id, company, side: 'customer' },
    { party: party.id, company, side: 'supplier' },
  ])

  await expect(keeper.repo(Account).create({ party: party.id, company, side: 'customer' })).rejects.toMatchObject({ problem: { code: 'not_unique' } })
})

test('a reader sees parties and changes nothing', async () => {
  const [keeper, reader] = [await platform.as('parties.manager'), await platform.as('parties.reader')]
  const party = await keeper.repo(Party).create({ name: 'Indus Learning' })

  expect((await reader.repo(Party).get(party.id)).name).toBe('Indus Learning')
  await expect(reader.repo(Party).update(party.id, { name: 'Indus' })).rejects.toMatchObject({ problem: { code: 'forbidden' } })
  await expect(reader.repo(Party).create({ name: 'Another' })).rejects.toMatchObject({ problem: { code: 'forbidden' } })
})

test('nobody stands in a relation to themselves', async () => {
  const keeper = await platform.as('parties.manager')
  const party = await keeper.repo(Party).create({ name: 'Malwa Solar' })

  await expect(keeper.repo(Relation).create({ from: party.id, to: party.id, kind: 'partner_of' })).rejects.toMatchObject({
    problem: { code: 'invalid', errors: [{ field: 'to', code: 'itself' }] },
  })
})

test('a file may name parents that stand further down in it, and is told of those that stand nowhere', async () => {
  const keeper = await platform.as('parties.manager')
  const file = 'Name,Part of\r\nNagpur Works,Vidarbha Steel\r\nVidarbha Steel,\r\nBhilai Works,Nobody Knows\r\n'
  const { json } = await keeper.ask('POST', '/api/imports/parties.party?name=firms.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
  const planned = await keeper.post(`/api/imports/parties.party/${id}/plan`, { key: null, fields: suggestion.fields })
  await keeper.post(`/api/imports/parties.party/${id}/commit`)
  const works = await keeper.repo(Party).find({ where: { name: { in: ['Nagpur Works', 'Bhilai Works'] } }, fields: ['name', 'parent.$title'] })

  expect(planned).toMatchObject({
    counts: { create: 2, refuse: 1 },
    problems: [{ field: 'parent', code: 'no_match', first: 3, values: { text: 'Nobody Knows' } }],
  })
  expect(works.items).toMatchObject([{ name: 'Nagpur Works', 'parent.$title': 'Vidarbha Steel' }])
})
