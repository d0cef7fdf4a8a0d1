import { entityMeta, fieldAt } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { saveAs } from '../../data/save-as.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { SgListScreen } from '../list.ts'
import { conditionOf } from './conditions.ts'

/** What one sees, as a file: the same condition, order and columns. */
export async function download(list: SgListScreen, format: 'csv' | 'xlsx' | 'pdf'): Promise<void> {
  try {
    const { where, search, sort, columns } = list.state
    const answer = await records.export(list.entity, format, {
      where: conditionOf(where),
      search,
      sort,
      ...(list.asOf !== null && { asOf: list.asOf }),
      fields: columns.map(column => (fieldAt(list.entity, column.path)?.type === 'reference' ? `${column.path}.$title` : column.path)),
    })
    await saveAs(answer, `${entityMeta(list.entity)?.plural ?? list.entity}.${format}`)
  } catch (error) {
    toastProblem(error)
  }
}
