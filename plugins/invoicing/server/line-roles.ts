import { Item } from '@sangam/plugin-items/model'
import { type Ctx, everyOf, type RecordOf } from '@sangam/sdk'
import { isSale } from '../model/supply.ts'
import type { Document } from '../model.ts'
import { isVoucher } from './refusals.ts'

type DocumentRecord = RecordOf<typeof Document>
type Line = DocumentRecord['lines'][number]

/** Roles that follow from what a document is and what stands on its line; any other was told. */
const followed: ReadonlySet<string | null> = new Set(['sales', 'purchases', 'services', 'customerAdvance', null])

/** The items on bills that are services. */
export async function readServices(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<ReadonlySet<string>> {
  const ids = documents.flatMap(one => (isSale(one.kind) ? [] : one.lines.flatMap(line => line.item ?? [])))
  if (ids.length === 0) return new Set()
  const found = await ctx.asSystem('Looks which items of a bill are services', system => everyOf(system.repo(Item), 'id', ids, { fields: ['kind'] }))
  return new Set(found.filter(one => one.kind === 'service').map(one => String(one.id)))
}

/**
 * The account a line goes to, by its role: of a bill goods are purchases, and what is a service, or named in words alone, is an expense. What takes a line back goes where that line went,
 * and a lower price in words where all lines of its bill did.
 */
export function roleOf(line: Line, document: DocumentRecord, original: DocumentRecord | null, services: ReadonlySet<string>): string {
  if (line.role !== null && (!followed.has(line.role) || line.ofLine !== null || line.sourceEntity !== null)) return line.role
  if (isVoucher(document.kind)) return 'customerAdvance'
  if (isSale(document.kind)) return 'sales'
  if (line.item !== null) return services.has(String(line.item)) ? 'services' : 'purchases'
  const [first = null, ...others] = original ? [...new Set(original.lines.map(one => one.role))] : []
  return first !== null && others.length === 0 ? first : 'services'
}
