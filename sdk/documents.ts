import type { Condition } from './condition.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'

/** Printed only of records that it holds for. */
interface Conditional {
  readonly where?: object
}

/** Words, with slots for values: `Dear {{ record.party }}`. Each line of it is a line on paper. */
export interface TextPart extends Conditional {
  readonly kind: 'text'
  readonly text: string
  /** Words at the right of it: a number and a date beside an address. */
  readonly beside?: string
  readonly style?: 'plain' | 'heading' | 'quiet'
}

/** Fields with their names over them, side by side. */
export interface FieldsPart extends Conditional {
  readonly kind: 'fields'
  /** Names and paths: `number`, `party.name`. */
  readonly fields: readonly string[]
  /** How many stand side by side: 1 to 4, 2 unless told. */
  readonly across?: number
  /** As the sums of a bill: one under another at the right, the last of them strong. Of those before it what comes to nothing is left out. */
  readonly sums?: boolean
}

/** The lines of a record as a table. */
export interface LinesPart extends Conditional {
  readonly kind: 'lines'
  /** The field of lines. */
  readonly field: string
  /** Fields of a line; all that its reader sees unless told. Those that are empty in every line are left out. */
  readonly columns?: readonly string[]
  /** Whether what they come to stands under them; it does unless told. */
  readonly total?: boolean
  /** Of fewer lines than these none is printed, as where a single one says what stands elsewhere already. */
  readonly least?: number
}

/** A line to sign on, with words under it. */
export interface SignaturePart extends Conditional {
  readonly kind: 'signature'
  readonly text: string
}

/** A text as a square code that a telephone reads, such as an address to pay by; empty texts print none. */
export interface CodePart extends Conditional {
  readonly kind: 'code'
  /** Words with slots: `upi://pay?pa=asha@bank&am={{ record.total.amount }}`. */
  readonly text: string
  /** Words at the right of it. */
  readonly beside?: string
}

/** A thin line, some room, or the next page. */
export interface BreakPart extends Conditional {
  readonly kind: 'rule' | 'space' | 'page'
}

/**
 * Any part that a paper is put together from.
 *
 * @example const part: DocumentPart = { kind: 'text', text: 'Paid in advance.', where: { prepaid: true } }
 */
export type DocumentPart = TextPart | FieldsPart | LinesPart | SignaturePart | CodePart | BreakPart

/** A paper of a record, from above to below: what a plugin brings, and what an administrator writes. */
export interface DocumentShape {
  /** The large words at its head: `Quotation {{ record.number }}`. */
  readonly title: string
  /** Other words at its head, for records that a condition holds of: `Tax invoice {{ record.number }}`. The first that does counts. */
  readonly titles?: readonly { readonly title: string; readonly where: object }[]
  /** What the file is called, without its ending; the title unless told. */
  readonly fileName?: string
  /** Whether the company's letterhead stands over it; it does unless told. */
  readonly letterhead?: boolean
  readonly landscape?: boolean
  /** The field that says in which language it is written (`en`, `hi`), as the customer reads it; in that of whoever prints it where the field is empty, or there is none. */
  readonly language?: string
  readonly parts: readonly DocumentPart[]
}

/** A paper of a plugin’s records, made by `documentTemplate`. */
export interface DocumentTemplate extends DocumentShape {
  readonly kind: 'document'
  /** `plugin.noun`, such as `leads.quotation`. */
  readonly name: string
  readonly entity: string
  /** What it is called where a paper is chosen. */
  readonly label: string
}

type PartOf<E, P = DocumentPart> = P extends DocumentPart ? Omit<P, 'where'> & { readonly where?: Condition<E> } : never

/**
 * A paper of an entity's records, offered beside the plain print to everyone who may read them. A slot is `{{ record.path }}`, `{{ today }}` or
 * `{{ me }}`; after a `|` stands what becomes of it: `upper`, `lower`, `short: 20`, `default: "none"`, `date`, `addDays: 15`, `words` (an amount written out, in lakh and crore where it is so counted). Values are written as on
 * the screen, and only those that whoever prints may see: of the others the slot is empty.
 *
 * @example
 * documentTemplate(Lead, 'leads.quotation', {
 *   label: 'Quotation',
 *   title: 'Quotation for {{ record.title }}',
 *   parts: [
 *     { kind: 'text', text: 'To\n{{ record.party }}', beside: '{{ today }}\nValid until {{ today | addDays: 15 }}' },
 *     { kind: 'lines', field: 'lines', columns: ['item', 'quantity', 'price'] },
 *     { kind: 'signature', text: '{{ me }}' },
 *   ],
 * })
 */
export function documentTemplate<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  name: string,
  options: Omit<DocumentShape, 'parts' | 'titles'> & {
    readonly label: string
    readonly titles?: readonly { readonly title: string; readonly where: Condition<RecordOf<Entity<N, F>>> }[]
    readonly parts: readonly PartOf<RecordOf<Entity<N, F>>>[]
  },
): DocumentTemplate {
  return { ...(options as Omit<DocumentTemplate, 'kind' | 'name' | 'entity'>), kind: 'document', name, entity: entity.name }
}
