import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { credit, Document, post, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import ledger from '@sangam/plugin-ledger'
import { Account, AccountRole, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { counted } from '../../sdk/testing/check/statements.ts'

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

test('accounts that differ by item, party and day ask the database nothing more of an invoice without items, and one question of one with them; a note stands where its invoice stood', async () => {
  const { admin } = platform
  const { id: party } = await admin.repo(Party).create({ name: 'Kaveri Exports', tags: ['export'] } as never)
  const { id: item } = await admin.repo(Item).create({ name: 'Loom', category: 'Machines' } as never)
  const line = (more: object = {}) => ({ description: 'Loom', price: '100', ...more })
  const day = platform.clock.now().slice(0, 10)
  const write = (lines: object[], date = day) => admin.repo(Document).create({ party, date, placeOfSupply: '27', lines, state: 'posted' } as never)
  const asked = async (more: object) => {
    for (let turn = 0; turn < 3; turn += 1) await write([line(more)])
    return counted(platform, () => write([line(more)]))
  }
  const before = [await asked({}), await asked({ item })]
  const made = (name: string, code: string) => admin.repo(Account).create({ name, code, type: 'income' } as never)
  const [machines, exports, later] = [await made('Machines', '4901'), await made('Exports', '4902'), await made('Exports from tomorrow', '4903')]
  const tomorrow = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  await admin.repo(AccountRole).createMany([
    { role: 'sales', account: machines.id, itemGroup: 'Machines' },
    { role: 'sales', account: exports.id, partyGroup: 'export' },
    { role: 'sales', account: later.id, partyGroup: 'export', from: tomorrow },
  ] as never)
  const after = [await asked({}), await asked({ item })]
  expect(after).toEqual([before[0], Number(before[1]) + 1])

  const invoice = await write([line(), line({ item })])
  const sales = async (of: string) => {
    const entry = await admin.repo(Entry).first({ sourceEntity: Document.name, sourceId: of } as never)
    return (await admin.repo(Entry).get(entry?.id as never)).lines.filter(one => one.party === null).map(one => one.account)
  }
  const noted = String(Object.values((await admin.run(credit, invoice.id, { reason: 'Broken' } as never)) as object)[0])
  await admin.repo(Document).update(noted as never, { date: tomorrow })
  await admin.run(post, noted as never)
  const anew = await write([line()], tomorrow)
  expect([await sales(invoice.id), await sales(noted), await sales(anew.id)]).toEqual([[exports.id, machines.id], [exports.id, machines.id], [later.id]])
})
