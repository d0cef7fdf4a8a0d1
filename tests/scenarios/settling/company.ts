import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { minus, total } from '@sangam/sdk'
import type { TestClient, TestPlatform } from '../../../sdk/testing/index.ts'
import { money } from './model.ts'

export const plugins = [parties, items, invoicing, ledger, invoicebooks]
export const names = ['Asha Traders', 'Bharat Steel', 'Gita Mills']

/** Where all companies of a run are: its people, whom each of them works for in turn, and the parties that they all deal with. */
export interface Town {
  readonly platform: TestPlatform
  readonly clients: readonly TestClient[]
  readonly people: readonly string[]
  readonly gst: string | undefined
}

/** A company that was founded a moment ago. */
export interface Company extends Town {
  readonly id: string
  /** Its accounts by their names, and which types they are of. */
  readonly accounts: { readonly [name: string]: string }
  readonly types: ReadonlyMap<string, string>
}

export async function openTown(platform: TestPlatform, clerks = 1): Promise<Town> {
  const clients: TestClient[] = []
  while (clients.length < clerks) clients.push(await platform.as('ledger.controller', 'invoicing.manager'))
  const addresses = [{ kind: 'billing' as const, stateCode: '27' }]
  const people = (await platform.admin.repo(Party).createMany(names.map(name => ({ name, kind: 'organisation' as const, addresses })))).map(one => one.id)
  const groups = (await platform.admin.repo(TaxGroup).find({ limit: 50 })).items
  return { platform, clients, people, gst: groups.find(({ name }) => name === 'GST 18 %')?.id }
}

let founded = 0

/** Founds a company, for which so many people of the town work from now on. */
export async function found(town: Town, clerks = town.clients.length): Promise<Company> {
  founded += 1
  const { admin, clock } = town.platform
  // In a year that is over by the time anything happens: so it is there, and may be closed.
  clock.set('2027-03-31T06:00:00Z')
  const { id } = (await admin.post('/api/records/core.company', {
    ...{ name: `Gupta Traders ${founded}`, entityType: 'private_limited', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  await admin.post('/api/records/core.registration', { company: id, kind: 'gstin', number: '27AAACR5055K1Z7' })
  clock.set('2027-05-03T06:00:00Z')
  const clients = town.clients.slice(0, clerks)
  for (const { userId } of clients) await admin.patch(`/api/records/core.user/${userId}`, { company: id })
  const { items: all } = await admin.repo(Account).find({ where: { company: id } as never, limit: 500 })
  const accounts = Object.fromEntries(all.map(account => [account.name, account.id]))
  return { ...town, clients, id, accounts, types: new Map(all.map(({ name, type }) => [name, type])) }
}

/** What its books say: what is open by party, what the accounts come to, and items of which more is open than there is. */
export async function told({ clients, people, types }: Company): Promise<object> {
  const client = clients[0] as TestClient
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
  const results = sheet.rows.flatMap(({ name, closing }) => (['income', 'expense', 'equity'].includes(types.get(name) ?? '') ? [closing] : []))
  const inRupees = ({ currency, open }: (typeof rows)[number]): string => (currency === 'USD' ? money(Math.round(Number(open) * 100) * 80) : open)
  return {
    owes: people.map(id => total(rows.flatMap(row => (row.party === id ? [inRupees(row)] : [])))),
    receivables: sheet.rows.find(row => row.name === 'Trade receivables')?.closing ?? '0',
    earned: minus('0', total(results)),
    ...{ odd, closing: sheet.total.closing },
  }
}
