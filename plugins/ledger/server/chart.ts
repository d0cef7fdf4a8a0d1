import { type Ctx, hooks, type Id, seed } from '@sangam/sdk'
import { Account, AccountRole, Journal } from '../model.ts'
import { chartFor } from './chart-rows.ts'
import { Company } from './core.ts'

const journals = [
  ['JV', 'General journal', 'general'],
  ['SJ', 'Sales', 'sales'],
  ['PJ', 'Purchases', 'purchase'],
  ['BJ', 'Bank', 'bank'],
  ['CJ', 'Cash', 'cash'],
] as const

/** Gives companies that have none a chart of accounts by their country, journals, and the accounts that other plugins mean. */
async function beginBooks(ctx: Ctx, companies: readonly { readonly id: Id<'core.company'>; readonly country: string }[]): Promise<void> {
  for (const { id: company, country } of companies) {
    if (await ctx.repo(Account).first({ company })) continue
    const rows = chartFor(country)
    const ids = new Map<string, Id<'ledger.account'>>()
    // Headings first, so that what stands below them can say so.
    for (const depth of [1, 2, 4]) {
      const level = rows.filter(({ code }) => code.length === depth)
      const made = await ctx.repo(Account).createMany(
        level.map(({ code, name, type, above, control, statement }) => ({
          ...{ company, code, type, name: ctx.t(name), isGroup: depth < 4, control: control ?? null, statement: statement ?? null },
          above: above === null ? null : (ids.get(above) ?? null),
        })),
      )
      for (const account of made) ids.set(account.code, account.id)
    }
    await ctx.repo(AccountRole).createMany(
      rows.flatMap(({ code, role }) => {
        const account = ids.get(code)
        return role && account ? [{ company, role, account }] : []
      }),
    )
    await ctx.repo(Journal).createMany(journals.map(([code, name, kind]) => ({ company, code, name: ctx.t(name), kind })))
  }
}

export const chartSeed = seed('ledger.chart', {
  async run(ctx) {
    const { items } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
    await beginBooks(ctx, items)
  },
})

/** Accounts that companies had before there were places are given those of their chart, where nobody gave them one. */
export const placesSeed = seed('ledger.places', {
  async run(ctx) {
    const places = new Map(chartFor('IN').flatMap(({ code, type, statement }) => (statement ? [[`${code} ${type}`, statement] as const] : [])))
    await ctx.repo(Account).each({ where: { statement: { isEmpty: true } }, fields: ['code', 'type'] }, async page => {
      const changes = page.flatMap(({ id, code, type }) => {
        const statement = places.get(`${code} ${type}`)
        return statement ? [{ id, patch: { statement } }] : []
      })
      if (changes.length > 0) await ctx.repo(Account).updateMany(changes)
    })
  },
})

/** Companies from before cash boxes were counted have an account for what is short or over, where nobody named one. */
export const cashDifferenceSeed = seed('ledger.cashDifference', { run: ctx => completeCharts(ctx, 'cashDifference') })

/** Companies from before services were told from goods have an account for them, where nobody named one. */
export const servicesSeed = seed('ledger.services', { run: ctx => completeCharts(ctx, 'services') })

/** Gives charts that are there the account of a role that the chart of their country has by now. */
async function completeCharts(ctx: Ctx, role: string): Promise<void> {
  const { items: companies } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
  for (const { id: company, country } of companies) {
    const row = chartFor(country).find(one => one.role === role)
    const named = await ctx.repo(AccountRole).count({ company, role })
    const any = await ctx.repo(Account).first({ company })
    if (!row || named > 0 || any === null) continue
    const codes = new Set<string>()
    await ctx.repo(Account).each({ where: { company }, fields: ['code'] }, async page => page.forEach(one => void codes.add(one.code)))
    let code = Number(row.code)
    while (codes.has(String(code))) code += 1
    const heading = await ctx.repo(Account).first({ company, code: row.above ?? '', isGroup: true, type: row.type })
    const { type, name, statement } = row
    const account = await ctx
      .repo(Account)
      .create({ company, code: String(code), name: ctx.t(name), type, statement: statement ?? null, above: heading?.id ?? null })
    await ctx.repo(AccountRole).create({ company, role, account: account.id })
  }
}

/** A company that comes later has books from its first day. */
export const companyHooks = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [{ id: next.id, country: next.country }] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company its accounts', system => beginBooks(system, made))
  },
})
