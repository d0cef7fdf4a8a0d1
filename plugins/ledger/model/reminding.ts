/** How a party stands with its reminders on a day. `due` alone is sent; the others say why not. */
export type ReminderStatus = 'due' | 'reminded' | 'held' | 'covered' | 'noAddress'

/** An item that is late, and how far it was raised. */
export interface LateItem {
  readonly item: string
  readonly entry: string
  readonly name: string
  readonly date: string
  readonly due: string
  readonly days: number
  readonly currency: string
  readonly amount: string
  /** Without what a cheque in hand settles on its day. */
  readonly open: string
  /** The level it is to be raised at now; null where it was, has not come so far, or is held back. */
  readonly level: string | null
  /** The last level it was raised at. */
  readonly raised: string | null
  readonly held: string | null
}

/** A party with something late: what, how far, and whether it is to be reminded. */
export interface LateParty {
  readonly party: string
  readonly name: string
  readonly status: ReminderStatus
  readonly to: string | null
  readonly language: 'en' | 'hi'
  /** The highest level that one of its items is to be raised at; else the one that its oldest item has reached. */
  readonly level: { readonly id: string; readonly name: string; readonly byItself: boolean } | null
  readonly items: readonly LateItem[]
  readonly late: readonly Sum[]
  /** All that is open less what was paid without an invoice. */
  readonly balance: readonly Sum[]
  /** What was paid without an invoice: below nothing. */
  readonly paid: readonly Sum[]
  readonly days: number
  /** The day of the last reminder. */
  readonly last: string | null
  readonly held: { readonly reason: string; readonly until: string | null; readonly disputed: boolean } | null
}

export interface Sum {
  readonly currency: string
  readonly amount: string
}

/** A reminder as it would go out. */
export interface ReminderLetter {
  readonly subject: string
  readonly body: string
}

/** Who was reminded, and of the others why not. */
export interface RemindersSent {
  readonly sent: readonly string[]
  readonly left: readonly { readonly party: string; readonly why: string }[]
}
