import { entityMeta, fieldAt, systemFields } from '../../data/meta.ts'
import { density } from '../../shell/preferences.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import type { MenuItem } from '../../ui/menu.ts'
import type { SgListScreen } from '../list.ts'
import { mailItems } from '../reports/menu.ts'
import { viewItems } from '../view/head.ts'
import { pathLabel } from './conditions.ts'
import { downloadList } from './download.ts'
import { askDay } from './past.ts'
import { groupPaths, sortPath } from './paths.ts'

/** Under a column's head: order, group, move, hide. */
export function columnMenu(list: SgListScreen, path: string, at: number): readonly MenuItem[] {
  const field = fieldAt(list.entity, path)
  const by = sortPath(list.entity, path)
  const { columns, sort, group, pinned } = list.state
  const move = (by: number) => () =>
    list.showColumns(
      columns
        .map(one => one.path)
        .toSpliced(at, 1)
        .toSpliced(at + by, 0, path),
    )
  const size = (by: number) => () =>
    list.change({ columns: columns.map((one, place) => (place === at ? { path, width: Math.max(60, (one.width ?? 160) + by) } : one)) })
  return [
    ...(field?.sortable
      ? [
          { label: t('Smallest first'), icon: 'sort-up', disabled: sort[0] === by, run: () => list.change({ sort: [by] }) },
          { label: t('Largest first'), icon: 'sort-down', disabled: sort[0] === `-${by}`, run: () => list.change({ sort: [`-${by}`] }) },
        ]
      : []),
    ...(field?.groupable && !path.includes('.') && !group.includes(path)
      ? [{ label: t('Group by this'), icon: 'group', run: () => list.change({ group: [path] }) }]
      : []),
    'line' as const,
    ...(at > 1 ? [{ label: t('Move left'), icon: 'left', run: move(-1) }] : []),
    ...(at > 0 && at < columns.length - 1 ? [{ label: t('Move right'), icon: 'right', run: move(1) }] : []),
    ...(at < 5 && pinned !== at + 1 ? [{ label: t('Keep in view up to here'), icon: 'pin', run: () => list.change({ pinned: at + 1 }) }] : []),
    ...(pinned > 1 && at < pinned ? [{ label: t('Keep only the first in view'), icon: 'pin', run: () => list.change({ pinned: 1 }) }] : []),
    { label: t('Wider'), icon: 'plus', run: size(40) },
    { label: t('Narrower'), icon: 'dot', run: size(-40) },
    ...(at > 0 ? [{ label: t('Hide'), icon: 'eye', run: () => list.showColumns(columns.map(one => one.path).filter(one => one !== path)) }] : []),
  ]
}

/** What the list can be grouped by; a second level under the first. */
export function groupMenu(list: SgListScreen): readonly MenuItem[] {
  const { group } = list.state
  const paths = groupPaths(list.entity)
  const pick = (path: string) => () => list.change({ group: group.includes(path) ? group.filter(one => one !== path) : [...group, path].slice(-2) })
  return [
    ...(group.length > 0 ? [{ label: t('No groups'), icon: 'close', run: () => list.change({ group: [] }) }, 'line' as const] : []),
    { heading: group.length > 0 ? t('Then by') : t('Group by') },
    ...paths.map(path => ({ label: pathLabel(list.entity, path), checked: group.includes(path), run: pick(path) })),
  ]
}

export function sortMenu(list: SgListScreen): readonly MenuItem[] {
  const now = list.state.sort[0] ?? ''
  const by = now.replace(/^-/, '')
  const fields = [...Object.values(entityMeta(list.entity)?.fields ?? {}), ...Object.values(systemFields)].filter(field => field.sortable)
  const paths = fields.map(field => sortPath(list.entity, field.name))
  return [
    { label: t('Smallest first'), checked: now !== '' && !now.startsWith('-'), disabled: by === '', run: () => list.change({ sort: [by] }) },
    { label: t('Largest first'), checked: now.startsWith('-'), disabled: by === '', run: () => list.change({ sort: [`-${by}`] }) },
    'line',
    { heading: t('Sort by') },
    ...paths.map(path => ({ label: pathLabel(list.entity, path), checked: path === by, run: () => list.change({ sort: [path] }) })),
  ]
}

export function moreMenu(list: SgListScreen): readonly MenuItem[] {
  const verbs = entityMeta(list.entity)?.verbs ?? []
  return [
    ...(verbs.includes('import') ? [{ label: t('Import a spreadsheet'), icon: 'upload', run: () => go(`/import/${list.entity}`) }] : []),
    ...(verbs.includes('export')
      ? [
          { label: t('Export as CSV'), icon: 'download', run: () => downloadList(list, 'csv') },
          { label: t('Export to Excel'), icon: 'download', run: () => downloadList(list, 'xlsx') },
          { label: t('Download as PDF'), icon: 'download', run: () => downloadList(list, 'pdf') },
          ...mailItems(list, 'list'),
        ]
      : []),
    ...(verbs.includes('update') && (entityMeta(list.entity)?.duplicates.length ?? 0) > 0
      ? [{ label: t('Find duplicates'), icon: 'search', run: () => go(`/duplicates/${list.entity}`) }]
      : []),
    ...(verbs.includes('remove') && entityMeta(list.entity)?.bin ? [{ label: t('Open the bin'), icon: 'remove', run: () => go(`/bin/${list.entity}`) }] : []),
    { label: t('As on…'), icon: 'history', run: () => askDay(list.asOf) },
    { label: t('Columns'), icon: 'columns', run: () => list.chooseColumns() },
    { label: t('Colours…'), icon: 'flag', run: () => list.chooseColours() },
    { label: t('Compact'), checked: density() === 'compact', run: () => list.space(density() === 'compact' ? 'comfortable' : 'compact') },
    'line' as const,
    ...viewItems(list),
  ]
}
