import { arrowsFrom, type BoardScreen, type Json } from '@sangam/sdk'
import { ProblemError } from '../../data/client.ts'
import { can, entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { titleIn } from '../../fields/titles.ts'
import { t } from '../../shell/words.ts'
import type { Column } from './columns.ts'

/** Where a card may go: anywhere, or along the arrows of a flow. */
export function mayMove(screen: BoardScreen, from: Column, to: Column): boolean {
  if (from.value === to.value || !can(`${screen.entity}:update`)) return false
  const field = fieldAt(screen.entity, screen.by)
  if (!field || field.readonly || (to.value === null && field.required)) return false
  if (field.type !== 'flow' || from.value === null || to.value === null) return true
  const arrow = new Map(arrowsFrom(field.states ?? {}, from.value)).get(to.value)
  return arrow !== undefined && (!arrow.verb || can(`${screen.entity}:${arrow.verb}`))
}

/**
 * Saves a card in its new column; asks for what the server says is missing, such as why it was lost.
 * Null when the person thinks better of it; what else is refused is thrown.
 */
export async function saveMove(screen: BoardScreen, row: Row, to: Column): Promise<Row | null> {
  const { entity } = screen
  const patch: { readonly [field: string]: Json } = { [screen.by]: to.value }
  const save = (more: { readonly [field: string]: Json }): Promise<Row> => records.update(entity, row.id, { ...patch, ...more }, row.version)
  try {
    return await save({})
  } catch (error) {
    const fields = missing(screen, error)
    if (fields.length === 0) throw error
    return askFields({
      heading: t('Move to {column}', { column: to.label }),
      text: `${titleIn(entity, row)}: ${error instanceof ProblemError ? error.problem.detail : ''}`,
      fields,
      required: new Set(fields.map(field => field.name)),
      entity,
      go: t('Move'),
      submit: values => save(Object.fromEntries(fields.map(field => [field.name, values[field.name] ?? null]))),
    })
  }
}

/** The column's card taken out of one and put first in another; counts go with it, sums come from the server. */
export function moved(columns: readonly Column[], row: Row, from: Column, to: Column, by: string): readonly Column[] {
  return columns.map(column => {
    if (column.value === from.value) return { ...column, rows: column.rows.filter(one => one.id !== row.id), count: column.count - 1 }
    if (column.value === to.value) return { ...column, rows: [{ ...row, [by]: to.value }, ...column.rows], count: column.count + 1 }
    return column
  })
}

/** A refused move undone: the card stands where it stood. */
export function takenBack(columns: readonly Column[], row: Row, from: Column, to: Column, by: string): readonly Column[] {
  const at = Math.max(
    0,
    from.rows.findIndex(one => one.id === row.id),
  )
  return moved(columns, row, to, from, by).map(column =>
    column.value === from.value ? { ...column, rows: column.rows.filter(one => one.id !== row.id).toSpliced(at, 0, row) } : column,
  )
}

/** The columns on one side of a column, from the nearest. */
export function beyond(columns: readonly Column[], column: Column, step: number): readonly Column[] {
  const at = columns.findIndex(one => one.value === column.value)
  return step > 0 ? columns.slice(at + 1) : columns.slice(0, at).toReversed()
}

/** The card beside, above or below a card. */
export function neighbour(columns: readonly Column[], column: Column, row: Row, step: number, down: number): Row | undefined {
  const place = column.rows.findIndex(one => one.id === row.id)
  if (down !== 0) return column.rows[place + down]
  const beside = beyond(columns, column, step).find(one => one.rows.length > 0)
  return beside?.rows[Math.min(place, beside.rows.length - 1)]
}

function missing(screen: BoardScreen, error: unknown): readonly NonNullable<ReturnType<typeof fieldAt>>[] {
  if (!(error instanceof ProblemError) || error.status !== 422) return []
  const shape = entityMeta(screen.entity)
  const named = Object.keys(error.fields)
  const fields = named.flatMap(name => (name !== screen.by && shape?.fields[name] && !shape.fields[name].readonly ? [shape.fields[name]] : []))
  return fields.length === named.length ? fields : []
}
