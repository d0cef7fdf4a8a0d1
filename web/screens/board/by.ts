import type { BoardScreen, FieldMeta, Meta } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'

/** Fields of an entity whose values can be columns: choices, states and records that it refers to. */
export function columnFields(entity: string): readonly FieldMeta[] {
  const shape = entityMeta(entity)
  const fields = Object.values(shape?.fields ?? {})
  return fields.filter(field => ['choice', 'flow', 'reference'].includes(field.type) && field.computed === undefined && field.name !== shape?.linesOf?.by)
}

/** Whether the records of an entity stand on a board without being asked to: one is laid out, or they have states or choices. */
export function hasBoard(entity: string, model: Meta): boolean {
  return model.boards.some(board => board.entity === entity) || columnFields(entity).some(field => field.type !== 'reference')
}

/** The board by a field: as it was laid out, or with its cards in other columns; without one, with what the records have first. */
export function boardBy(entity: string, by: unknown): BoardScreen | undefined {
  const laidOut = meta().boards.find(board => board.entity === entity)
  const fields = columnFields(entity)
  const field = fields.find(one => one.name === by) ?? (laidOut ? undefined : (fields.find(one => one.type !== 'reference') ?? fields[0]))
  if (!field || field.name === laidOut?.by) return laidOut
  const money = Object.values(entityMeta(entity)?.fields ?? {}).find(one => one.type === 'money')
  const { card = firstOf(entity), measures = money ? [`sum:${money.name}.amount` as const] : [] } = laidOut ?? {}
  return { kind: 'board', entity, by: field.name, card, measures }
}

/** What a card says where nobody laid one out: an amount, whose it is, a day, and what it is about. */
function firstOf(entity: string): readonly string[] {
  const fields = Object.values(entityMeta(entity)?.fields ?? {})
  const first = (fits: (field: FieldMeta) => boolean): readonly string[] =>
    fields
      .filter(fits)
      .slice(0, 1)
      .map(field => (field.type === 'reference' ? `${field.name}.$title` : field.name))
  return [
    ...first(field => field.type === 'reference' && field.to !== 'core.user'),
    ...first(field => field.type === 'date'),
    ...first(field => field.type === 'money'),
    ...first(field => field.to === 'core.user'),
  ]
}

/** `open:10` says that ten may stand under open. */
export function limitOf(limits: unknown, column: string): number | null {
  const said = Array.isArray(limits) ? limits.find((one): one is string => typeof one === 'string' && one.slice(0, one.lastIndexOf(':')) === column) : undefined
  const limit = Number(said?.slice(said.lastIndexOf(':') + 1))
  return Number.isInteger(limit) && limit > 0 ? limit : null
}

/** The limits with another of one column; none takes it off. */
export function withLimit(limits: unknown, column: string, limit: number | null): readonly string[] {
  const others = (Array.isArray(limits) ? limits : []).filter((one): one is string => typeof one === 'string' && one.slice(0, one.lastIndexOf(':')) !== column)
  return limit === null ? others : [...others, `${column}:${limit}`]
}
