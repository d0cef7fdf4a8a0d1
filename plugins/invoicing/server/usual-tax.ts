import type { Change, Ctx, Json, RecordOf } from '@sangam/sdk'
import { takesUsualTax } from '../model/usual.ts'
import type { Document } from '../model.ts'
import type { SetUp } from './set-up.ts'

type DocumentRecord = RecordOf<typeof Document>

/** The document with the usual tax of its company on new lines that name no item and of whose tax nothing was said. Who says that there is none has none; what a file brings stays as it was there. */
export function withUsualTax(ctx: Ctx, { before, given }: Change<typeof Document>, next: DocumentRecord, setUp: SetUp): DocumentRecord {
  const usual = setUp.policy(next.company, next.date)?.tax ?? null
  if (usual === null || ctx.origin === 'import' || !takesUsualTax(next)) return next
  const told = linesIn(given.lines)
  // Other hooks may have made lines of their own by now.
  if (told.length !== next.lines.length) return next
  const there = new Set(before?.lines.map(line => line.id))
  const untold = (line: DocumentRecord['lines'][number], at: number): boolean =>
    !there.has(line.id) && line.item === null && line.tax === null && line.ofLine === null && told[at]?.tax === undefined
  return next.lines.some(untold) ? { ...next, lines: next.lines.map((line, at) => (untold(line, at) ? { ...line, tax: usual } : line)) } : next
}

type Told = { readonly [field: string]: Json | undefined }

function linesIn(given: Json | undefined): readonly Told[] {
  return Array.isArray(given) ? (given as unknown as readonly Told[]) : []
}
