import { entityMeta, fieldAt } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { SgListScreen } from '../list.ts'
import { conditionOf } from './conditions.ts'

/** What one sees, as a file: the same condition, order and columns. */
export async function download(list: SgListScreen, format: 'csv' | 'xlsx'): Promise<void> {
  try {
    const { where, search, sort, columns } = list.state
    const answer = await records.export(list.entity, format, {
      where: conditionOf(where),
      search,
      sort,
      ...(list.asOf !== null && { asOf: list.asOf }),
      fields: columns.map(column => (fieldAt(list.entity, column.path)?.type === 'reference' ? `${column.path}.$title` : column.path)),
    })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = `${entityMeta(list.entity)?.plural ?? list.entity}.${format}`
    link.click()
    URL.revokeObjectURL(link.href)
  } catch (error) {
    toastProblem(error)
  }
}
