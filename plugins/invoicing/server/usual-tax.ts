import { Item } from '@sangam/plugin-items/model'
import { type Change, type Ctx, everyOf, type Json, type RecordOf } from '@sangam/sdk'
import { takesUsualTax } from '../model/usual.ts'
import type { Document } from '../model.ts'
import type { SetUp } from './set-up.ts'

type DocumentRecord = RecordOf<typeof Document>
type Line = DocumentRecord['lines'][number]
type Changed = Change<typeof Document>

/** Lines with whether their tax is the usual one, which follows; null where nothing follows. */
export interface Following {
  readonly change: Changed
  readonly next: DocumentRecord
  readonly follows: readonly boolean[] | null
}

/** What decides which tax is usual, and whether it is charged: where none of it is another, lines keep their taxes. Posting changes none that was seen. */
const deciding: ReadonlySet<string> = new Set(['party', 'company', 'place', 'kind', 'date', 'taxDate', 'partyRegistration', 'ownRegistration'])

/**
 * On which lines the tax follows: on new ones of whose tax nothing was said, until somebody says something. What takes a document back is taxed as that was, and what a file brings as it
 * was there, but for items of whose tax it is silent.
 */
export function followingOf(ctx: Ctx, change: Changed, next: DocumentRecord): Following {
  const { before, given, changed } = change
  const told = linesIn(given.lines)
  // Other hooks may have made lines of their own by now.
  const unknown = told !== null && told.length !== next.lines.length
  const untouched = before !== null && told === null && !changed.some(name => deciding.has(name))
  if (!takesUsualTax(next) || unknown || untouched) return { change, next, follows: null }
  const there = new Map(before?.lines.map(line => [line.id, line]))
  const follows = next.lines.map((line, at) => {
    const was = there.get(line.id)
    const { tax, taxFollows } = told?.[at] ?? {}
    if (line.ofLine !== null) return false
    if (typeof taxFollows === 'boolean') return taxFollows
    if (was) return was.taxFollows === true && (tax === undefined || tax === was.tax)
    return tax === undefined && (ctx.origin !== 'import' || line.item !== null)
  })
  return { change, next, follows }
}

/** The tax categories of items whose lines may take a tax of theirs; nothing is asked where there are none. */
export async function readCategories(ctx: Ctx, all: readonly (Following | null)[]): Promise<ReadonlyMap<string, string | null>> {
  const lacking = all.flatMap(
    one => one?.next.lines.flatMap((line, at) => (one.follows?.[at] && line.item && isOpen(line, one.change) ? [line.item] : [])) ?? [],
  )
  if (lacking.length === 0) return new Map()
  const items = await ctx.asSystem('Looks up how items are taxed', system => everyOf(system.repo(Item), 'id', lacking, { fields: ['taxCategory'] }))
  return new Map(items.map(item => [String(item.id), item.taxCategory]))
}

/**
 * The document with the usual tax on lines that follow, where whoever charges it has a tax number or needs none for it, and without it where not: another party or another day changes
 * that. What was said of a tax stays so.
 */
export function withUsualTax(
  { change, next, follows }: Following,
  { setUp, categories, charging }: { readonly setUp: SetUp; readonly categories: ReadonlyMap<string, string | null>; readonly charging: boolean },
): DocumentRecord {
  if (follows === null) return next
  const policy = setUp.policy(next.company, next.date)?.tax ?? null
  const usualOf = ({ item }: Line): Line['tax'] => {
    const category = categories.get(String(item)) ?? null
    return category === null ? policy : (setUp.group(category)?.id ?? null)
  }
  const charged = (tax: Line['tax']): boolean => charging || setUp.ofRegistered(tax, next.taxDate ?? next.date) === null
  const lines = next.lines.map((line, at): Line => {
    const follow = follows[at] === true
    const tax = follow && isOpen(line, change) ? usualOf(line) : line.tax
    return { ...line, tax: follow && !charged(tax) ? null : tax, taxFollows: follow }
  })
  return { ...next, lines }
}

/** It has no tax yet, or that of another item. */
function isOpen(line: Line, { before }: Changed): boolean {
  const was = before?.lines.find(one => one.id === line.id)
  return line.tax === null || (was !== undefined && was.item !== line.item)
}

type Told = { readonly [field: string]: Json | undefined }

function linesIn(given: Json | undefined): readonly Told[] | null {
  return Array.isArray(given) ? (given as unknown as readonly Told[]) : null
}
