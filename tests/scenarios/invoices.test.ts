import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { Document, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../engine/pdf.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks], sample: true })
})
afterAll(() => platform.stop())

test('the sample of a company that invoices and keeps books has its documents in its books', async () => {
  const posted = await platform.admin.repo(Document).count({ state: 'posted' })
  expect([posted, await platform.admin.repo(Entry).count({ sourceEntity: Document.name, state: 'posted' })]).toEqual([35, 35])
})

test('what an invoice comes to is worked out once: its page, its list, a file, its paper and the books say the same, also after rates are others', async () => {
  const { admin } = platform
  const where = { state: 'posted', kind: 'invoice', 'tax.amount': { gt: '0' } } as never
  const { items: listed } = await admin.repo(Document).find({ where, fields: ['number', 'total', 'tax'], sort: ['number'], limit: 1 })
  const [id, number] = [listed[0]?.id as never, String(listed[0]?.number)]
  const told = async () => {
    const { total, tax } = await admin.repo(Document).get(id)
    const [row] = (await admin.repo(Document).find({ where: { id } as never, fields: ['total'], limit: 1 })).items
    const file = String(await admin.get(`/api/export/invoicing.document?format=jsonl&fields=number,total&where=${encodeURIComponent(JSON.stringify({ id }))}`))
    const paper = pagesOf(await admin.bytes(`/api/export/invoicing.document/${String(id)}?document=invoicing.invoice`)).join('\n')
    const rupees = new Intl.NumberFormat('en-IN').format(Number(total?.amount))
    const [entry] = (await admin.repo(Entry).find({ where: { sourceEntity: Document.name, sourceId: String(id) }, limit: 1 })).items
    const { lines } = await admin.repo(Entry).get(entry?.id as never)
    return {
      ...{
        total: total?.amount,
        tax: tax?.amount,
        list: row?.total?.amount,
        file: file.includes(`"${total?.amount}"`),
        paper: paper.includes(number) && paper.includes(rupees),
      },
      owed: lines.find(line => line.party !== null)?.debit,
    }
  }
  const before = await told()
  expect(before).toEqual({ total: before.total, tax: listed[0]?.tax?.amount, list: before.total, file: true, paper: true, owed: before.total })
  for (const group of (await admin.repo(TaxGroup).find({ limit: 100 })).items) {
    const { shares } = await admin.repo(TaxGroup).get(group.id)
    await admin.repo(TaxGroup).update(group.id, { shares: shares.map(share => ({ ...share, rate: '50' })) } as never)
  }
  expect(await told()).toEqual(before)
})
