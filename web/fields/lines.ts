import type { EntityMeta, FieldMeta, Json, Money } from '@sangam/sdk'
import Big from 'big.js'
import { css, html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { entityMeta, meta } from '../data/meta.ts'
import { formatMoney } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import '../ui/button.ts'
import { type EditorOptions, FieldEditor } from './editor.ts'
import { workedOut } from './formulas.ts'
import { fieldDisplay, fieldEditor } from './look.ts'
import { type Line, newLine } from './new-line.ts'

export function display(_field: FieldMeta, value: Json): string {
  return Array.isArray(value) && value.length > 0 ? t('{count, plural, one {# line} other {# lines}}', { count: value.length }) : ''
}

export function editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult {
  return html`<sangam-field-lines .field=${field} .value=${value} .options=${options}></sangam-field-lines>`
}

/** Where cells are tapped, or stand without ruled lines between them, each has the edge of a field. */
const edged = css`td { --sg-cell-edge: var(--sg-border-strong); --sg-cell-wrong: var(--sg-danger); --sg-cell-ring: 2px solid var(--sg-focus); --sg-cell-inset: 10px; --sg-cell-gap: 4px; }`

/** Lines edited in place, as in a small sheet: Enter goes down and adds a line at the end, Alt with the arrows moves a line. */
class SgFieldLines extends FieldEditor {
  static override shadowRootOptions = { ...FieldEditor.shadowRootOptions, delegatesFocus: false }
  #keys: number[] = []
  #next = 0
  /** Somebody asked for the columns that are seldom used. */
  #all = false

  static override styles = [
    ...[FieldEditor.styles].flat(),
    css`
    .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface); }
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; padding: 7px 10px; font-size: var(--sg-text-xs); font-weight: 550; color: var(--sg-text-2); background: var(--sg-surface-2); white-space: nowrap; }
    th.end, td.end { text-align: end; }
    :host { container-type: inline-size; }
    td { padding: 1px 2px; border-block-start: 1px solid var(--sg-border); min-inline-size: 96px; vertical-align: top; } td.money { min-inline-size: 176px; } td.lead { min-inline-size: 150px; }
    td.fixed { padding: 9px 10px; } td.tools { inline-size: 1%; min-inline-size: 0; white-space: nowrap; vertical-align: middle; }
    td:focus-within { background: var(--sg-selected); } td:hover { --sg-cell-edge: var(--sg-border-strong); }
    tfoot td { font-weight: 600; padding: 8px 10px; font-variant-numeric: tabular-nums; }
    .foot { display: flex; padding: 6px; border-block-start: 1px solid var(--sg-border); }
    .none { padding: 10px; color: var(--sg-text-2); }
    /* Where not all columns have room beside each other, what a line is about stands over its figures. */
    @container (min-width: 561px) and (max-width: 1100px) {
      .many thead { position: absolute; clip-path: inset(50%); max-inline-size: 1px; overflow: hidden; }
      .many :is(table, tbody) { display: block; }
      .many tbody tr { display: flex; flex-wrap: wrap; padding: 4px 8px 6px; } .many tbody tr + tr { border-block-start: 1px solid var(--sg-border); }
      .many:not(.shown) tbody td:not(:hover) { --sg-cell-edge: var(--sg-border); --sg-cell-wrong: var(--sg-danger); }
      .many tbody td { flex: 1 1 66px; min-inline-size: 0; border: 0; } .many tbody td.end { flex-basis: 86px; } .many tbody td.fixed { flex-basis: 74px; } .many tbody td.date { flex-basis: 130px; } .many tbody td.choice { flex-basis: 104px; } .many tbody td.reference { flex-basis: 90px; } .many tbody td.lead { flex: 1 1 calc(50% - 8px); } .many tbody td.sole { flex: 3 1 190px; } .many tbody td.reference:not(.lead) { flex-grow: 3; } .many tbody td.text:not(.lead) { flex-grow: 3; }
      .many tbody td.tools { flex: none; inline-size: auto; align-self: end; padding-block-end: 3px; }
      .many tbody td::before { content: attr(data-label); display: block; padding-block-start: 3px; padding-inline: 8px 0; font-size: var(--sg-text-xs); color: var(--sg-text-2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .many tbody td.end::before { text-align: end; padding-inline: 0 8px; } .many tbody tr + tr td::before { content: none; }
      .many tbody td.fixed { padding-block: 1px 6px; } .many td.fixed:not(.lead) { padding-inline: 8px; } .many td.fixed::before { padding-inline: 0; margin-block-end: 7px; }
      .many tfoot, .many tfoot tr, .many tfoot td { display: block; }
    }
    @media (pointer: coarse) { ${edged} }
    @container (max-width: 560px) {
      ${edged}
      thead { position: absolute; clip-path: inset(50%); }
      tr { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 6px 4px; padding: 8px; border-block-start: 1px solid var(--sg-border); }
      td, td.money { display: grid; gap: 2px; border: 0; min-inline-size: 0; } td { align-content: start; } td::before { content: attr(data-label); font-size: var(--sg-text-xs); color: var(--sg-text-2); }
      td.lead { grid-column: 1 / -1; min-inline-size: 0; } td.fixed { gap: calc((var(--sg-control) - 1lh) / 2 + 2px); padding: 1px 13px; } td.fixed::before { margin-inline: -11px; } .shown td.fixed { gap: 2px; padding-inline: 2px; } .shown td.fixed::before { margin-inline: 0; }
      td.tools { display: flex; grid-column: 1 / -1; inline-size: auto; justify-content: end; } td.tools::before { content: none; }
      tfoot tr { display: block; } tfoot td { display: block; } tfoot td.tools { display: none; }
    }
  `,
  ]

  protected override control(): TemplateResult {
    const shape = entityMeta(this.field.to ?? '')
    if (!shape) return html`<div class="none" id="control" role="group">${t('You may not see these lines.')}</div>`
    const all = columnsOf(shape, this.field.by ?? '')
    const columns = all.filter(column => this.#isShown(column))
    const leads = leadsOf(columns)
    const rows = this.#rows().map(row => workedOut(shape, row))
    while (this.#keys.length < rows.length) this.#keys.push(this.#next++)
    const { steady } = this.options
    const fixed = this.isReadonly()
    const still = fixed || steady !== undefined
    return html`<div class="scroll ${columns.length > many ? 'many' : ''} ${fixed ? 'shown' : ''}" id="control" role="group"><table>
      ${rows.length > 0 ? html`<thead><tr>${columns.map(column => html`<th scope="col" class=${isRight(column) ? 'end' : ''}>${called(column.label)}</th>`)}${still ? nothing : html`<th><span class="visually-hidden">${t('Line')}</span></th>`}</tr></thead>` : nothing}
      <tbody>${repeat(
        rows,
        (_, at) => this.#keys[at],
        (row, at) => html`<tr @keydown=${(event: KeyboardEvent) => this.#key(event, at)}>
        ${columns.map((column, place) => this.#cell(column, row, { at, fixed: fixed || steady?.has(column.name) === false, lead: place < leads ? (leads === 1 ? 'lead sole' : 'lead') : '' }))}${still ? nothing : this.#tools(at, rows.length)}</tr>`,
      )}</tbody>
      ${this.#totals(columns, rows, still)}</table>
      ${rows.length === 0 && still ? html`<div class="none">${t('No lines.')}</div>` : nothing}
      ${this.#foot({ fixed, still, hidden: rows.length === 0 ? -1 : all.findIndex(column => !columns.includes(column)) })}</div>`
  }

  #foot({ fixed, still, hidden }: { readonly fixed: boolean; readonly still: boolean; readonly hidden: number }): TemplateResult | typeof nothing {
    const add = still ? nothing : html`<sangam-button kind="quiet" size="small" icon="plus" @click=${() => this.#add()}>${t('Add a line')}</sangam-button>`
    const more =
      hidden < 0
        ? nothing
        : html`<sangam-button kind="quiet" size="small" icon="columns" @click=${() => this.#more(hidden)}>${t('More columns')}</sangam-button>`
    return fixed || (still && hidden < 0) ? nothing : html`<div class="foot">${add}${more}</div>`
  }

  /** What is seldom told stands there where a line tells it, where it is at fault, and where somebody asked for it. */
  #isShown({ name, rare }: FieldMeta): boolean {
    if (rare !== true || this.#all) return true
    return this.#rows().some(row => (row[name] ?? null) !== null) || Object.keys(this.#issues()).some(place => place.endsWith(`.${name}`))
  }

  /** The first of them is where one types next. */
  #more(first: number): void {
    this.#all = true
    this.requestUpdate()
    void this.updateComplete.then(() => this.#focus(0, first))
  }

  #cell(column: FieldMeta, row: Line, { at, fixed, lead }: { readonly at: number; readonly fixed: boolean; readonly lead: string }): TemplateResult {
    const label = called(column.label)
    const kind = `${column.type} ${lead} ${isRight(column) ? 'end' : ''}`
    if (fixed || column.readonly) return html`<td class="fixed ${kind}" data-label=${label}>${fieldDisplay(column, row[column.name], row)}</td>`
    return html`<td class=${kind} data-label=${label}>${fieldEditor(column, row[column.name], {
      compact: true,
      label: t('{field}, line {line}', { field: label, line: at + 1 }),
      record: row,
      entity: this.field.to ?? '',
      invalid: this.#issues()[`${at}.${column.name}`],
      onChange: value => this.#set(this.#rows().with(at, { ...this.#rows()[at], [column.name]: value })),
    })}</td>`
  }

  #tools(at: number, count: number): TemplateResult {
    const line = at + 1
    return html`<td class="tools">
      <sangam-button kind="quiet" size="small" icon="up" label=${t('Move line {line} up', { line })} ?disabled=${at === 0} @click=${() => this.#move(at, -1)}></sangam-button
      ><sangam-button kind="quiet" size="small" icon="down" label=${t('Move line {line} down', { line })} ?disabled=${at === count - 1} @click=${() => this.#move(at, 1)}></sangam-button
      ><sangam-button kind="quiet" size="small" icon="remove" label=${t('Take out line {line}', { line })} @click=${() => this.#takeOut(at)}></sangam-button></td>`
  }

  #totals(columns: readonly FieldMeta[], rows: readonly Line[], fixed: boolean): TemplateResult | typeof nothing {
    const total = linesTotal(columns, rows)
    if (total.length === 0 || rows.length === 0) return nothing
    return html`<tfoot><tr><td class="end" colspan=${columns.length}>${t('Total')}&ensp;${total.map(money => formatMoney(money)).join(' + ')}</td>${fixed ? nothing : html`<td class="tools"></td>`}</tr></tfoot>`
  }

  #rows(): readonly Line[] {
    return Array.isArray(this.value) ? (this.value as readonly Line[]) : []
  }

  #issues(): { readonly [place: string]: string } {
    return this.options.issues ?? {}
  }

  #set(rows: readonly Line[]): void {
    this.change(rows)
  }

  #add(): void {
    this.#set([...this.#rows(), newLine(entityMeta(this.field.to ?? ''))])
    void this.updateComplete.then(() => this.#focus(this.#rows().length - 1, 0))
  }

  #takeOut(at: number): void {
    this.#keys.splice(at, 1)
    this.#set(this.#rows().toSpliced(at, 1))
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.foot sangam-button')?.focus())
  }

  #move(at: number, step: number): void {
    const to = at + step
    const rows = [...this.#rows()]
    const row = rows[at]
    if (!row || to < 0 || to >= rows.length) return
    rows.splice(at, 1)
    rows.splice(to, 0, row)
    const [key = 0] = this.#keys.splice(at, 1)
    this.#keys.splice(to, 0, key)
    this.#set(rows)
  }

  #key(event: KeyboardEvent, at: number): void {
    const still = this.isReadonly() || this.options.steady !== undefined
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      if (!still) this.#move(at, event.key === 'ArrowUp' ? -1 : 1)
      return
    }
    const inside = event.composedPath()[0]
    if (event.key !== 'Enter' || event.isComposing || !(inside instanceof HTMLInputElement)) return
    event.preventDefault()
    const cell = (event.target as HTMLElement).closest('td')
    const column = cell ? [...(cell.parentElement?.children ?? [])].indexOf(cell) : 0
    if (at < this.#rows().length - 1) this.#focus(at + 1, column)
    else if (!still) this.#add()
  }

  /** To the first cell, or to what adds a line. */
  override focus(options?: FocusOptions): void {
    const first =
      this.renderRoot.querySelector<HTMLElement>('tbody td:not(.fixed, .tools) > *') ?? this.renderRoot.querySelector<HTMLElement>('.foot sangam-button')
    first?.focus(options)
  }

  #focus(row: number, column: number): void {
    const cell = this.renderRoot.querySelectorAll('tbody tr')[row]?.children[column]
    void Promise.resolve().then(() => cell?.querySelector<HTMLElement>('*')?.focus())
  }
}
customElements.define('sangam-field-lines', SgFieldLines)

