import type { ChartCard, DashboardCard } from '@sangam/sdk'
import { entityMeta } from '../../data/meta.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { asked } from '../../fields/asked.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { toast } from '../../ui/toast.ts'
import { shapes, splits } from '../chart/figure.ts'
import type { Definition } from '../view/definition.ts'
import { isMeasure } from '../view/measures.ts'
import { createBoard, mayKeep, savedBoards, updateBoard } from './boards.ts'

export interface Putting {
  readonly entity: string
  readonly kind: 'list' | 'chart'
  /** The view's name; empty for all records. */
  readonly label: string
  readonly shown: Definition
}

const fresh = 'new'

/** Puts what a screen shows on a dashboard of one's own, or on a new one. */
export async function putOnBoard(putting: Putting): Promise<void> {
  const own = (await savedBoards()).filter(mayKeep)
  const choices = Object.fromEntries([...own.map(board => [board.id, { label: board.label }] as const), [fresh, { label: t('A new dashboard') }] as const])
  const id = await askFields({
    heading: t('Put it on a dashboard'),
    fields: [asked('board', 'choice', 'Dashboard', { required: true, choices }), asked('label', 'text', 'Name of the card', { required: true, max: 120 })],
    values: { board: own[0]?.id ?? fresh, label: putting.label || called(entityMeta(putting.entity)?.plural ?? '') },
    go: t('Put it there'),
    submit: async ({ board: chosen, label }) => {
      const card = cardOf(putting, String(label))
      const board = own.find(one => one.id === chosen)
      if (!board) return createBoard({ name: t('My dashboard'), shared: false, team: null, homeOf: [] }, { cards: [card] })
      await updateBoard(board, { shape: { ...board.shape, cards: [...board.shape.cards, card] } })
      return board.id
    },
  })
  if (id !== null) toast(t('It stands on the dashboard.'), { action: { label: t('Open it'), run: () => go(`/dashboard/${id}`) } })
}

function cardOf({ entity, kind, shown }: Putting, label: string): DashboardCard {
  const { where, sort, columns, chart, group, measure } = shown
  const common = { entity, label, ...(where && Object.keys(where).length > 0 && { where }) }
  if (kind === 'list')
    return { kind, ...common, ...(texts(sort).length > 0 && { sort: texts(sort) }), ...(texts(columns).length > 0 && { columns: texts(columns) }) }
  const shape = shapes.find(one => one === chart) ?? 'bar'
  return {
    kind,
    ...common,
    chart: shape,
    group: texts(group).slice(0, splits(shape) ? 2 : 1) as unknown as ChartCard['group'],
    ...(isMeasure(entity, measure) && { measure }),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : []
}
