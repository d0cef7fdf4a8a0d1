import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { Lead } from './model.ts'
import leads from './plugin.ts'

let platform: TestPlatform
let seller: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
  platform.clock.set('2027-03-31T06:00:00Z')
  seller = await platform.as('leads.salesperson')
})
afterAll(() => platform.stop())

const inr = (amount: string) => ({ amount, currency: 'INR' })

/** What stands between the title of a quotation and the line to sign on. */
async function offered(values: object): Promise<string[]> {
  const { id } = await seller.repo(Lead).create({ title: 'Pumps', ...values } as never)
  const said = pagesOf(await seller.bytes(`/api/export/leads.lead/${id}?document=leads.quotation`)).flatMap(page => page.split('\n'))
  return said.slice(said.indexOf('Quotation: Pumps') + 1, said.indexOf('_'.repeat(36)))
}

test('A quotation says to whom it is, also who is no party yet, and what each line comes to; without lines it says what all of it comes to', async () => {
  const { id: party } = await seller.repo(Party).create({ name: 'Anand Textiles' })
  const lines = [
    { description: 'Pump', quantity: '2', price: inr('1250.50') },
    { description: 'Fitting', quantity: '1.5', price: inr('400') },
  ]
  const [day, until, thanks, tax] = [
    'Date: 31 Mar 2027',
    'Valid until: 30 Apr 2027',
    'Thank you for your enquiry. We are pleased to offer:',
    'Prices are without tax.',
  ]
  expect([await offered({ party, lines }), await offered({ companyName: 'Rao Stores', rawName: 'Meena Rao', value: inr('50000') })]).toEqual([
    [
      ...['To', day, 'Anand Textiles', until, thanks],
      ...['Description', 'Quantity', 'Price', 'Amount', 'Pump', '2', '₹1,250.50', '₹2,501.00', 'Fitting', '1.5', '₹400.00', '₹600.00'],
      ...['Total', '₹3,101.00', tax],
    ],
    ['To', day, 'Rao Stores', until, 'Meena Rao', thanks, 'Total: ₹50,000.00', tax],
  ])
})
