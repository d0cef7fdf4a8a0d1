import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { formatDate } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { cellOf, isRight, shown } from './cells.ts'
import { pathLabel } from './conditions.ts'
import type { GridDrawing } from './grid.ts'
import { quickEditor } from './quick-editor.ts'
import type { GroupNode } from './source.ts'
import type { ListState } from './state.ts'
import { groupSum, summable } from './totals.ts'

/** How the lines of an entity's list look. */
export function drawingOf(entity: string, state: ListState, asOf: string | null): GridDrawing {
  const paths = state.columns.map(column => column.path)
  return {
    href: row => recordHref(entity, row.id, asOf),
    cell: (row, path) => cellOf(entity, path, row),
    card: row => card(entity, paths, row),
    group: node => groupHead(entity, paths, node),
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

function card(entity: string, paths: readonly string[], row: Row): TemplateResult {
  const [lead = '', ...rest] = paths
  const filled = rest.filter(path => cellOf(entity, path, row) !== '')
  const side = filled.find(path => isRight(fieldAt(entity, path)))
  const badge = filled.find(path => ['choice', 'flow'].includes(fieldAt(entity, path)?.type ?? ''))
  const under = filled.filter(path => path !== side && path !== badge).slice(0, 2)
  const title = cellOf(entity, lead, row)
  return html`<b>${title === '' ? t('Untitled') : title}</b><span class="side">${side ? cellOf(entity, side, row) : nothing}</span>
    <span class="under">${under.map((path, at) => html`${at > 0 ? ' · ' : nothing}${cellOf(entity, path, row)}`)}</span><span class="side">${badge ? cellOf(entity, badge, row) : nothing}</span>`
}

function groupHead(entity: string, paths: readonly string[], node: GroupNode): TemplateResult {
  const sums = summable(entity, paths)
    .map(path => [path, groupSum(entity, path, node.measures)] as const)
    .filter(([, sum]) => sum !== '')
  return html`<span>${heading(entity, node)}</span>${sums.length > 0 ? html`<span class="sums">${sums.map(([path, sum]) => html`<span>${pathLabel(entity, path)} <b>${sum}</b></span>`)}</span>` : nothing}`
}

function heading(entity: string, node: GroupNode): TemplateResult | string {
  const [path = '', part] = node.path.split(':')
  const field = fieldAt(entity, path)
  if (node.key === null || !field) return html`<span class="quiet">${t('No {field}', { field: pathLabel(entity, path) })}</span>`
  if (part === 'month') return formatDate(String(node.key), 'month')
  if (part === 'fiscal_year') return t('Fiscal year {year}', { year: fiscalYear(String(node.key)) })
  if (part === 'week') return t('Week of {day}', { day: formatDate(String(node.key)) })
  if (part === 'year') return String(node.key).slice(0, 4)
  if (part === 'quarter')
    return t('Quarter {quarter} of {year}', { quarter: Math.ceil(Number(String(node.key).slice(5, 7)) / 3), year: String(node.key).slice(0, 4) })
  if (part) return formatDate(String(node.key))
  if (field.type === 'reference') return String(node.title ?? entityMeta(field.to ?? '')?.label ?? '')
  if (field.type === 'boolean') return node.key === true ? t('Yes') : t('No')
  return shown(field, node.key)
}

/** `2027–28`, by the year's first day. */
function fiscalYear(from: string): string {
  const year = Number(from.slice(0, 4))
  return `${year}–${String((year + 1) % 100).padStart(2, '0')}`
}
