import type { Json } from '@sangam/sdk'

/** How one field is filled from a file. */
export interface FieldMapping {
  /** Columns by position; the first that is not empty gives the value. Of money, a column may hold the codes of the currencies. */
  readonly columns: readonly number[]
  /** What a text stands for, where it is not what the field expects: an id, a choice, or null for nothing. */
  readonly values?: { readonly [text: string]: Json }
  /** Of a reference: what to do where nothing has that name. `refuse` unless told. */
  readonly missing?: 'refuse' | 'create' | 'empty'
  /** Of a reference: the field of the target that holds the text; its title unless told. */
  readonly match?: string
  /** Of money: the currency of amounts that carry none. */
  readonly currency?: string
  readonly dateOrder?: DateOrder
  /** The same value for every row, where no column gives one. */
  readonly constant?: Json
  /** Given where a rule asks for the field and the row has nothing. Rules are never switched off. */
  readonly fallback?: Json
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

export interface Mapping {
  /** Field name → how it is filled; a line's field as `lines.item`. */
  readonly fields: { readonly [path: string]: FieldMapping }
  /** Rows that carry a value that is already there in this field update that record. */
  readonly key: string | null
  /** Rows with one value in the key are one record, and nothing that is there is changed: a record that is there already, all alike, is left as it is; of others that have this value the row is another. */
  readonly adds?: boolean
}

export interface ColumnProfile {
  readonly index: number
  readonly header: string
  readonly samples: readonly string[]
  readonly filled: number
  readonly kind: 'text' | 'number' | 'date' | 'email' | 'boolean' | 'empty'
  /** Of dates: the order their figures allow; `unsure` must be asked. */
  readonly dateOrder: DateOrder | 'unsure' | null
  /** The column that the order was taken from, where only another that is written alike is certain of it. */
  readonly orderFrom?: string
  /** By it lines of a second sheet were put beside their records. */
  readonly joins?: boolean
}
