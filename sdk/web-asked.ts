// What the browser half of the SDK is asked with, and what it tells: shapes, which any screen may name.

/** A series as it numbers now. */
export interface SeriesNow {
  /** `INV/{fy2}/{0000}` */
  readonly pattern: string
  /** What the next record is called, in the company of whoever asks: `INV/26-27/0001`. */
  readonly next: string
}

/** What a route of a plugin is asked with; what is `undefined` or null is left out. */
export interface AskedQuery {
  readonly [name: string]: string | number | boolean | null | undefined
}

/** What a screen knows of the company that the signed-in person works in. */
export interface CompanyNow {
  readonly id: string
  readonly name: string
  /** Two letters: `IN`. */
  readonly country: string
  /** The currency of its books: `INR`. */
  readonly currency: string
  /** The month its fiscal year begins with: 4 is April. */
  readonly fiscalYearStart: number
  /** The day its week begins on: 1 is Monday, 7 Sunday. */
  readonly weekStart: number
}

/** How a note at the edge of the page looks, and what it offers. */
export interface ToastOptions {
  /** `problem` for what was refused. */
  readonly kind?: 'done' | 'problem'
  /** A button beside the words: `{ label: t('Undo'), run: () => … }`. */
  readonly action?: { readonly label: string; readonly run: () => unknown }
}

/** The words of a question, and of its answers. */
export interface ConfirmOptions {
  /** "Are you sure?" unless told. */
  readonly heading?: string
  /** What the button that goes on is called. */
  readonly go?: string
  readonly stay?: string
  /** What follows can't be taken back. */
  readonly danger?: boolean
}
