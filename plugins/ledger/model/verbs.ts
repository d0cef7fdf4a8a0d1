import { date, defineAction, defineService, text } from '@sangam/sdk'
import { Entry, type EntryKind } from './entry.ts'

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

/**
 * One line that another plugin posts: to an account by its role (`receivable`, `sales`) or its id. `debit` or `credit` is in the money of the books; in another money
 * `currency` and `amount` say beside it how much that is there, a credit negative.
 */
export interface PostedLine {
  readonly account: { readonly role: string } | { readonly id: string }
  readonly debit?: string
  readonly credit?: string
  /** The currency of the document, where it is not that of the books; comes with `amount`. */
  readonly currency?: string
  /** How much it is in that currency: of a debit positive, of a credit negative. */
  readonly amount?: string
  readonly party?: string
  readonly memo?: string
  /** The day on which it is to be paid: one line for each instalment. */
  readonly due?: string
  /**
   * Of which part of the business it is, by the names of the fields of `ledger.line` that tell it: `{ costCentre: id }`, those that administrators and other plugins added with them. Where it
   * is given, be it empty, what the company asks for on such accounts must be in it.
   */
  readonly dimensions?: { readonly [field: string]: string }
  /** What was bought or sold, as it is called now, and the record of it in whichever plugin has one. Its `group`, such as a category, is for what account is meant. */
  readonly item?: { readonly name: string; readonly entity?: string; readonly id?: string; readonly group?: string }
  /** How much of it, without a sign: the line says whether it came or went. */
  readonly quantity?: string
  /** In what it is counted, such as `KGS`. */
  readonly unit?: string
  /** Under which tax number of the company the line is told to the state, such as a GSTIN. */
  readonly registration?: string
  /** Of a line of tax: which part of it (`CGST`), worked out from how much in the money of the books (without a sign), and at what percentage. */
  readonly tax?: { readonly component: string; readonly base: string; readonly rate: string }
}

/** What another plugin posts: where it came from, in which version, and its lines, which balance in the money of the books. */
export interface PostedEntry {
  readonly company: string
  readonly date: string
  readonly narration: string
  readonly journal?: string
  /** `normal` unless told. */
  readonly kind?: EntryKind
  /** The day that stands on the paper, where it is not the day of posting. */
  readonly documentDate?: string
  /** The number of the paper, such as that of a supplier's bill. */
  readonly reference?: string
  readonly source: { readonly entity: string; readonly id: string; readonly version: number }
  /** What whom it is about belongs to, for what accounts are meant; the tags of the first party of its lines unless told. */
  readonly partyGroups?: readonly string[]
  /** The day on which accounts are meant by roles, where it is not that of the entry: a note stands on the accounts of its document. */
  readonly mappedOn?: string
  readonly lines: readonly PostedLine[]
}

type Posted = { readonly entry: string; readonly number: string }

/**
 * Posting for other plugins, in their transaction. The same source in the same version twice gives the first entry; a later version takes the last one back and posts
 * the new one; an earlier one is refused. `takeBack` reverses what was posted last of a source, on the first open day unless told, and gives null where nothing of it stands; after
 * that the same version posts nothing, a later one the new entry alone. By hand nobody reverses an entry as long as the record is there that it was posted for.
 * `postMany` posts entries of different sources with as few statements as one, all or none, and gives them back in their order. `twoAbove` tells the amount above which somebody
 * else posts than who wrote it, as a decimal in the money of the books; null where nobody asks for a second pair of eyes. What other plugins write they hold to it themselves.
 *
 * Errors: `no_account_role` where the company has no account for a role, `no_dimension` where entry lines have no such field, `dimension_needed`, `source_outdated`; and all that an entry is refused for.
 *
 * @example await ctx.use(Posting).post({ company, date, narration: 'Invoice INV-7', source: { entity: 'invoicing.document', id, version: 1 }, lines: [{ account: { role: 'receivable' }, debit: '11800', party, due }, { account: { role: 'sales' }, credit: '10000' }, { account: { role: 'outputCgst' }, credit: '900', tax: { component: 'CGST', base: '10000', rate: '9' } }, …] })
 */
export const Posting = defineService<{
  post(entry: PostedEntry): Promise<Posted>
  postMany(entries: readonly PostedEntry[]): Promise<readonly Posted[]>
  takeBack(source: { readonly entity: string; readonly id: string }, how?: { readonly on?: string; readonly because?: string }): Promise<Posted | null>
  twoAbove(): Promise<string | null>
}>('ledger.posting')
