import { date, defineEntity, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'

/**
 * Which account another plugin means by a role: it says “receivable”, and the company says which account that is. It may say so for some items, for some parties, under one of its tax numbers,
 * and from one day to another; `accountMeant` tells which of all that it says counts.
 */
export const AccountRole = defineEntity('ledger.accountRole', {
  title: 'role',
  label: 'Account role',
  description: 'Which account is meant where a plugin posts to receivables, sales or round-off.',
  sort: ['role', 'itemGroup', 'partyGroup', 'registration', 'from'],
  steady: true,
  fields: {
    role: text({ required: true, max: 60 }),
    account: reference(Account, { required: true }),
    itemGroup: text({ max: 100, label: 'For items of the category', help: 'Empty, for all items.' }),
    partyGroup: text({ max: 100, label: 'For parties with the tag', help: 'Empty, for all parties.' }),
    registration: text({ max: 40, label: 'Under our tax number', help: 'Empty, under whichever.' }),
    from: date({ label: 'Applies from', help: 'By the day of the entry, whenever it is posted. Empty, from the beginning.' }),
    until: date({ label: 'Applies until', help: 'That day with it. What begins later takes over by itself.' }),
    company: reference('core.company'),
  },
})

/** What a company says of a role, as far as it decides. */
export interface SaidOfRole {
  readonly role: string
  readonly account: string
  readonly itemGroup: string | null
  readonly partyGroup: string | null
  readonly registration: string | null
  readonly from: string | null
  readonly until: string | null
}

/** What is known of the line that an account is asked for. */
export interface AskedOfRole {
  readonly role: string
  /** The day of the entry. */
  readonly day: string
  readonly itemGroup?: string | null | undefined
  readonly partyGroups?: readonly string[] | undefined
  readonly registration?: string | null | undefined
}

/**
 * The account that counts, of all that one company says; null where nothing does. Of what holds on the day and of such a line, that counts which names most of item, party and tax number; of as
 * many, an item goes before a party, and a party before a number; of the same, what began last.
 *
 * @example accountMeant(said, { role: 'sales', day: '2026-10-01', itemGroup: 'Services' }) // '018f…'
 */
export function accountMeant<S extends SaidOfRole>(said: readonly S[], asked: AskedOfRole): S['account'] | null {
  return said.filter(one => holds(one, asked)).sort(before)[0]?.account ?? null
}

function holds({ role, itemGroup, partyGroup, registration, from, until }: SaidOfRole, asked: AskedOfRole): boolean {
  if (role !== asked.role || (from ?? '') > asked.day || (until ?? '9999') < asked.day) return false
  if (itemGroup !== null && plain(itemGroup) !== plain(asked.itemGroup ?? '')) return false
  if (registration !== null && plain(registration) !== plain(asked.registration ?? '')) return false
  return partyGroup === null || (asked.partyGroups ?? []).some(one => plain(one) === plain(partyGroup))
}

function plain(text: string): string {
  return text.trim().toLocaleLowerCase('en')
}

function before(a: SaidOfRole, b: SaidOfRole): number {
  const [first, second] = [rankOf(a), rankOf(b)]
  if (first !== second) return second - first
  if (a.from !== b.from) return (a.from ?? '') > (b.from ?? '') ? -1 : 1
  // A party with two tags: the first by the alphabet, whatever the order of the rows.
  return `${a.partyGroup} ${a.account}` < `${b.partyGroup} ${b.account}` ? -1 : 1
}

/** How much it names, and then what. */
function rankOf({ itemGroup, partyGroup, registration }: SaidOfRole): number {
  const named = [itemGroup, partyGroup, registration].map(one => (one === null ? 0 : 1)) as [number, number, number]
  return (named[0] + named[1] + named[2]) * 8 + named[0] * 4 + named[1] * 2 + named[2]
}