/** More columns than these have no room beside each other in most pages. */
const many = 6

/** What a line shows: all of it but its tie to its record, and what its form leaves out. */
export function columnsOf(shape: EntityMeta, by: string): readonly FieldMeta[] {
  const hidden = new Set([by, 'position', ...(meta().forms[shape.name]?.hidden ?? [])])
  return Object.values(shape.fields).filter(
    field => !hidden.has(field.name) && field.type !== 'json' && !(field.readonly && (field.type === 'text' || field.to === shape.name)),
  )
}

/**
 * What the lines come to, by currency: the sum of the last amount that is counted for the person (readonly), or of
 * quantity times price where a line has one of each.
 */
export function linesTotal(columns: readonly FieldMeta[], rows: readonly Line[]): readonly Money[] {
  const amount = columns.findLast(column => column.type === 'money' && column.readonly) ?? columns.findLast(column => column.type === 'money')
  const quantities = columns.filter(column => column.type === 'decimal' || column.type === 'integer')
  if (!amount || (!amount.readonly && quantities.length > 1)) return []
  const sums = new Map<string, Big>()
  for (const row of rows) {
    const money = row[amount.name] as Money | null | undefined
    const quantity = quantities[0]
    const times = amount.readonly || !quantity ? '1' : String(row[quantity.name] ?? '')
    if (!money || times === '') continue
    sums.set(money.currency, (sums.get(money.currency) ?? new Big(0)).plus(new Big(money.amount).times(times)))
  }
  return [...sums].map(([currency, sum]) => ({ currency, amount: sum.toFixed() }))
}

/** Whether lines of a record have so many columns that a page gives them all the room it has. */
export function hasBroadLines(shape: EntityMeta): boolean {
  return Object.values(shape.fields).some(field => {
    const lines = field.type === 'lines' && !field.readonly ? entityMeta(field.to ?? '') : undefined
    return lines !== undefined && columnsOf(lines, field.by ?? '').length > many
  })
}

/** How many of the first columns say what a line is about, before its figures: an item and its words, an account. */
function leadsOf(columns: readonly FieldMeta[]): number {
  const first = columns.findIndex(({ type }) => type !== 'reference' && type !== 'text')
  return Math.min(2, first < 0 ? columns.length : first)
}

function isRight(column: FieldMeta): boolean {
  return ['money', 'decimal', 'integer'].includes(column.type)
}
