import { cancel, Document } from '@sangam/plugin-invoicing/model'
import { cancelPayment, Entry, Payment, postPayment, reverse } from '@sangam/plugin-ledger/model'
import { minus } from '@sangam/sdk'
import { type Acting, done, refusalOf, some } from './acting.ts'
import { names } from './company.ts'
import { type Model, money } from './model.ts'
import { days, type Of } from './steps.ts'

/** Papers and receipts: how they are entered, and how they are taken back. */

async function sell({ company, client, model }: Acting, { party, day, cents }: Of<'sell'>, abroad: boolean): Promise<void> {
  const on = days[day] as string
  // Of a hundred dollars at 80 the books know 8,000.
  const amount = money(abroad ? cents * 80 : cents)
  const lines = [
    { account: company.accounts['Trade receivables'], party: company.people[party], debit: amount, ...(abroad && { currency: 'USD', amount: money(cents) }) },
    { account: company.accounts.Sales, credit: amount },
  ]
  const { made, refusal } = await refusalOf(client.repo(Entry).create({ narration: 'Sold', date: on, state: 'posted', lines } as never))
  model.answered('A sale', made !== null, model.mayOn(on), refusal)
  if (made) model.enter('sale', { id: made.id, party, amount, earned: amount })
}

async function bring({ company, client, model, key }: Acting, { party, day, cents }: Of<'bring'>): Promise<void> {
  const [on, amount, number] = [days[day] as string, money(cents), `B${key}`]
  const rows = [
    'Date,Number,Account,Debit,Credit,Party,Narration',
    `${on},${number},Trade receivables,${amount},,${names[party]},Brought`,
    `${on},${number},Sales,,${amount},,Brought`,
  ]
  const { json } = await client.ask('POST', '/api/imports/ledger.entry?name=journal.csv', rows.join('\n'), { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
  const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
  await client.post(`/api/imports/ledger.entry/${id}/plan`, mapping as never)
  const { counts } = (await client.post(`/api/imports/ledger.entry/${id}/commit`)) as unknown as { counts: { create: number } }
  model.answered('An import', counts.create === 1, model.mayOn(on))
  if (counts.create === 0) return
  const made = await client.repo(Entry).first({ reference: number, company: company.id } as never)
  model.enter('sale', { id: String(made?.id), party, amount, earned: amount })
}

async function invoice({ company, client, model }: Acting, { party, day, cents }: Of<'invoice'>): Promise<void> {
  const on = days[day] as string
  const lines = [{ description: 'Design', price: money(cents), tax: company.gst }]
  const { made, refusal } = await refusalOf(client.repo(Document).create({ party: company.people[party], date: on, state: 'posted', lines } as never))
  model.answered('An invoice', made !== null, model.mayOn(on), refusal)
  if (!made) return
  // Nine percent twice, each to the nearest paisa, and the whole to the rupee.
  const each = Math.floor((cents * 9 + 50) / 100)
  const whole = Math.floor((cents + 2 * each + 50) / 100) * 100
  model.enter('invoice', { id: made.id, party, amount: money(whole), earned: money(whole - 2 * each) })
}

async function receive({ company, client, model }: Acting, { party, day, cents, oldest }: Of<'receive'>): Promise<void> {
  const [on, amount] = [days[day] as string, money(cents)]
  const values = { direction: 'receive', party: company.people[party], account: company.accounts.Bank, date: on, amount, oldestFirst: oldest }
  const { id } = await client.repo(Payment).create(values as never)
  const { yes, refusal } = await done(client.run(postPayment, id))
  model.answered('A receipt', yes, model.mayOn(on), refusal)
  if (yes) model.enter('receipt', { id, party, amount: minus('0', amount), earned: '0' })
}

async function takenBack({ model }: Acting, kind: keyof Model['papers'], which: number, how: (id: never) => Promise<unknown>): Promise<void> {
  const paper = some(model.papers[kind], which)
  if (!paper) return
  const { yes, refusal } = await done(how(paper.id as never))
  model.answered(`Taking back a ${kind}`, yes, !paper.back, refusal)
  if (yes) model.takeBack(paper)
}

export const papers = {
  ...{ bring, invoice, receive },
  sell: (on: Acting, one: Of<'sell'>) => sell(on, one, false),
  export: (on: Acting, one: Of<'export'>) => sell(on, one, true),
  cancel: (on: Acting, one: Of<'cancel'>) => takenBack(on, 'receipt', one.at, id => on.client.run(cancelPayment, id, {})),
  reverse: (on: Acting, one: Of<'reverse'>) => takenBack(on, 'sale', one.at, id => on.client.run(reverse, id, {})),
  credit: (on: Acting, one: Of<'credit'>) => takenBack(on, 'invoice', one.at, id => on.client.run(cancel, id, { reason: 'Not wanted' })),
}
