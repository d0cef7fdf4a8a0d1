import type { Change, Ctx, Json, RecordOf } from '@sangam/sdk'
import { isSale } from '../model/supply.ts'
import { takesUsualTax } from '../model/usual.ts'
import type { Document } from '../model.ts'
import type { SetUp } from './set-up.ts'

type DocumentRecord = RecordOf<typeof Document>
type Line = DocumentRecord['lines'][number]

interface Known {
  readonly setUp: SetUp
  /** The tax number of the party. */
  readonly number: string | null
}

/**
 * The document with the usual tax of its company on new lines that name no item and of whose tax nothing was said, and without what was filled in that its supplier, who has no tax number,
 * does not charge. What was said of a tax stays so; what a file brings stays as it was there.
 */
export function withUsualTax(ctx: Ctx, { before, given }: Change<typeof Document>, next: DocumentRecord, { setUp, number }: Known): DocumentRecord {
  if (!takesUsualTax(next)) return next
  const told = linesIn(given.lines)
  // Other hooks may have made lines of their own by now.
  if (told.length !== next.lines.length) return next
  const usual = ctx.origin === 'import' ? null : (setUp.policy(next.company, next.date)?.tax ?? null)
  const there = new Map(before?.lines.map(line => [line.id, line]))
  const charges = (tax: Line['tax']): boolean => isSale(next.kind) || number !== null || setUp.ofRegistered(tax, next.taxDate ?? next.date) === null
  const taxOf = (line: Line, at: number): Line['tax'] => {
    if (told[at]?.tax !== undefined || line.ofLine !== null || there.get(line.id)?.tax) return line.tax
    const tax = line.tax ?? (there.has(line.id) || line.item !== null ? null : usual)
    return charges(tax) ? tax : null
  }
  const taxes = next.lines.map(taxOf)
  return next.lines.some(({ tax }, at) => tax !== taxes[at]) ? { ...next, lines: next.lines.map((line, at) => ({ ...line, tax: taxes[at] ?? null })) } : next
}

type Told = { readonly [field: string]: Json | undefined }

function linesIn(given: Json | undefined): readonly Told[] {
  return Array.isArray(given) ? (given as unknown as readonly Told[]) : []
}
