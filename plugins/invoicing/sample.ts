import { Item } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { addDays, type NewOf, seed } from '@sangam/sdk'
import { Document, Terms } from './model.ts'
import { Company, Registration } from './server/core.ts'

/** Thirty invoices and eight bills of four months: some late, some not yet posted. */
export const sample = seed('invoicing.sample', {
  sample: true,
  async run(ctx) {
    const { items: parties } = await ctx.repo(Party).find({ where: { kind: 'organisation' }, sort: ['name'], limit: 40 })
    const { items } = await ctx.repo(Item).find({ sort: ['code'], limit: 40 })
    const { items: terms } = await ctx.repo(Terms).find({ sort: ['name'], limit: 10 })
    if (parties.length === 0 || items.length === 0) return
    // An Indian company that has not told its tax number yet gets one for the sample: without it nobody knows which GST holds.
    const company = await ctx.repo(Company).first({})
    if (company?.country === 'IN' && !(await ctx.repo(Registration).first({ company: { isEmpty: false }, kind: 'gstin' })))
      await ctx.repo(Registration).create({ company: String(company.id), kind: 'gstin', number: '27AAACR5055K1Z7' })
    const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T
    const line = (place: number) => ({ item: at(items, place).id, quantity: String((place % 4) + 1), discount: place % 5 === 0 ? '5' : null })
    const invoices = Array.from({ length: 30 }, (_, place): NewOf<typeof Document> => {
      const date = addDays(ctx.today(), place * 4 - 118)
      const lines = [line(place), ...(place % 3 === 0 ? [line(place + 5)] : [])]
      return { party: at(parties, place * 3).id, date, terms: at(terms, place).id, lines, state: place < 27 ? 'posted' : 'draft' }
    })
    const bills = Array.from({ length: 8 }, (_, place): NewOf<typeof Document> => {
      const date = addDays(ctx.today(), place * 13 - 110)
      const lines = [{ description: ctx.t(at(['Rent of the store', 'Freight', 'Panels bought'], place)), price: String(12_000 + place * 3_450) }]
      const number = { supplierNumber: `B-${101 + place * 7}`, supplierDate: date }
      return { kind: 'bill', party: at(parties, place * 5 + 1).id, date, ...number, terms: at(terms, place + 1).id, lines, state: 'posted' }
    })
    await ctx.repo(Document).createMany([...invoices, ...bills])
  },
})
