import type { DashboardCard } from '@sangam/sdk'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { groupOf } from '../list/conditions.ts'
import { lostIn } from '../list/lost.ts'
import { measurePath } from '../view/measures.ts'
import type { Card } from './boards.ts'

export type Shown = DashboardCard

/** Whether all that a card stands on is there for the person who looks. */
export function isShown(card: Card): card is Shown {
  if (card.kind === 'hidden') return false
  if (card.kind === 'tasks') return entityMeta('core.activity') !== undefined
  if (card.kind === 'heading') return true
  const { entity, where = {} } = card
  if (!entityMeta(entity) || lostIn(entity, groupOf(where)).length > 0) return false
  const known = (path: string): boolean => fieldAt(entity, path.split(':')[0] ?? '') !== undefined
  if (card.kind === 'list') return true
  const measure = card.measure ?? 'count'
  const measured = measure === 'count' || known(measurePath(measure))
  return measured && (card.kind === 'number' ? card.by === undefined || known(card.by) : card.group.every(known))
}

export function labelOf(card: Card): string {
  if (card.kind === 'hidden') return ''
  return card.kind === 'tasks' ? t('My tasks') : called(card.label)
}

const usual: { readonly [K in Card['kind']]: readonly [width: number, height: number] } = {
  number: [3, 2],
  chart: [6, 5],
  list: [6, 5],
  tasks: [6, 5],
  heading: [12, 1],
  hidden: [3, 2],
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** How much room a card takes, in columns and rows. */
export function sizeOf(card: Card): Size {
  const [width, height] = usual[card.kind]
  return { width: within(card.width ?? width, leastWidth, 12), height: within(card.height ?? height, leastHeight(card), 8) }
}

const leastWidth = 2

/** What is drawn or listed needs more than one line. */
function leastHeight(card: Card): number {
  return card.kind === 'heading' ? 1 : card.kind === 'number' || card.kind === 'hidden' ? 2 : 3
}

/** A card of another size; the same where it has come to its end. */
export function resized<C extends Card>(card: C, to: Size): C {
  return { ...card, width: within(to.width, leastWidth, 12), height: within(to.height, leastHeight(card), 8) }
}

function within(size: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(size)))
}
