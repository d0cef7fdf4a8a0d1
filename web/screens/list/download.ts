import { download } from '../../data/download.ts'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { called } from '../../shell/words.ts'
import type { SgListScreen } from '../list.ts'
import { conditionOf } from './conditions.ts'

/** What one sees, as a file: the same condition, order and columns. */
export function downloadList(list: SgListScreen, format: 'csv' | 'xlsx' | 'pdf'): Promise<void> {
  const { where, search, sort, columns } = list.state
  const asked = records.exportOf(list.entity, format, {
    where: conditionOf(where),
    search,
    sort,
    ...(list.asOf !== null && { asOf: list.asOf }),
    fields: columns.map(column => (fieldAt(list.entity, column.path)?.type === 'reference' ? `${column.path}.$title` : column.path)),
  })
  return download({ ...asked, name: `${called(entityMeta(list.entity)?.plural ?? list.entity)}.${format}` })
}
