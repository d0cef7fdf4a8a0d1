import type { FormSection, FormTab, RelatedList } from '@sangam/sdk'
import type { OwnForm } from '../model/shown.ts'

/** A layout as one list: a tab holds the sections under it, a section the fields and lists under it. What stands at the foot is under the whole page. */
export type Row = { readonly key: string } & (
  | { readonly kind: 'tab'; readonly name: string; readonly label: string; readonly when?: object }
  | { readonly kind: 'section'; readonly label: string; readonly columns: 1 | 2; readonly when?: object }
  | { readonly kind: 'field'; readonly field: string; readonly beside: boolean }
  | { readonly kind: 'related'; readonly list: RelatedList }
  | { readonly kind: 'foot' }
)
export type Rows = readonly Row[]
export type Kind = Row['kind']

/** As many fields as stand side by side. */
const mostBeside = 4
let made = 0

/** A row of a layout with a key that stays wherever it goes. */
export function row<R extends Omit<Row, 'key'>>(of: R): R & { readonly key: string } {
  made += 1
  return { ...of, key: `r${made}` }
}

export function rowsOf(form: OwnForm): Rows {
  const under = (tab: string | undefined): Row[] => form.sections.filter(section => section.tab === tab).flatMap(sectionRows)
  return [
    ...under(undefined),
    ...(form.tabs ?? []).flatMap(({ name, label, when }) => [row({ kind: 'tab' as const, name, label, ...(when && { when }) }), ...under(name)]),
    row({ kind: 'foot' as const }),
    ...(form.related ?? []).map(list => row({ kind: 'related' as const, list })),
  ]
}

function sectionRows({ label = '', columns = 1, when, fields, related = [] }: FormSection): Row[] {
  return [
    row({ kind: 'section' as const, label, columns, ...(when && { when }) }),
    ...fields.flatMap(one => [one].flat().map((field, at) => row({ kind: 'field' as const, field, beside: at > 0 }))),
    ...related.map(list => row({ kind: 'related' as const, list })),
  ]
}

/** The layout that the rows come to. Sections and tabs that hold nothing are left out. */
export function formOf(rows: Rows, hidden: readonly string[]): OwnForm {
  const foot = rows.findIndex(one => one.kind === 'foot')
  const [sections, tabs]: [FormSection[], FormTab[]] = [[], []]
  for (const one of rows.slice(0, foot)) {
    const tab = tabs.at(-1)
    if (one.kind === 'tab') tabs.push({ name: one.name, label: one.label, ...(one.when && { when: one.when }) })
    if (one.kind !== 'section') continue
    const { label, columns, when, key } = one
    const inside = blockOf(rows, key).slice(1)
    const related = inside.flatMap(other => (other.kind === 'related' ? [other.list] : []))
    const fields = lines(inside)
    if (fields.length + related.length === 0) continue
    sections.push({
      ...(label && { label }),
      fields,
      ...(columns === 2 && { columns }),
      ...(tab && { tab: tab.name }),
      ...(when && { when }),
      ...(related.length > 0 && { related }),
    })
  }
  const filled = tabs.filter(tab => sections.some(section => section.tab === tab.name))
  const under = rows.slice(foot).flatMap(one => (one.kind === 'related' ? [one.list] : []))
  return {
    ...(filled.length > 0 && { tabs: filled }),
    sections,
    ...(under.length > 0 && { related: under }),
    ...(hidden.length > 0 && { hidden }),
  }
}

function lines(rows: Rows): FormSection['fields'] {
  const all: string[][] = []
  for (const one of rows) {
    if (one.kind !== 'field') continue
    const open = all.at(-1)
    if (one.beside && open && open.length < mostBeside) open.push(one.field)
    else all.push([one.field])
  }
  return all.map(line => (line.length === 1 ? (line[0] as string) : line))
}

