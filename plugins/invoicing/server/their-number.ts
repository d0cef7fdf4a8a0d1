import type { Change, Ctx, RecordOf, Refusal } from '@sangam/sdk'
import { gstinProblem } from '../model/gstin.ts'
import { isSameNumber, theirNumberProblem } from '../model/number.ts'
import { perhapsAbroad } from '../model/sayings.ts'
import type { Document } from '../model.ts'
import { readSides } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/**
 * Their number may be copied wrong: it is told here, or posted now, and is no GSTIN, which is right wherever they are. That of the document which a note is about is taken back as it stands
 * there.
 */
export function isTheirsInDoubt({ verb, changed, given }: Change<typeof Document>, next: DocumentRecord, original: Original | null): boolean {
  const number = next.partyRegistration
  if (number === null || gstinProblem(number) === null) return false
  if (original && isSameNumber(number, original.document.partyRegistration)) return false
  const told = typeof given.partyRegistration === 'string' && (verb === 'create' || changed.includes('partyRegistration'))
  return told || next.state === 'posted'
}

/** What is wrong with numbers of the other side, by the country that they are of. One that is kept with their registrations was judged there, or brought by somebody as it is. */
export async function theirNumberProblems(ctx: Ctx, asked: readonly { readonly next: DocumentRecord; readonly index: number }[]): Promise<Refusal[]> {
  if (asked.length === 0) return []
  const documents = asked.map(one => one.next)
  const sides = await readSides(ctx, documents, documents)
  return asked.flatMap(({ next, index }): Refusal[] => {
    const number = next.partyRegistration ?? ''
    const { kept, partyCountry: country } = sides.picture(next)
    const wrong =
      kept('party', number) === null
        ? theirNumberProblem(number, { country, own: sides.company(next.company)?.country ?? null, place: next.placeOfSupply })
        : null
    if (!wrong) return []
    const said = wrong.sure ? { message: wrong.problem } : { message: perhapsAbroad, values: { problem: ctx.t(wrong.problem) } }
    return [{ index, field: 'partyRegistration', code: 'tax_number', ...said }]
  })
}
