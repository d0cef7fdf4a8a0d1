import { WithholdingSection } from '@sangam/plugin-invoicing/model'
import { Item } from '@sangam/plugin-ledger/model'
import { type Ctx, date, decimal, type Json, minus, reference, route, total } from '@sangam/sdk'
import { rulesOf } from './advance-rules.ts'
import { agreedSections } from './advance-tax.ts'
import { Company, Party } from './core.ts'

/** By what rule tax is withheld of an advance that is typed, with what the year came to so far, and what is owed to them for who may know it: the browser works it out as the server will. */
export const advanceNow = route('GET', '/advance', {
  permission: 'ledger.payment:create',
  query: {
    party: reference(Party, { required: true }),
    section: reference(WithholdingSection),
    day: date({ required: true }),
    withhold: decimal({ digits: 4 }),
    settles: decimal({ digits: 4, help: 'What the payment settles beside the advance.' }),
    company: reference('core.company', { required: true }),
  },
  async run(ctx, { query: { party, section, day, withhold, settles, company } }) {
    // Of who may not be seen, nothing is told.
    await ctx.repo(Party).get(party, { fields: ['name'] })
    const { currency } = await ctx.repo(Company).get(company, { fields: ['currency'] })
    const withholding = section ?? (await agreedSections(ctx, [{ party, company }]))({ party, company })
    if (withholding === null) return { section: null, rule: null, owed: null }
    const asked = { company, party, section: withholding, day, withhold, settles: settles ?? '0', posting: false }
    const [ruled] = await rulesOf(ctx, [asked])
    return { section: withholding, rule: (ruled?.rule ?? null) as Json, owed: await owedTo(ctx, { party, company, currency }) }
  },
})

/** What of their bills is open; null for who may not read all of it, as half of it would be worse than nothing. */
async function owedTo(ctx: Ctx, of: { readonly party: string; readonly company: string; readonly currency: string }): Promise<string | null> {
  if (!ctx.may('ledger.item:read')) return null
  const where = { ...of, side: 'payable', settledOn: { isEmpty: true } } as never
  const open: (string | null)[] = []
  const count = { seen: 0 }
  await ctx.repo(Item).each({ where, fields: ['open', 'amount'] }, async page => {
    count.seen += page.length
    // A field that one may not see is not there.
    open.push(...page.filter(one => one.amount?.startsWith('-') ?? true).map(one => (one.open ? minus('0', one.open) : null)))
  })
  const there = await ctx.asSystem('Looks whether all that a supplier is owed was seen', system => system.repo(Item).count(where))
  const seen = open.filter(one => one !== null)
  return count.seen < there || seen.length < open.length ? null : total(seen)
}
