import { credit } from '@sangam/plugin-invoicing/model'
import type { Json } from '@sangam/sdk'
import { at, type Business, type Case, make, party, type Row, read, type Write } from './business.ts'

const document = { date: '2027-03-05' }
const figures = ['number', 'state', 'total', 'open', 'paid', 'settlement', 'withheld', 'counted', 'countedOn', 'tax', 'roundOff', 'inBooks']
const line = (price: string, more: object = {}) => ({ description: 'Work', quantity: '1', price, ...more })

/** An invoice that is posted, and notes over it as drafts. */
async function notesOver(business: Business, price: string, notes: readonly object[], kind: readonly [string, string] = ['invoice', 'creditNote']) {
  const whom = await party(business)
  const bill =
    kind[0] === 'receipt'
      ? { moneyAccount: business.named('Bank') }
      : kind[0] === 'bill'
        ? { supplierNumber: `N/1`, supplierDate: '2027-03-01', partyRegistration: '27AAPFU0939F1ZV' }
        : {}
  const tax = business.named('GST 18 %')
  const original = await make(business, 'invoicing.document', { ...document, ...bill, kind: kind[0], party: whom, lines: [line(price, { tax })] })
  await business.owner.patch(`${at('invoicing.document')}/${original}`, { state: 'posted' })
  const ids: string[] = []
  for (const one of notes) {
    if ('price' in one) {
      const lines = [line(String(one.price), { tax })]
      ids.push(await make(business, 'invoicing.document', { ...document, kind: kind[1], party: whom, original, reason: 'Less', lines }))
      continue
    }
    const { note } = (await business.owner.run(credit, original, { reason: 'Less' })) as { note: string }
    const { lines } = (await business.owner.get(`${at('invoicing.document')}/${note}`)) as unknown as { lines: { id: string }[] }
    if ('quantity' in one) await business.owner.patch(`${at('invoicing.document')}/${note}`, { lines: [{ id: lines[0]?.id, ...one }] })
    ids.push(note)
  }
  return { original, notes: ids, posting: ids.map((id): Write => ({ entity: 'invoicing.document', id, values: { state: 'posted' } })) }
}
const originalOf = async (business: Business, writes: readonly Write[]): Promise<Json> => {
  const note = (await business.owner.get(`${at('invoicing.document')}/${writes[0]?.id}`)) as Row
  return (await read(business, 'invoicing.document', [String(note.original)], figures))[0] ?? null
}

/** What is asked of documents, and what counts with them. */
export const ofDocuments: { readonly [said: string]: Case } = {
  'Credit notes over one invoice settle what the ones before left open': {
    writes: async business => (await notesOver(business, '1000', [{ price: '600' }, { price: '300' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes beyond what an invoice came to': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '600' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes that take one line back twice': {
    writes: async business => (await notesOver(business, '1000', [{}, {}])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes that take one line back by parts, to the last paisa': {
    writes: async business => (await notesOver(business, '100.03', [{ quantity: '0.3' }, { quantity: '0.3' }, { quantity: '0.4' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Vendor credits beyond what a bill came to': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '600' }], ['bill', 'vendorCredit'])).posting,
    fields: figures,
    after: originalOf,
  },
  'Bills of one supplier beyond the threshold of a year': {
    writes: async business => {
      const whom = await party(business)
      await make(business, 'parties.account', { party: whom, company: business.platform.company, side: 'supplier', withholding: business.named('194J(b)') })
      const ids: string[] = []
      for (const number of ['A', 'B', 'C'])
        ids.push(
          await make(business, 'invoicing.document', {
            ...document,
            kind: 'bill',
            party: whom,
            supplierNumber: `${number}/1`,
            supplierDate: '2027-03-01',
            lines: [line('30000')],
          }),
        )
      return ids.map(id => ({ entity: 'invoicing.document', id, values: { state: 'posted' } }))
    },
    fields: figures,
  },
  'Bills of one supplier under one number': {
    writes: async business => {
      const whom = await party(business)
      return ['S-1', 's/1'].map(supplierNumber => ({
        entity: 'invoicing.document',
        values: { ...document, kind: 'bill', party: whom, supplierNumber, supplierDate: '2027-03-01', lines: [line('30')] },
      }))
    },
    fields: ['total'],
  },
  'Vendor credits that take a bill back whole, whose number is free then': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '300' }], ['bill', 'vendorCredit'])).posting,
    fields: figures,
    after: async (business, writes) => {
      const note = (await business.owner.get(`${at('invoicing.document')}/${writes[0]?.id}`)) as Row
      return await read(business, 'invoicing.document', [String(note.original)], [...figures, 'supplierKey'])
    },
  },
  'What is given back of one receipt voucher': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '600' }], ['receipt', 'refund'])).posting,
    fields: figures,
    after: originalOf,
  },
  'What is given back of one receipt voucher to the last paisa': {
    writes: async business => (await notesOver(business, '1000.01', [{ price: '700.02' }, { price: '299.99' }], ['receipt', 'refund'])).posting,
    fields: [...figures, 'net'],
    after: originalOf,
  },
  'PANs of parties of whom tax was withheld before': {
    writes: async business => {
      const parties = [await party(business), await party(business)]
      for (const one of parties)
        await make(business, 'invoicing.withheldBefore', {
          party: one,
          company: business.platform.company,
          section: business.named('194C'),
          side: 'supplier',
          date: '2026-05-01',
          amount: '1000',
          withheldOn: '0',
        })
      return parties.map(record => ({
        entity: 'core.registration',
        values: { entity: 'parties.party', record, kind: 'pan', country: 'IN', number: 'AAAFB1111C' },
      }))
    },
    fields: ['number'],
    after: async ({ owner }) =>
      ((await owner.get(at('invoicing.withheldBefore'))) as unknown as { items: { payee: string }[] }).items.map(({ payee }) => payee),
  },
}
