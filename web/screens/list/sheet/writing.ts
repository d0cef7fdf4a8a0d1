import { type FieldMeta, type Json, unguardCell } from '@sangam/sdk'
import { fieldAt } from '../../../data/meta.ts'
import { type Row, records } from '../../../data/records.ts'
import { formatNumber } from '../../../shell/format.ts'
import { called, t } from '../../../shell/words.ts'
import { toast, toastProblem } from '../../../ui/toast.ts'
import { optionsOf } from '../cells.ts'
import { pathLabel } from '../conditions.ts'
import type { Edited } from '../edit.ts'
import { isQuick } from '../quick-editor.ts'
import type { Copied } from './copying.ts'
import { type Place, type Range, spread } from './range.ts'
import { readCell, type Understood } from './reading.ts'
import { idsByTitle } from './titles.ts'

/** What is wished for a range of cells: to put in what was copied, to repeat its first line, to empty it. */
export type Wish =
  | { readonly kind: 'paste'; readonly range: Range; readonly table: readonly (readonly Copied[])[] }
  | { readonly kind: 'fill' | 'clear'; readonly range: Range }

/** The list the cells are of: what `saveCell` knows of it, and the paths of its columns. */
export interface Sheet extends Edited {
  readonly paths: readonly string[]
}

interface Cell {
  readonly place: Place
  readonly value: Copied
}
interface Target {
  readonly row: Row
  readonly field: FieldMeta
  readonly path: string
  readonly value: Copied
}
type Patches = ReadonlyMap<string, { readonly row: Row; readonly patch: { readonly [path: string]: Json } }>

/** As many lines as one request may change. */
const most = 1000

/** Writes the cells in one go, all or none, and offers to take it back. */
export async function writeCells(sheet: Sheet, wish: Wish): Promise<void> {
  try {
    const { source } = sheet
    const { top, bottom } = wish.range
    const lines = Math.max(bottom - top + 1, wish.kind === 'paste' ? wish.table.length : 0)
    if (lines > most) throw new Unfit(t('At most {most} lines can be changed at once.', { most: formatNumber(most) }))
    const cells = cellsOf(sheet, wish)
    if (cells.length === 0) return
    await source.need(top, top + lines - 1)
    const patches = await patchesOf(targetsOf(sheet, cells))
    if (patches.size > 0) await save(sheet, patches)
  } catch (error) {
    if (error instanceof Unfit) toast(`${error.message} ${t('Nothing was changed.')}`, { kind: 'problem' })
    else toastProblem(error)
  }
}

/** Told as it is, in the language of the person. */
class Unfit extends Error {}

function cellsOf({ entity, source, paths }: Sheet, wish: Wish): readonly Cell[] {
  const { range } = wish
  if (wish.kind === 'paste') return spread(wish.table, range)
  if (wish.kind === 'clear') return spread([[{ text: '', value: null }]], range)
  const top = source.at(range.top)
  const row = top?.kind === 'row' ? top.row : undefined
  if (!row || range.top === range.bottom) return []
  const line = paths.slice(range.left, range.right + 1).map((path): Copied => {
    const field = fieldAt(entity, path)
    return { text: '', value: row[path] ?? null, ...(field && { type: field.type }), ...(field?.to && { to: field.to }) }
  })
  return spread([line], { ...range, top: range.top + 1 })
}

function targetsOf({ entity, source, paths }: Sheet, cells: readonly Cell[]): readonly Target[] {
  return cells.flatMap(({ place, value }): Target[] => {
    const path = paths[place.column]
    if (path === undefined) throw new Unfit(t('What you copied has more columns than stand here.'))
    if (place.row >= source.length) throw new Unfit(t('What you copied has more lines than the list has from here on.'))
    const field = fieldAt(entity, path)
    const item = source.at(place.row)
    if (item?.kind === 'group') {
      if (value.text === '') return []
      throw new Unfit(t('Between these lines stands the head of a group. Paste within a group, or show the list without groups.'))
    }
    if (path.includes('.') || !field || !isQuick(field)) throw new Unfit(t('“{field}” can’t be changed in a list.', { field: pathLabel(entity, path) }))
    if (!item?.row) throw new Unfit(t('Not all of these lines have come yet.'))
    return [{ row: item.row, field, path, value }]
  })
}

async function patchesOf(targets: readonly Target[]): Promise<Patches> {
  const named = await namesOf(targets)
  const patches = new Map<string, { row: Row; patch: { [path: string]: Json } }>()
  for (const target of targets) {
    const { row, field, path } = target
    const understood = valueFrom(target, named)
    if ('wrong' in understood) throw new Unfit(`${called(field.label)}, “${target.value.text.slice(0, 60)}”: ${understood.wrong}`)
    if (JSON.stringify(understood.value) === JSON.stringify(row[path] ?? null)) continue
    const one = patches.get(row.id) ?? { row, patch: {} }
    one.patch[path] = understood.value
    patches.set(row.id, one)
  }
  return patches
}

type Names = ReadonlyMap<FieldMeta, ReadonlyMap<string, readonly string[]>>

/** Of references that came as words alone, the records which are called so. */
async function namesOf(targets: readonly Target[]): Promise<Names> {
  const words = new Map<FieldMeta, Set<string>>()
  for (const { field, value } of targets)
    if (field.type === 'reference' && !known(field, value) && value.text.trim() !== '') words.set(field, (words.get(field) ?? new Set()).add(wordsOf(value)))
  return new Map(await Promise.all([...words].map(async ([field, texts]) => [field, await idsByTitle(field, texts)] as const)))
}

function valueFrom({ row, field, path, value }: Target, named: Names): Understood {
  if (value.value === null) return { value: null }
  if (value.value !== undefined && known(field, value)) return { value: value.value }
  if (field.type !== 'reference') return readCell(field, value.text, row[path] ?? null)
  const words = wordsOf(value)
  if (words === '') return { value: null }
  const [id, other] = named.get(field)?.get(words) ?? []
  if (id === undefined) return { wrong: t('No record that you may see is called so.') }
  return other === undefined ? { value: id } : { wrong: t('Several records are called so. Choose one in the cell.') }
}

/** The very value of a cell of the same kind, which need not be read from words. */
function known(field: FieldMeta, { type, to, value }: Copied): boolean {
  const options = optionsOf(field)
  return type === field.type && to === field.to && (Object.keys(options).length === 0 || Object.hasOwn(options, String(value)))
}

function wordsOf({ text }: Copied): string {
  return unguardCell(text).trim()
}

async function save({ entity, source, told, again }: Sheet, patches: Patches): Promise<void> {
  const writes = [...patches.values()].map(({ row, patch }) => ({ entity, verb: 'update' as const, id: row.id, patch, version: row.version }))
  const saved = (await records.batch(writes)) as readonly Row[]
  for (const row of saved) source.replace(row.id, row)
  told()
  const undo = async (): Promise<void> => {
    const back = saved.map(row => ({ entity, verb: 'update' as const, id: row.id, patch: beforeOf(patches, row.id), version: row.version }))
    await records.batch(back).catch(toastProblem)
    await again()
  }
  toast(t('{count, plural, one {# line was changed.} other {# lines were changed.}}', { count: saved.length }), { action: { label: t('Undo'), run: undo } })
}

function beforeOf(patches: Patches, id: string): { readonly [path: string]: Json } {
  const { row, patch } = patches.get(id) ?? { row: {} as Row, patch: {} }
  return Object.fromEntries(Object.keys(patch).map(path => [path, row[path] ?? null]))
}
