import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { cancel, Document, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import {
  Account,
  cancelPayment,
  closeYear,
  Entry,
  FiscalYear,
  Item,
  Match,
  match,
  Payment,
  postPayment,
  Revaluation,
  reopenYear,
  revalue,
  reverse,
  takeBackRevaluation,
  unmatch,
} from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { minus, total } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyStays } from '../../core/invariants/verify.ts'

/** The last of them is in a year that stays open. */
const days = ['2027-01-15', '2027-02-15', '2027-03-15', '2027-04-10'] as const
const yearEnd = '2027-03-31'
type Step =
  | { readonly do: 'sell' | 'bring' | 'invoice' | 'export'; readonly party: number; readonly day: number; readonly cents: number }
  | { readonly do: 'receive'; readonly party: number; readonly day: number; readonly cents: number; readonly oldest: boolean }
  | { readonly do: 'cancel' | 'reverse' | 'credit' | 'unmatch' | 'match'; readonly at: number; readonly with: number }
  | { readonly do: 'close' | 'reopen' }
  | { readonly do: 'revalue' | 'takeBack'; readonly day: number; readonly rate: number }
type Of<K> = Step extends infer S ? (S extends { readonly do: infer D } ? (K extends D ? S : never) : never) : never
type Papers = Of<'sell'>
const cents = fc.integer({ min: 1, max: 1_000_000 })
const [party, day] = [fc.nat(2), fc.nat(days.length - 1)]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('sell' as const, 'invoice' as const, 'invoice' as const), party, day, cents }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('bring' as const, 'export' as const), party, day, cents }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('receive' as const), party, day, cents, oldest: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'reverse' as const, 'credit' as const, 'unmatch' as const, 'match' as const),
      at: fc.nat(60),
      with: fc.nat(60),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('revalue' as const, 'takeBack' as const), day, rate: fc.integer({ min: 7000, max: 9900 }) }) },
)

/** A paper of the model: what its party owes by it, and what of that was earned. */
interface Paper {
  readonly id: string
  readonly party: number
  readonly amount: string
  readonly earned: string
  back: boolean
}

