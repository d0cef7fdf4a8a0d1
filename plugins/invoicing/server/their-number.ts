import type { Change, Ctx, RecordOf, Refusal } from '@sangam/sdk'
import { gstinProblem } from '../model/gstin.ts'
import { isSameNumber, theirNumberProblem } from '../model/number.ts'
import { ofNumber, perhapsAbroad } from '../model/sayings.ts'
import type { Document } from '../model.ts'
import { readSides } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** A document whose number of the other side is in doubt, and whether that is told now, so that what is wrong with it stands beside it. */
interface Doubted {
  readonly next: DocumentRecord
  readonly told: boolean
}

/**
 * Their number may be copied wrong: it is told here, or posted now, and is no GSTIN, which is right wherever they are. That of the document which a note is about is taken back as it stands
 * there.
 */
export function doubtOf({ verb, changed, given }: Change<typeof Document>, next: DocumentRecord, original: Original | null): Doubted | null {
  const number = next.partyRegistration
  if (number === null || gstinProblem(number) === null) return null
  if (original && isSameNumber(number, original.document.partyRegistration)) return null
  const told = typeof given.partyRegistration === 'string' && (verb === 'create' || changed.includes('partyRegistration'))
  return told || next.state === 'posted' ? { next, told } : null
}

/** What is wrong with numbers of the other side, by the country that they are of. One that is kept with their registrations was judged there, or brought by somebody as it is. */
export async function theirNumberProblems(ctx: Ctx, doubted: readonly (Doubted | null)[]): Promise<Refusal[]> {
  const documents = doubted.flatMap(one => one?.next ?? [])
  if (documents.length === 0) return []
  const sides = await readSides(ctx, documents, documents)
  return doubted.flatMap((one, index): Refusal[] => {
    if (!one) return []
    const { next, told } = one
    const number = next.partyRegistration ?? ''
    const { kept, partyCountry: country } = sides.picture(next)
    const own = sides.company(next.company)?.country ?? null
    const wrong = kept('party', number) === null ? theirNumberProblem(number, { country, own, place: next.placeOfSupply }) : null
    if (!wrong) return []
    const at = { index, field: 'partyRegistration', code: 'tax_number' }
    const problem = ctx.t(wrong.problem)
    if (told) return [wrong.sure ? { ...at, message: wrong.problem } : { ...at, message: perhapsAbroad, values: { problem } }]
    return [{ ...at, message: ofNumber, values: { number, problem: wrong.sure ? problem : ctx.t(perhapsAbroad, { problem }) } }]
  })
}
