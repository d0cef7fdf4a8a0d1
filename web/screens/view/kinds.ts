import type { FieldMeta, Meta } from '@sangam/sdk'
import { entityMeta, meta, metaStore, systemFields } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { hasBoard } from '../board/by.ts'

/** The ways in which the records of an entity are looked at; each is a screen with an address and a chunk of its own. */
export const viewKinds = ['list', 'board', 'calendar', 'gantt', 'tree', 'chart', 'pivot'] as const
export type ViewKind = (typeof viewKinds)[number]

/** The kinds that an entity has: a list always, a board where one is laid out or their records have states or choices, a calendar where its records have days, a gantt where they have a day of their own, a tree where they stand under each other, a chart and a pivot. */
export function kindsOf(entity: string, model: Meta = meta()): readonly ViewKind[] {
  const has: { readonly [K in ViewKind]: boolean } = {
    list: true,
    board: hasBoard(entity, model),
    calendar: dayFields(entity).length > 0,
    gantt: ownDays(entity).length > 0,
    tree: treeFields(entity).length > 0,
    chart: true,
    pivot: true,
  }
  return viewKinds.filter(kind => has[kind])
}

/** The fields whose days records can stand on: the entity's own first, then those that every entity has. */
export function dayFields(entity: string): readonly FieldMeta[] {
  return [...ownDays(entity), ...Object.values(systemFields).filter(field => field.type === 'datetime')]
}

/** The references of an entity to itself that make trees of its records. */
export function treeFields(entity: string): readonly FieldMeta[] {
  return Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.type === 'reference' && field.tree === true && field.to === entity)
}

function ownDays(entity: string): readonly FieldMeta[] {
  return Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.type === 'date' || field.type === 'datetime')
}

export function kindLabel(kind: ViewKind): string {
  const words: { readonly [K in ViewKind]: string } = {
    list: t('List'),
    board: t('Board'),
    calendar: t('Calendar'),
    gantt: t('Gantt'),
    tree: t('Tree'),
    chart: t('Chart'),
    pivot: t('Pivot'),
  }
  return words[kind]
}

export function isKind(word: unknown): word is ViewKind {
  return (viewKinds as readonly unknown[]).includes(word)
}

/** The way in which this person looked at an entity last; its place in the navigation leads there. */
export function lastKind(entity: string): ViewKind {
  const kept = localStorage.getItem(`sangam.look.${entity}`)
  return isKind(kept) && metaStore.value && kindsOf(entity, metaStore.value).includes(kept) ? kept : 'list'
}

export function rememberKind(entity: string, kind: ViewKind): void {
  if (kind === 'list') localStorage.removeItem(`sangam.look.${entity}`)
  else localStorage.setItem(`sangam.look.${entity}`, kind)
}
