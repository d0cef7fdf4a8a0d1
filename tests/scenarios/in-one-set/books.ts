import { at, type Case, make } from './business.ts'

/** What is asked of the books. */
export const ofBooks: { readonly [said: string]: Case } = {
  'Counts of a cash box that are saved say what the books say': {
    writes: async business => {
      const [box, bank] = [business.named('Cash in hand'), business.named('Bank')]
      for (const [date, debit] of [
        ['2027-03-01', '400'],
        ['2027-03-03', '30'],
      ])
        await make(business, 'ledger.entry', {
          ...{ narration: 'Drawn', date, state: 'posted' },
          lines: [
            { account: box, debit },
            { account: bank, credit: debit },
          ],
        })
      return ['2027-03-04', '2027-03-01', '2027-03-02'].map(on => ({ entity: 'ledger.cashCount', values: { account: box, on, counted: '420', float: '500' } }))
    },
    fields: ['counted', 'inBooks', 'difference', 'topUp', 'on'],
  },
  'A heading that becomes none, and an account below it': {
    writes: async business => {
      const heading = await make(business, 'ledger.account', { name: 'Heads', code: '5910', type: 'expense', isGroup: true })
      const below = await make(business, 'ledger.account', { name: 'Below', code: '5911', type: 'expense' })
      return [
        { entity: 'ledger.account', id: heading, values: { isGroup: false } },
        { entity: 'ledger.account', id: below, values: { above: heading } },
      ]
    },
    fields: ['isGroup', 'type'],
  },
  'A year that ends earlier, and one that begins then': {
    writes: async business => {
      const first = await make(business, 'ledger.fiscalYear', { from: '2040-04-01', to: '2041-03-31' })
      const second = await make(business, 'ledger.fiscalYear', { from: '2041-04-01', to: '2042-03-31' })
      return [
        { entity: 'ledger.fiscalYear', id: first, values: { to: '2040-12-31' } },
        { entity: 'ledger.fiscalYear', id: second, values: { from: '2041-01-01' } },
      ]
    },
    fields: ['from', 'to'],
  },
  'Years that share days': {
    writes: async () => [
      { entity: 'ledger.fiscalYear', values: { from: '2050-04-01', to: '2051-03-31' } },
      { entity: 'ledger.fiscalYear', values: { from: '2051-03-31', to: '2052-03-30' } },
    ],
    fields: ['from', 'to', 'name'],
  },
  'Accounts that are said twice for one role': {
    writes: async ({ named }) => ['Rent', 'Bank'].map(account => ({ entity: 'ledger.accountRole', values: { role: 'special', account: named(account) } })),
    fields: ['role'],
  },
  'Entries beyond a budget that stops': {
    writes: async business => {
      const { named, owner } = business
      const year = ((await owner.get(`${at('ledger.fiscalYear')}?where=${JSON.stringify({ to: '2027-03-31' })}`)) as unknown as { items: { id: string }[] })
        .items[0]?.id
      const account = await make(business, 'ledger.account', { name: 'Training', code: '5921', type: 'expense' })
      await make(business, 'ledger.budget', { account, year, amount: '12000', over: 'stop' })
      return ['6000', '5000', '2000'].map(amount => ({
        entity: 'ledger.entry',
        values: {
          ...{ narration: 'Taught', date: '2027-03-05', state: 'posted' },
          lines: [
            { account, debit: amount },
            { account: named('Bank'), credit: amount },
          ],
        },
      }))
    },
    fields: ['number', 'state', 'total'],
  },
  'Many entries, of which the last is above a budget that warns': {
    writes: async business => {
      const { named, owner } = business
      const where = JSON.stringify({ to: '2027-03-31' })
      const { items } = (await owner.get(`${at('ledger.fiscalYear')}?where=${where}`)) as unknown as { items: { id: string }[] }
      const account = await make(business, 'ledger.account', { name: 'Gifts', code: '5931', type: 'expense' })
      const other = await make(business, 'ledger.account', { name: 'Tea', code: '5932', type: 'expense' })
      for (const one of [account, other]) await make(business, 'ledger.budget', { account: one, year: items[0]?.id, amount: '1200', over: 'warn' })
      return Array.from({ length: 56 }, (_, place) => ({
        entity: 'ledger.entry',
        values: {
          ...{ narration: `Given ${place}`, date: '2027-03-05', state: 'posted' },
          lines: [
            ...Array.from({ length: 11 }, () => ({ account: place === 55 ? account : other, debit: place === 55 ? '1000' : '1' })),
            { account: named('Bank'), credit: place === 55 ? '11000' : '11' },
          ],
        },
      }))
    },
    fields: ['number', 'state'],
    after: async ({ platform, owner }) => {
      await platform.settle()
      const { items } = (await owner.get('/api/notifications')) as unknown as { items: { text: string }[] }
      return items.filter(({ text }) => text.includes('Gifts')).map(({ text }) => text)
    },
  },
  'Budgets of one account': {
    writes: async business => {
      const where = JSON.stringify({ to: '2027-03-31' })
      const { items } = (await business.owner.get(`${at('ledger.fiscalYear')}?where=${where}`)) as unknown as { items: { id: string }[] }
      return ['100', '200'].map(amount => ({ entity: 'ledger.budget', values: { account: business.named('Rent'), year: items[0]?.id, amount } }))
    },
    fields: ['amount', 'spread'],
  },
  'Locks of days, and who may post behind them': {
    writes: async () => ['2026-06-30', '2026-07-31'].map(until => ({ entity: 'ledger.lock', values: { until, reason: 'Filed' } })),
    fields: ['until', 'kind'],
  },
}
