import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Account, Party, Relation } from '@sangam/plugin-parties/model'
import type { Meta } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Customer, Lead, makeCustomer } from './model.ts'
import leads from './plugin.ts'

let platform: TestPlatform
let seller: TestClient
let keeper: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
  seller = await platform.as('leads.salesperson')
  keeper = await platform.as('parties.manager')
})

afterAll(() => platform.stop())

const make = async (id: string): Promise<Customer> => (await seller.run(makeCustomer, id)) as Customer

test('an enquiry of a new company makes the company, the person and their relation, and a customer account', async () => {
  const lead = await seller
    .repo(Lead)
    .create({ title: 'Roof plant', companyName: 'Anand Textiles', rawName: 'Nilesh Patel', email: 'Nilesh@Anand.example.com', phone: '98250 24011' })
  const made = await make(lead.id)
  const [company, person] = [await keeper.repo(Party).get(made.party), await keeper.repo(Party).get(made.contact ?? '')]

  expect(made).toEqual({ party: company.id, contact: person.id, account: expect.any(String), created: true })
  expect([company.name, company.kind, company.contactPoints]).toEqual(['Anand Textiles', 'organisation', []])
  expect([person.name, person.kind, person.contactPoints.map(point => point.normalised)]).toEqual([
    'Nilesh Patel',
    'person',
    ['nilesh@anand.example.com', '+919825024011'],
  ])
  expect(await keeper.repo(Relation).count({ from: person.id, to: company.id, kind: 'works_at' })).toBe(1)
  expect((await keeper.repo(Account).find({ where: { party: company.id } })).items).toMatchObject([
    { id: made.account, company: platform.company, side: 'customer', blocked: false },
  ])
  expect(await seller.repo(Lead).get(lead.id)).toMatchObject({ party: company.id, contact: person.id, state: 'open' })
})

test('a customer shows their leads on their page, and “Make a customer” stands first only where there is none yet', async () => {
  const { forms, entities } = (await seller.get('/api/meta')) as unknown as Meta
  expect(forms['parties.party']?.related?.filter(list => list.entity === 'leads.lead')).toEqual([
    { entity: 'leads.lead', by: 'party', columns: ['title', 'stage', 'state', 'value', 'owner', 'expectedClose'] },
  ])
  expect(entities['leads.lead']?.actions.map(({ name, primary }) => [name, primary])).toEqual([
    ['makeCustomer', { party: { isEmpty: true } }],
    ['win', true],
    ['lose', false],
    ['reopen', false],
  ])
})

test('the second run is refused: there is nothing left to do', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Pumps', companyName: 'Narmada Seeds' })
  await make(lead.id)

  expect(await seller.refused(seller.run(makeCustomer, lead.id))).toMatchObject({
    code: 'already_customer',
    detail: 'Narmada Seeds is a customer already. There is nothing left to do.',
  })
})

test.each([
  ['the company’s name, however it is written', { companyName: 'DECCAN logistics' }],
  ['its e-mail address', { companyName: 'Deccan Logistics Pvt Ltd', email: 'office@deccan.example.com' }],
  ['its telephone number in another form', { rawName: 'The transport people', phone: '+91 40 2300 8900' }],
])('a party that is known is found by %s and not made again', async (_, given) => {
  const known =
    (await keeper.repo(Party).first({ name: 'Deccan Logistics' })) ??
    (await keeper.repo(Party).create({
      name: 'Deccan Logistics',
      contactPoints: [
        { kind: 'phone', value: '040 2300 8900' },
        { kind: 'email', value: 'office@deccan.example.com' },
      ],
    }))
  const lead = await seller.repo(Lead).create({ title: 'Battery backup', ...given })

  expect(await make(lead.id)).toMatchObject({ party: known.id, created: false })
})

test('two sellers at once make one customer of one company', async () => {
  const enquiries = await seller.repo(Lead).createMany(Array.from({ length: 4 }, (_, at) => ({ title: `Enquiry ${at}`, companyName: 'Malwa Solar' })))
  const made = await Promise.all(enquiries.map(lead => make(lead.id)))

  expect(new Set(made.map(one => one.party)).size).toBe(1)
  expect(made.filter(one => one.created)).toHaveLength(1)
  expect([await keeper.repo(Party).count({ name: 'Malwa Solar' }), await keeper.repo(Account).count({ party: made[0]?.party ?? '' })]).toEqual([1, 1])
})

test('at any stage: a won lead with a party only lacks the account', async () => {
  const party = await keeper.repo(Party).create({ name: 'Orissa Alloys' })
  const lead = await seller.repo(Lead).create({ title: 'Street lights', party: party.id })
  await seller.run({ entity: 'leads.lead', name: 'win' }, lead.id)

  expect(await make(lead.id)).toEqual({ party: party.id, contact: null, account: expect.any(String), created: false })
})

test('without any name there is nobody to make a customer of', async () => {
  const lead = await seller.repo(Lead).create({ title: 'A missed call', phone: '98450 99999' })

  expect(await seller.refused(seller.run(makeCustomer, lead.id))).toMatchObject({
    code: 'lead_without_name',
    detail: 'Add the name of a company or a person to A missed call first.',
  })
  expect((await seller.repo(Lead).get(lead.id)).party).toBeNull()
})
