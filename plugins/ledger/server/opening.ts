import { type Condition, type Ctx, date, handle, hooks, type Id, minus, type RecordOf, type Refusal, reference, route } from '@sangam/sdk'
import { Account, type Balance, Entry, OpeningItem, postOpening, takeBackOpening } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { accountOfRole } from './account-roles.ts'
import { companyFor, sums } from './books-of.ts'
import { takenBack } from './taking-back.ts'
import { makeYears } from './years.ts'

type Item = RecordOf<typeof OpeningItem>
type CompanyId = Id<'core.company'>

/** Posts items of one company, each as an entry of its own: with its number and its day, and no tax, income or number of an invoice. */
async function postItems(ctx: Ctx, company: CompanyId, items: readonly Item[], on: string): Promise<void> {
  const other = await accountOfRole(ctx, company, { role: 'opening', day: on })
  const { items: named } = await ctx.repo(Account).find({ where: { id: { in: [...new Set(items.map(item => item.account))] } }, fields: ['name'], limit: 500 })
  const names = new Map(named.map(account => [account.id, account.name]))
  const made = await ctx.asSystem('Posts what books begin with', system =>
    system.repo(Entry).make(
      items.map(({ id, account, party, number, date, due, debit, credit, currency, amount, turn }) => {
        const name = names.get(account) ?? ''
        return {
          ...{ date: on, kind: 'opening', state: 'posted', company, reference: number, documentDate: date },
          narration: number === null ? ctx.t('Opening balance of {account}', { account: name }) : ctx.t('Opening: {number}', { number }),
          lines: [
            // What has no day of its own is due at once, since long.
            { account, party, debit, credit, due: due ?? date, currency, amount, memo: number },
            { account: other, debit: credit, credit: debit },
          ],
          ...{ sourceEntity: OpeningItem.name, sourceId: id, sourceVersion: (turn ?? 0) + 1 },
        } as const
      }),
    ),
  )
  const entries = new Map(made.map(entry => [entry.sourceId, entry.id]))
  await ctx.repo(OpeningItem).set(items.map(({ id }) => ({ id, patch: { state: 'posted', entry: entries.get(id) ?? null } })))
  await ctx.asSystem('Gives a company the years its books begin in', system => makeYears(system, company, system.today()))
}

const postHandler = handle(postOpening, async (ctx, item, { on }) => {
  if (item.company !== null) await postItems(ctx, item.company, [item], on)
})

const takeBackHandler = handle(takeBackOpening, async (ctx, item) => {
  const { id, entry, turn } = item
  if (entry) {
    await ctx.asSystem('Takes back what books began with', async system => {
      if (await system.repo(Entry).first({ reverses: entry })) return
      await takenBack(system, entry, (await system.repo(Entry).get(entry)).date, null)
    })
  }
  await ctx.repo(OpeningItem).set([{ id, patch: { state: 'draft', entry: null, turn: (turn ?? 0) + 1 } }])
})

const page = 500

/** All that is not posted yet, or nothing of it. */
const postAll = route('POST', '/opening/post', {
  permission: 'ledger.openingItem:post',
  body: { company: reference('core.company'), on: date({ required: true }) },
  async run(ctx, { body }) {
    const company = companyFor(ctx, body.company)
    await ctx.lock(`ledger.opening ${company}`)
    const items: Item[] = []
    await ctx.repo(OpeningItem).each({ where: { company, state: 'draft' } as Condition<Item> }, async found => void items.push(...found))
    for (let start = 0; start < items.length; start += page) await postItems(ctx, company, items.slice(start, start + page), body.on)
    return { posted: items.length }
  },
})

/** How far one is: what is not posted yet, what is, and what the account of opening balances holds. */
const summary = route('GET', '/opening', {
  permission: 'ledger.openingItem:read',
  query: { company: reference('core.company') },
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const account = await accountOfRole(ctx, company, { role: 'opening', day: ctx.today() })
    const [groups, balances] = await Promise.all([
      ctx.repo(OpeningItem).group({ where: { company } as Condition<Item>, group: ['state'], measures: ['count', 'sum:debit', 'sum:credit'] }),
      // What it holds is told as far as whoever asks may see balances.
      sums(ctx, { company, account } as Condition<RecordOf<typeof Balance>>),
    ])
    const of = (state: string) => {
      const row = groups.find(one => one.state === state)
      return { count: Number(row?.count ?? 0), debit: String(row?.['sum:debit'] ?? '0'), credit: String(row?.['sum:credit'] ?? '0') }
    }
    const [drafts, balance] = [of('draft'), balances.get(account)?.base ?? '0']
    return { account, drafts, posted: of('posted'), balance, after: minus(balance, minus(drafts.debit, drafts.credit)) }
  },
})

/** What can't be posted is said as it is entered or read from a file. */
const itemHooks = hooks(OpeningItem, {
  async check(ctx, changes) {
    const ids = [...new Set(changes.flatMap(({ next }) => next?.account ?? []))]
    const accounts = new Map<string, RecordOf<typeof Account>>()
    for (let start = 0; start < ids.length; start += page) {
      const where = { id: { in: ids.slice(start, start + page) } }
      const { items } = await ctx.asSystem('Looks what the accounts of opening items are', system =>
        system.repo(Account).find({ where, fields: ['name', 'isGroup', 'company', 'control'], limit: page }),
      )
      for (const account of items) accounts.set(account.id, account)
    }
    return changes.flatMap(({ verb, before, next }, index): Refusal[] => {
      if (verb === 'remove') return before?.state === 'posted' ? [{ index, code: 'in_books', message: 'It is in the books. Take it back first.' }] : []
      return next && next.state === 'draft' ? problemsOf(next, accounts.get(next.account), index) : []
    })
  },
})

function problemsOf(next: Item, account: RecordOf<typeof Account> | undefined, index: number): Refusal[] {
  const refuse = (field: string, code: string, message: string): Refusal[] => [{ index, field, code, message, values: { account: account?.name ?? '' } }]
  const [debit, credit] = [next.debit ?? '0', next.credit ?? '0']
  if (debit !== '0' && credit !== '0') return refuse('credit', 'two_sides', 'A balance is a debit or a credit. Write two items for both.')
  if (debit === '0' && credit === '0') return refuse('debit', 'no_amount', 'Say how much it is, as a debit or a credit.')
  if ((next.currency === null) !== (next.amount === null))
    return refuse('amount', 'currency_alone', 'Give a currency and the amount in it together, or neither.')
  if (!account) return []
  if (account.company !== next.company) return refuse('account', 'other_company', '{account} is an account of another company.')
  if (account.isGroup) return refuse('account', 'heading', '{account} is a heading. Choose an account below it.')
  if ((account.control === 'receivable' || account.control === 'payable') && next.party === null)
    return refuse('party', 'party_needed', '{account} is kept by party. Say whose it is.')
  return []
}

export const openingParts = [ofCompany(OpeningItem), postOpening, takeBackOpening, postHandler, takeBackHandler, postAll, summary, itemHooks]
