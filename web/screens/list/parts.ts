import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta, fieldAt, metaStore } from '../../data/meta.ts'
import { pagePlace } from '../../shell/places.ts'
import { called, t } from '../../shell/words.ts'
import type { SgListScreen } from '../list.ts'
import { isRight } from './cells.ts'
import { countTests, nothing as noTests, pathLabel } from './conditions.ts'
import type { GridColumn } from './grid-types.ts'
import { headingWidth } from './heading-width.ts'
import { columnMenu } from './menus.ts'
import { sortPath } from './paths.ts'
import { isQuick } from './quick-editor.ts'
import type { ListState } from './state.ts'

const widths: { readonly [type: string]: number } = {
  text: 180,
  money: 140,
  decimal: 110,
  integer: 100,
  date: 125,
  datetime: 140,
  choice: 140,
  choices: 170,
  flow: 140,
  reference: 170,
  boolean: 90,
}

/** Types whose values are words, which may be longer than their column. */
const wordy = new Set(['text', 'reference', 'references', 'choice', 'choices', 'flow'])

/** What stands where no records are: the way to the first, or out of a search. */
export function emptyList(list: SgListScreen): TemplateResult {
  const shape = entityMeta(list.entity)
  const asked = countTests(list.state.where) > 0 || list.state.search !== ''
  if (list.asOf !== null && !asked)
    return html`<sangam-empty icon="history" heading=${t('Nothing was here then')} text=${t('Choose a later day, or go back to today.')}></sangam-empty>`
  if (asked)
    return html`<sangam-empty icon="search" heading=${t('Nothing fits')} text=${t('No record answers to this search and filter.')}><sangam-button @click=${() => list.change({ where: noTests, search: '' })}>${t('Clear search and filter')}</sangam-button></sangam-empty>`
  const first = metaStore.value?.pages.find(page => page.setsUp?.open && page.setsUp.records === list.entity)
  return html`<sangam-empty icon="list" heading=${t('No {entities} yet', { entities: called(shape?.plural ?? '') })} text=${shape?.description ? called(shape.description) : t('Make the first one by hand, or bring what you have in a spreadsheet.')}>
    ${first ? html`<sangam-button kind="primary" icon="flag" href=${pagePlace(first).href}>${called(first.label)}</sangam-button>` : nothing}
    ${shape?.verbs.includes('create') ? html`<sangam-button kind=${first ? 'plain' : 'primary'} icon="plus" href=${`/new/${list.entity}`}>${t('New {entity}', { entity: called(shape.label) })}</sangam-button>` : nothing}
    ${shape?.verbs.includes('import') ? html`<sangam-button icon="upload" href=${`/import/${list.entity}`}>${t('Import a spreadsheet')}</sangam-button>` : nothing}</sangam-empty>`
}

/** The columns as the grid draws them. */
export function gridColumns(list: SgListScreen): readonly GridColumn[] {
  const may = list.asOf === null && (entityMeta(list.entity)?.verbs.includes('update') ?? false)
  const columns = columnsOf(list.entity, list.state, may)
  return columns.map((column, at) => ({
    ...column,
    ...(at > 0 && at < list.state.pinned && { pinned: columns.slice(0, at).reduce((sum, one) => sum + one.width, list.asOf === null ? 40 : 0) }),
    total: list.totals.get(column.path) ?? '',
    menu: () => columnMenu(list, column.path, at),
  }))
}

/** Those of a list within another page: it is put into another order, and not arranged. */
export function embeddedColumns(entity: string, state: ListState, may: boolean, order: (sort: string) => void): readonly GridColumn[] {
  return columnsOf(entity, state, may).map((column, at) => {
    const by = sortPath(entity, column.path)
    const menu = [
      { label: t('Smallest first'), icon: 'sort-up', disabled: state.sort[0] === by, run: () => order(by) },
      { label: t('Largest first'), icon: 'sort-down', disabled: state.sort[0] === `-${by}`, run: () => order(`-${by}`) },
    ]
    const width = at === 0 ? 200 : Math.min(column.width, Math.max(150, headingWidth(column.label, false)))
    return { ...column, width, total: '', menu: () => (fieldAt(entity, column.path)?.sortable ? menu : []) }
  })
}

function columnsOf(entity: string, state: ListState, may: boolean): readonly Omit<GridColumn, 'total' | 'menu'>[] {
  return state.columns.map((column, at) => {
    const field = fieldAt(entity, column.path)
    const sorted = state.sort[0]?.replace(/^-/, '') === sortPath(entity, column.path) ? (state.sort[0]?.startsWith('-') ? 'down' : 'up') : null
    return {
      path: column.path,
      label: pathLabel(entity, column.path),
      width: column.width ?? Math.max(at === 0 ? 270 : (widths[field?.type ?? ''] ?? 160), headingWidth(pathLabel(entity, column.path), sorted !== null)),
      grows: column.width === undefined && (at === 0 || wordy.has(field?.type ?? '')),
      right: isRight(field),
      sorted,
      editable: may && !column.path.includes('.') && isQuick(field),
    }
  })
}
