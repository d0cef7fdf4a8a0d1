import type { Json } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { t } from '../../shell/words.ts'
import { faceOf } from '../../ui/small.ts'
import { keyText } from '../view/keys.ts'
import { cellOf, isRight, shown, tellsItself } from './cells.ts'
import { type Tone, tonesOf } from './colours.ts'
import { pathLabel } from './conditions.ts'
import type { GridDrawing } from './grid-types.ts'
import { quickEditor } from './quick-editor.ts'
import { toClipboard } from './sheet/copying.ts'
import type { GroupNode } from './source.ts'
import type { ListState } from './state.ts'
import { groupSum, summable, sumOf } from './totals.ts'

/** How the lines of an entity's list look. */
export function drawingOf(entity: string, state: ListState, asOf: string | null): GridDrawing {
  const paths = state.columns.map(column => column.path)
  const tone = tonesOf(entity, state.colours)
  return {
    tone,
    href: row => recordHref(entity, row.id, asOf),
    cell: (row, path) => cellWithFace(entity, path, row),
    sum: (path, rows) => sumOf(entity, path, rows),
    copy: (clipboard, copied, rows) => toClipboard(clipboard, entity, copied, rows),
    card: row => card(entity, paths, row, tone(row)),
    group: (node, sums) => groupHead(entity, sums ? paths : [], node),
    groupSum: (node, path) => (summable(entity, [path]).length > 0 ? groupSum(entity, path, node.measures) : ''),
    editor: (row, path, done, cancel) => {
      const field = fieldAt(entity, path)
      return field ? quickEditor(field, row[path] ?? null, String(row[`${path}.$title`] ?? ''), done, cancel) : null
    },
  }
}

/** A record of a list of the past is opened as it was, too. */
export function recordHref(entity: string, id: string, asOf: string | null): string {
  return `/record/${entity}/${id}${asOf === null ? '' : `?asOf=${encodeURIComponent(asOf)}`}`
}

function card(entity: string, paths: readonly string[], row: Row, tone: Tone | null): TemplateResult {
  const [lead = '', ...rest] = paths
  const filled = rest.filter(path => row[path] !== false && holdsSomething(row[path]) && cellOf(entity, path, row) !== '')
  const side = filled.find(path => tellsItself(fieldAt(entity, path)))
  const badge = filled.find(path => ['choice', 'flow'].includes(fieldAt(entity, path)?.type ?? ''))
  const under = filled.filter(path => path !== side && path !== badge).slice(0, 2)
  const title = cellOf(entity, lead, row)
  return html`<b>${tone?.mark ?? nothing}${title === '' ? t('Untitled') : title}</b><span class="side">${side ? cellOf(entity, side, row) : nothing}</span>
    <span class="under">${under.map((path, at) => html`${at > 0 ? ' · ' : nothing}${underOf(entity, path, row)}`)}</span><span class="side">${badge ? cellOf(entity, badge, row) : nothing}</span>`
}

/** What is told below the title: of a figure, and of what is only yes, what it is of, too. */
function underOf(entity: string, path: string, row: Row): TemplateResult | string {
  if (row[path] === true) return pathLabel(entity, path)
  const cell = cellOf(entity, path, row)
  return isRight(fieldAt(entity, path)) ? html`${pathLabel(entity, path)} ${cell}` : cell
}

/** A colleague is known by a face before the name is read. */
function cellWithFace(entity: string, path: string, row: Row): TemplateResult | string {
  const cell = cellOf(entity, path, row)
  const field = fieldAt(entity, path)
  if (field?.type !== 'reference' || field.to !== 'core.user' || typeof cell !== 'string' || cell === '') return cell
  const { letters, tone } = faceOf(cell)
  return html`<i class="face" aria-hidden="true" style="background:var(--sg-${tone}-soft);color:var(--sg-${tone})">${letters}</i><span>${cell}</span>`
}

/** Nothing, and a list of nothing, take no place on a card. */
function holdsSomething(value: Json | undefined): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

function groupHead(entity: string, paths: readonly string[], node: GroupNode): TemplateResult {
  const sums = summable(entity, paths)
    .map(path => [path, groupSum(entity, path, node.measures)] as const)
    .filter(([, sum]) => sum !== '')
  return html`<span>${heading(entity, node)}</span>${sums.length > 0 ? html`<span class="sums">${sums.map(([path, sum]) => html`<span>${pathLabel(entity, path)} <b>${sum}</b></span>`)}</span>` : nothing}`
}

/** What a group is of: its value as it stands in a line. */
export function heading(entity: string, node: GroupNode): TemplateResult | string {
  const [path = '', part] = node.path.split(':')
  const field = fieldAt(entity, path)
  if (node.key === null || !field) return html`<span class="quiet">${keyText(entity, node.path, null)}</span>`
  if (!part && ['choice', 'flow'].includes(field.type)) return shown(field, node.key)
  return keyText(entity, node.path, node.key, typeof node.title === 'string' ? node.title : (entityMeta(field.to ?? '')?.label ?? null))
}