test('Whatever is sold, invoiced, brought, received, matched, taken apart and taken back, years closed, reopened and money revalued meanwhile, parties owe what their papers say', {
  timeout: 3_600_000,
}, async () => {
  await using platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-05-03T06:00:00Z')
  const client = await platform.as('ledger.controller', 'invoicing.manager')
  const { items: accounts } = await client.repo(Account).find({ limit: 500 })
  const ids = Object.fromEntries(accounts.map(account => [account.name, account.id]))
  const gst = (await client.repo(TaxGroup).find({ limit: 50 })).items.find(({ name }) => name === 'GST 18 %')?.id
  const names = ['Asha Traders', 'Bharat Steel', 'Gita Mills']
  const people = (await platform.admin.repo(Party).createMany(names.map(name => ({ name, kind: 'organisation' as const })))).map(one => one.id)
  /** What each party owes, and what was earned, by the model: it adds up papers and receipts, and what was taken back. */
  const owes = people.map(() => '0')
  let earned = '0'
  let closed = false
  const add = (of: number, amount: string): void => {
    owes[of] = total([owes[of] ?? '0', amount])
  }
  const papers = { sale: [] as Paper[], invoice: [] as Paper[], receipt: [] as Paper[] }
  const enter = (kind: keyof typeof papers, paper: Omit<Paper, 'back'>): void => {
    papers[kind].push({ ...paper, back: false })
    add(paper.party, paper.amount)
    earned = total([earned, paper.earned])
  }
  const takeBack = (paper: Paper): void => {
    if (paper.back) return
    paper.back = true
    add(paper.party, minus('0', paper.amount))
    earned = minus(earned, paper.earned)
  }
  const money = (of: number): string => (of < 0 ? minus('0', money(-of)) : minus(`${Math.floor(of / 100)}.${String(of % 100).padStart(2, '0')}`, '0'))
  let refusal = ''
  const done = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      error => {
        if (!error.problem) throw error
        refusal = error.problem.detail
        return false
      },
    )
  const some = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)]
  const mayOn = (on: string): boolean => !(closed && on <= yearEnd)
  const year = async (): Promise<string> => {
    const { items: found } = await client.repo(FiscalYear).find({ where: { to: yearEnd } as never, limit: 1 })
    return String(found[0]?.id)
  }

  const refusedAs = (error: { readonly problem?: unknown }): null => {
    if (!error.problem) throw error
    return null
  }
  const sell = async ({ party: of, ...one }: Papers, at: number, abroad: boolean): Promise<void> => {
    const on = days[one.day] as string
    // Of a hundred dollars at 80 the books know 8,000.
    const amount = money(abroad ? one.cents * 80 : one.cents)
    const lines = [
      { account: ids['Trade receivables'], party: people[of], debit: amount, ...(abroad && { currency: 'USD', amount: money(one.cents) }) },
      { account: ids.Sales, credit: amount },
    ]
    const made = await client
      .repo(Entry)
      .create({ narration: 'Sold', date: on, state: 'posted', lines } as never)
      .catch(refusedAs)
    expect({ at, made: made !== null }).toEqual({ at, made: mayOn(on) })
    if (made) enter('sale', { id: made.id, party: of, amount, earned: amount })
  }
  const takenBack = async (kind: keyof typeof papers, which: number, at: number, how: (id: never) => Promise<unknown>): Promise<void> => {
    const paper = some(papers[kind], which)
    if (!paper) return
    expect({ at, taken: await done(how(paper.id as never)) }, refusal).toEqual({ at, taken: !paper.back })
    takeBack(paper)
  }
  const revaluationOn = async (on: string) => (await client.repo(Revaluation).find({ where: { on } as never, limit: 1 })).items[0]

  const how: { readonly [K in Step['do']]: (one: Of<K>, at: number) => Promise<unknown> } = {
    sell: (one, at) => sell(one, at, false),
    export: (one, at) => sell(one, at, true),
    async bring(one, at) {
      const { party: of, day: nth, cents: worth } = one
      const [on, amount] = [days[nth] as string, money(worth)]
      const rows = [
        'Date,Number,Account,Debit,Credit,Party,Narration',
        `${on},B${at},Trade receivables,${amount},,${names[of]},Brought`,
        `${on},B${at},Sales,,${amount},,Brought`,
      ]
      const { json } = await client.ask('POST', '/api/imports/ledger.entry?name=journal.csv', rows.join('\n'), { 'Content-Type': 'text/csv' })
      const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
      const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
      await client.post(`/api/imports/ledger.entry/${id}/plan`, mapping as never)
      const { counts } = (await client.post(`/api/imports/ledger.entry/${id}/commit`)) as unknown as { counts: { create: number } }
      expect({ at, created: counts.create }).toEqual({ at, created: mayOn(on) ? 1 : 0 })
      if (counts.create === 0) return
      const { items: found } = await client.repo(Entry).find({ where: { reference: `B${at}` } as never, fields: ['id'], limit: 1 })
      enter('sale', { id: String(found[0]?.id), party: of, amount, earned: amount })
    },
    async invoice(one, at) {
      const { party: of, day: nth, cents: worth } = one
      const on = days[nth] as string
      const lines = [{ description: 'Design', price: money(worth), tax: gst }]
      const made = await client
        .repo(Document)
        .create({ party: people[of], date: on, state: 'posted', lines } as never)
        .catch(refusedAs)
      expect({ at, made: made !== null }).toEqual({ at, made: mayOn(on) })
      if (!made) return
      // Nine percent twice, each to the nearest paisa, and the whole to the rupee.
      const each = Math.floor((worth * 9 + 50) / 100)
      const whole = Math.floor((worth + 2 * each + 50) / 100) * 100
      enter('invoice', { id: made.id, party: of, amount: money(whole), earned: money(whole - 2 * each) })
    },
    async receive(one, at) {
      const [on, amount] = [days[one.day] as string, money(one.cents)]
      const values = { direction: 'receive', party: people[one.party], account: ids.Bank, date: on, amount, oldestFirst: one.oldest }
      const { id } = await client.repo(Payment).create(values as never)
      const posted = await done(client.run(postPayment, id))
      expect({ at, posted }).toEqual({ at, posted: mayOn(on) })
      if (posted) enter('receipt', { id, party: one.party, amount: minus('0', amount), earned: '0' })
    },
    cancel: (one, at) => takenBack('receipt', one.at, at, id => client.run(cancelPayment, id, {} as never)),
    reverse: (one, at) => takenBack('sale', one.at, at, id => client.run(reverse, id, {} as never)),
    credit: (one, at) => takenBack('invoice', one.at, at, id => client.run(cancel, id, { reason: 'Not wanted' })),
    async unmatch(one) {
      const { items: found } = await client.repo(Match).find({ where: { voidedOn: { isEmpty: true } } as never, sort: ['id'], limit: 100 })
      const chosen = some(found, one.at)
      if (chosen) await client.run(unmatch, chosen.id, {} as never)
    },
    async match(one, at) {
      const { items: found } = await client.repo(Item).find({ where: { settledOn: { isEmpty: true } } as never, sort: ['id'], limit: 100 })
      const [a, b] = [some(found, one.at), some(found, one.with)]
      if (!a || !b || a.id === b.id) return
      // Of one party, one currency and two sides it is matched; else it is refused.
      const fit = a.party === b.party && a.currency === b.currency && a.amount.startsWith('-') !== b.amount.startsWith('-')
      expect({ at, matched: await done(client.run(match, a.id, { with: [b.id] } as never)) }).toEqual({ at, matched: fit })
    },
    async close(_, at) {
      expect({ at, done: await done(client.run(closeYear, (await year()) as never)) }).toEqual({ at, done: !closed })
      closed = true
    },
    async reopen(_, at) {
      expect({ at, done: await done(client.run(reopenYear, (await year()) as never, { because: 'Something came late' })) }).toEqual({ at, done: closed })
      closed = false
    },
    // What it posts it takes back on the next day, so that of both nothing is left.
    async revalue(one) {
      const on = days[one.day] as string
      const found = await revaluationOn(on)
      const { id } = found ?? (await client.repo(Revaluation).create({ on, rates: [{ currency: 'USD', rate: money(one.rate) }] } as never))
      if (found?.state !== 'posted') await done(client.run(revalue, id, {} as never))
    },
    async takeBack(one) {
      const found = await revaluationOn(days[one.day] as string)
      if (found?.state === 'posted') await done(client.run(takeBackRevaluation, found.id, {} as never))
    },
  }
  const take = (one: Step, at: number): Promise<unknown> => (how[one.do] as (one: Step, at: number) => Promise<unknown>)(one, at)

  const kinds = new Map(accounts.map(({ name, type }) => [name, type]))
  const told = async () => {
    const { rows } = (await client.get('/api/plugins/ledger/x/open-items?side=receivable&on=2099-12-31')) as unknown as {
      rows: { party: string; open: string; amount: string; currency: string }[]
    }
    const odd = rows.filter(
      ({ open, amount }) => open.startsWith('-') !== amount.startsWith('-') || minus(amount.replace('-', ''), open.replace('-', '')).startsWith('-'),
    )
    const sheet = (await client.get('/api/plugins/ledger/x/trial-balance?to=2099-12-31')) as unknown as {
      rows: { name: string; closing: string }[]
      total: { closing: string }
    }
    // What a year earned is carried to what the owners have: both together are what was earned ever.
    const results = sheet.rows.flatMap(({ name, closing }) => (['income', 'expense', 'equity'].includes(kinds.get(name) ?? '') ? [closing] : []))
    const inRupees = ({ currency, open }: (typeof rows)[number]): string => (currency === 'USD' ? money(Math.round(Number(open) * 100) * 80) : open)
    return {
      owes: people.map(id => total(rows.flatMap(row => (row.party === id ? [inRupees(row)] : [])))),
      receivables: sheet.rows.find(row => row.name === 'Trade receivables')?.closing ?? '0',
      earned: minus('0', total(results)),
      ...{ odd, closing: sheet.total.closing },
    }
  }
  const expected = () => ({ owes: [...owes], receivables: total(owes), earned, odd: [], closing: '0' })

  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const length = Math.max(25, Math.round(70 * Number(process.env.SANGAM_SAMPLES ?? 1)))
  const [steps] = fc.sample(fc.array(step, { minLength: length, maxLength: length }), { seed, numRuns: 1 }) as [Step[]]
  for (const [at, one] of steps.entries()) {
    await take(one, at)
    if (at % 7 === 0) expect({ seed, at, ...(await told()) }).toEqual({ seed, at, ...expected() })
  }
  await platform.settle()
  expect({ seed, ...(await told()) }).toEqual({ seed, ...expected() })
  const accountsOf = await verifyStays(platform.platform.world.db.owner, 'main', await platform.platform.world.models.current('main'))
  expect({ seed, found: accountsOf.map(({ altered, drifted }) => [altered, drifted]) }).toEqual({ seed, found: accountsOf.map(() => [[], {}]) })
})