/** A row with all that stands under it. */
export function blockOf(rows: Rows, key: string): Rows {
  const at = rows.findIndex(one => one.key === key)
  const head = rows[at]
  if (!head) return []
  const ends: readonly Kind[] = head.kind === 'tab' ? ['tab', 'foot'] : head.kind === 'section' ? ['section', 'tab', 'foot'] : []
  if (ends.length === 0) return [head]
  const next = rows.findIndex((one, place) => place > at && ends.includes(one.kind))
  return rows.slice(at, next === -1 ? undefined : next)
}

/** Whether something may stand before the row at a place. */
function fits(rows: Rows, kind: Kind, at: number): boolean {
  const [before, after] = [rows[at - 1]?.kind, rows[at]?.kind]
  const foot = rows.findIndex(one => one.kind === 'foot')
  if (kind === 'tab') return after === 'tab' || after === 'foot'
  if (kind === 'section') return at <= foot && (after === 'section' || after === 'tab' || after === 'foot')
  const inside = at <= foot && (before === 'section' || before === 'field' || before === 'related')
  return kind === 'related' ? inside || at > foot : inside
}

/** The place nearest to one, where something of a kind may stand; -1 where there is none. */
export function nearest(rows: Rows, kind: Kind, at: number): number {
  for (let far = 0; far <= rows.length; far += 1) {
    if (at + far <= rows.length && fits(rows, kind, at + far)) return at + far
    if (at - far >= 0 && fits(rows, kind, at - far)) return at - far
  }
  return -1
}

/** Puts rows before the one at a place, or where they may stand next to it. */
export function put(rows: Rows, block: Rows, at: number): Rows {
  const [head] = block
  const place = head ? nearest(rows, head.kind, at) : -1
  return place === -1 ? rows : settled([...rows.slice(0, place), ...block, ...rows.slice(place)])
}

/** A row, with all that stands under it, before another; `at` counts the rows as they stand now. */
export function moved(rows: Rows, key: string, at: number): Rows {
  const block = blockOf(rows, key)
  const from = rows.findIndex(one => one.key === key)
  if (block.length === 0 || (at >= from && at <= from + block.length)) return rows
  const rest = without(rows, block)
  return put(rest, block, at > from ? at - block.length : at)
}

/** One place on or back: a field over a row, a section over a section, a tab over a tab. */
export function stepped(rows: Rows, key: string, by: 1 | -1): Rows {
  const block = blockOf(rows, key)
  const [head] = block
  if (!head) return rows
  const rest = without(rows, block)
  const from = rows.findIndex(one => one.key === key)
  for (let at = from + by; at >= 0 && at <= rest.length; at += by) if (fits(rest, head.kind, at)) return put(rest, block, at)
  return rows
}

/** Takes a row out: a section with what stands in it, a tab alone. */
export function removed(rows: Rows, key: string): Rows {
  const one = rows.find(other => other.key === key)
  return settled(without(rows, one?.kind === 'tab' ? [one] : blockOf(rows, key)))
}

export function changed(rows: Rows, key: string, to: object): Rows {
  return rows.map(one => (one.key === key ? ({ ...one, ...to } as Row) : one))
}

/** Beside the field before it, or in a line of its own. */
export function flanked(rows: Rows, key: string, beside: boolean): Rows {
  return settled(rows.map(one => (one.key === key && one.kind === 'field' ? { ...one, beside } : one)))
}

/** Where the first field of a line goes, the next one begins the line. */
function without(rows: Rows, block: Rows): Rows {
  return rows.flatMap((one, at) => {
    const before = rows[at - 1]
    const leads = one.kind === 'field' && one.beside && before?.kind === 'field' && !before.beside && block.includes(before)
    return block.includes(one) ? [] : [leads ? { ...one, beside: false } : one]
  })
}

/** A field stands beside another field, or beside nothing. */
function settled(rows: Rows): Rows {
  return rows.map((one, at) => (one.kind === 'field' && one.beside && rows[at - 1]?.kind !== 'field' ? { ...one, beside: false } : one))
}
