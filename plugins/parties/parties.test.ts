import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
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
    problems: [{ field: 'parent', code: 'no_match', first: 4, values: { text: 'Nobody Knows' } }],
  })
  expect(works.items).toMatchObject([{ name: 'Nagpur Works', 'parent.$title': 'Vidarbha Steel' }])
})

describe('a party in whole', () => {
  let keeper: TestClient
  let group: string
  let known: { readonly party: string; readonly relation: string; readonly account: string }

  const kept = async (entity: string, values: object): Promise<string> => ((await keeper.post(`/api/records/${entity}`, values)) as { readonly id: string }).id
  const party = {
    code: 'GPM',
    kind: 'organisation',
    name: 'Ganga Paper',
    legalName: 'Ganga Paper Mills Private Limited',
    language: 'mr',
    industry: 'Paper',
    website: 'https://ganga.example.com',
    employees: 120,
    revenue: '1250000.5',
    founded: 1962,
    tags: ['vip', 'पुराने ग्राहक'],
    externalSystem: 'tally',
    externalId: 'L-77',
  }
  const addresses = [
    {
      ...{ kind: 'billing', street: '4 Mill Road\nNear the bridge', city: 'Pune', state: 'Maharashtra', stateCode: '27', postcode: '411019', country: 'IN' },
      ...{ validFrom: '2026-04-01', validTo: '2027-03-31' },
    },
    { kind: 'delivery', street: null, city: 'Nashik', state: null, stateCode: null, postcode: null, country: null, validFrom: null, validTo: null },
  ]
  const contactPoints = [
    { kind: 'mobile', value: '98450 12345', primary: true, verified: true },
    { kind: 'email', value: 'Accounts@Ganga.example.com', primary: true, verified: false },
  ]
  const relation = { kind: 'parent_of', role: 'Holds 80 %', validFrom: '2020-01-01', validTo: '2027-12-31' }
  const account = {
    ...{ side: 'supplier', currency: 'INR', termsDays: 45, creditLimit: { amount: '250000', currency: 'INR' }, priceList: 'Wholesale 2027' },
    ...{ taxTreatment: 'registered', group: 'Mills', blocked: true },
  }

  beforeAll(async () => {
    keeper = await platform.as('parties.manager')
    group = await kept('parties.party', { name: 'Ganga Holding', code: 'GH', externalSystem: 'tally', externalId: 'L-1' })
    const made = await kept('parties.party', { ...party, parent: group, addresses, contactPoints })
    known = {
      party: made,
      relation: await kept('parties.relation', { ...relation, from: group, to: made }),
      account: await kept('parties.account', { ...account, party: made, company: platform.company }),
    }
    await kept('parties.account', { party: made, company: platform.company, side: 'customer' })
  })
  test('all that is known of a party, its addresses, ways to reach it, relations and accounts goes in and comes back by the API', async () => {
    const [back, tied, terms] = await Promise.all(
      (['party', 'relation', 'account'] as const).map(name => keeper.get(`/api/records/parties.${name}/${known[name]}`)),
    )

    expect(back).toMatchObject({
      ...{ ...party, parent: group, mergedInto: null, anonymisedAt: null, addresses },
      contactPoints: contactPoints.map((point, at) => ({ ...point, normalised: ['+919845012345', 'accounts@ganga.example.com'][at] })),
    })
    expect(tied).toMatchObject({ ...relation, from: group, to: known.party })
    expect(terms).toMatchObject({ ...account, party: known.party, company: platform.company })
  })

  describe('what can’t be is refused, by the field it stands in', () => {
    const long = 'x'.repeat(600)
    const refusals: readonly (readonly [what: string, of: keyof typeof known, values: () => object, field: string, code: string])[] = [
      ['a party without a name', 'party', () => ({ name: null }), 'name', 'required'],
      ['a kind that there is not', 'party', () => ({ kind: 'robot' }), 'kind', 'not_a_choice'],
      ['a language that there is not', 'party', () => ({ language: 'xx' }), 'language', 'not_a_choice'],
      ['a legal name without end', 'party', () => ({ legalName: long }), 'legalName', 'too_long'],
      ['a code that another has', 'party', () => ({ code: 'GH' }), 'code', 'not_unique'],
      ['a number of another system that another has', 'party', () => ({ externalId: 'L-1' }), 'externalId', 'not_unique'],
      ['tags that are no list', 'party', () => ({ tags: 'vip' }), 'tags', 'choices'],
      ['a parent that is not there', 'party', () => ({ parent: platform.company }), 'parent', 'reference_unknown'],
      ['what merging says', 'party', () => ({ mergedInto: group }), 'mergedInto', 'readonly'],
      ['what forgetting somebody says', 'party', () => ({ anonymisedAt: '2027-01-01T00:00:00Z' }), 'anonymisedAt', 'readonly'],
      ['a kind of address that there is not', 'party', () => ({ addresses: [{ kind: 'castle' }] }), 'addresses.0.kind', 'not_a_choice'],
      ['a state code without end', 'party', () => ({ addresses: [{ stateCode: long }] }), 'addresses.0.stateCode', 'too_long'],
      [
        'an address that ends before it begins',
        'party',
        () => ({ addresses: [{ validFrom: '2027-04-01', validTo: '2027-03-31' }] }),
        'addresses.0.validTo',
        'ends_before',
      ],
      ['a way to reach them that there is not', 'party', () => ({ contactPoints: [{ kind: 'pigeon', value: '1' }] }), 'contactPoints.0.kind', 'not_a_choice'],
      ['a way to reach them without where', 'party', () => ({ contactPoints: [{ kind: 'email' }] }), 'contactPoints.0.value', 'required'],
      ['an e-mail address that is none', 'party', () => ({ contactPoints: [{ kind: 'email', value: 'ganga' }] }), 'contactPoints.0.value', 'email'],
      ['a website that is none', 'party', () => ({ contactPoints: [{ kind: 'website', value: 'ganga' }] }), 'contactPoints.0.value', 'website'],
      ['a relation of a kind that there is not', 'relation', () => ({ kind: 'knows' }), 'kind', 'not_a_choice'],
      ['a relation to oneself', 'relation', () => ({ to: group }), 'to', 'itself'],
      ['a relation that ends before it begins', 'relation', () => ({ validTo: '2019-12-31' }), 'validTo', 'ends_before'],
      ['a side that there is not', 'account', () => ({ side: 'friend' }), 'side', 'not_a_choice'],
      ['the same side once more', 'account', () => ({ side: 'customer' }), 'side', 'not_unique'],
      ['a currency that is none', 'account', () => ({ currency: 'RUPEE' }), 'currency', 'too_long'],
      ['days to pay before the invoice', 'account', () => ({ termsDays: -1 }), 'termsDays', 'too_small'],
      ['a credit limit below nothing', 'account', () => ({ creditLimit: { amount: '-1', currency: 'INR' } }), 'creditLimit', 'too_small'],
      ['a tax treatment that there is not', 'account', () => ({ taxTreatment: 'none' }), 'taxTreatment', 'not_a_choice'],
      ['blocked, perhaps', 'account', () => ({ blocked: 'maybe' }), 'blocked', 'boolean'],
    ]
    test.each(refusals)('%s', async (_what, of, values, field, code) => {
      const { json } = await keeper.ask('PATCH', `/api/records/parties.${of}/${known[of]}`, values())
      const { errors = [] } = json as { readonly errors?: readonly { readonly field: string; readonly code: string }[] }
      expect(errors.map(one => ({ field: one.field, code: one.code }))).toContainEqual({ field, code })
    })
  })
})
