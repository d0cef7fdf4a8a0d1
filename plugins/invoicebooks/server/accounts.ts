import { Tax } from '@sangam/plugin-invoicing/model'
import { Account, AccountRole } from '@sangam/plugin-ledger/model'
import { type Ctx, hooks, type Id, seed } from '@sangam/sdk'
import { Company } from './core.ts'

/** GST of India by its parts, for which the chart of accounts of India has accounts. */
const gst: readonly string[] = ['CGST', 'SGST', 'IGST']
const sides = [
  { type: 'liability', above: '21', first: 2180, name: 'Output {tax}', role: 'outputRole' },
  { type: 'asset', above: '11', first: 1180, name: 'Input {tax}', role: 'inputRole' },
] as const

/** Accounts for the taxes of a company that its chart does not know, such as VAT: without them nothing with tax could be posted. */
async function complete(ctx: Ctx, companies: readonly { readonly id: Id<'core.company'>; readonly country: string }[]): Promise<void> {
  const { items: taxes } = await ctx.repo(Tax).find({ where: { active: true }, sort: ['code'], limit: 100 })
  for (const { id: company, country } of companies) {
    const { items: roles } = await ctx.repo(AccountRole).find({ where: { company }, fields: ['role'], limit: 500 })
    const { items: accounts } = await ctx.repo(Account).find({ where: { company }, fields: ['code'], limit: 500 })
    const [known, codes] = [new Set(roles.map(one => one.role)), new Set(accounts.map(one => one.code))]
    for (const tax of taxes.filter(one => gst.includes(one.code) === (country === 'IN'))) {
      for (const { type, above, first, name, role: side } of sides) {
        const role = tax[side]
        if (role === null || known.has(role)) continue
        let code = first
        while (codes.has(String(code))) code += 1
        codes.add(String(code))
        known.add(role)
        const heading = accounts.find(one => one.code === above)?.id ?? null
        const account = await ctx
          .repo(Account)
          .create({ company, code: String(code), name: ctx.t(name, { tax: tax.name }), type, control: 'tax', above: heading })
        await ctx.repo(AccountRole).create({ company, role, account: account.id })
      }
    }
  }
}

export const accountSeed = seed('invoicebooks.accounts', {
  async run(ctx) {
    const { items } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
    await complete(ctx, items)
  },
})

export const companyHooks = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [{ id: next.id, country: next.country }] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company accounts for its taxes', system => complete(system, made))
  },
})
