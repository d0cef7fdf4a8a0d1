import { type Row, records } from '../../data/records.ts'
import { t } from '../../shell/words.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import type { Source } from './source.ts'

export interface CellEdit {
  readonly row: Row
  readonly path: string
  readonly value: Row[string]
}

/** Where a cell is edited: what is shown, and what tells that it is another now. */
export interface Edited {
  readonly entity: string
  readonly source: Source
  readonly told: () => void
  readonly again: () => Promise<void>
}

/** Writes what was put into a cell: it stands there at once, and goes back with a sentence where it is refused. */
export async function saveCell({ entity, source, told, again }: Edited, { row, path, value }: CellEdit): Promise<void> {
  const before = { [path]: row[path] ?? null, [`${path}.$title`]: row[`${path}.$title`] ?? null }
  source.replace(row.id, { [path]: value })
  told()
  try {
    const saved = await records.update(entity, row.id, { [path]: value }, row.version)
    source.replace(row.id, saved)
    const undo = async (): Promise<void> => {
      await records.update(entity, saved.id, { [path]: row[path] ?? null }, saved.version).catch(toastProblem)
      await again()
    }
    toast(t('Saved.'), { action: { label: t('Undo'), run: undo } })
  } catch (error) {
    source.replace(row.id, before)
    toastProblem(error)
  }
  told()
}
