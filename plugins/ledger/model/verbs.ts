import { date, defineAction, defineService, text } from '@sangam/sdk'
import { Entry } from './entry.ts'

export const post = defineAction(Entry, 'post', {
  label: 'Post',
  help: 'Numbers it and puts it into the books, where it stays as it is.',
  when: { state: 'draft' },
  primary: true,
})

const reversal = {
  on: date({ label: 'Dated', help: 'Today, or the first day after what is locked, unless told; never before the entry.' }),
  because: text({ label: 'Why', max: 200 }),
}

/** The entry that took another back. */
export type Reversal = { readonly entry: string; readonly number: string }

export const reverse = defineAction<'ledger.entry', typeof Entry.fields, Reversal, typeof reversal>(Entry, 'reverse', {
  label: 'Reverse',
  help: 'Posts the same the other way round. Both stay.',
  when: { state: 'posted' },
  input: reversal,
})

/** One line that another plugin posts: to an account by its role (`receivable`, `sales`) or its id, in the money of the books. */
export interface PostedLine {
  readonly account: { readonly role: string } | { readonly id: string }
  readonly debit?: string
  readonly credit?: string
  readonly party?: string
  readonly memo?: string
  readonly due?: string
}

/** What another plugin posts: where it came from, in which version, and its lines, which balance. */
export interface PostedEntry {
  readonly company: string
  readonly date: string
  readonly narration: string
  readonly journal?: string
  readonly source: { readonly entity: string; readonly id: string; readonly version: number }
  readonly lines: readonly PostedLine[]
}

/**
 * Posting for other plugins, in their transaction. The same source in the same version twice gives the first entry; a later version takes the last one back and posts
 * the new one; an earlier one is refused. What was reversed by hand meanwhile is not taken back again: a later version posts the new one alone, the same one posts nothing.
 *
 * Errors: `no_account_role` where the company has no account for a role, `source_outdated`; and all that an entry is refused for.
 *
 * @example await ctx.use(Posting).post({ company, date, narration: 'Invoice INV-7', source: { entity: 'invoicing.document', id, version: 1 }, lines: [{ account: { role: 'receivable' }, debit: '11800', party }, { account: { role: 'sales' }, credit: '11800' }] })
 */
export const Posting = defineService<{ post(entry: PostedEntry): Promise<{ readonly entry: string; readonly number: string }> }>('ledger.posting')
