import { compareDecimals, type RecordOf, type Refusal } from '@sangam/sdk'
import { wasCharged } from '../model/charged.ts'
import { isSameNumber } from '../model/number.ts'
import { isNotOurs, sayings } from '../model/sayings.ts'
import { isSale, takesBack } from '../model/supply.ts'
import type { Document, TaxedSnapshot } from '../model.ts'
import { linesOf } from './originals.ts'
import type { SetUp } from './set-up.ts'
import { chargesTax } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** Taxes of the registered stand on it, and whoever it is of does not charge them. */
export function chargesFalsely(next: DocumentRecord, original: Original | null): boolean {
  return !mayCharge(next, original) && ownLines(next, original).some(isOfRegistered)
}

/** Whoever it is of charges them, or did on the document that it takes back. What is added to one that was charged is charged too while its number holds, whatever scheme that has come under. */
function mayCharge(next: DocumentRecord, original: Original | null): boolean {
  if (original === null || !wasCharged(original.document.taxes)) return chargesTax(next)
  const number = original.document.ownRegistration
  const holds = number !== null && isSameNumber(next.ownRegistration, number) && !isNotOurs(next.ownScheme)
  return takesBack(next.kind) || holds || chargesTax(next)
}

/** The lines that take back none that was posted: those that do are taxed as that was, whoever is registered now. */
function ownLines({ kind, lines }: DocumentRecord, original: Original | null): DocumentRecord['lines'] {
  if (!takesBack(kind)) return lines
  const posted = new Set(original && linesOf(original).map(({ id }) => id))
  return lines.filter(({ ofLine }) => ofLine === null || !posted.has(ofLine))
}

function isOfRegistered({ taxed }: DocumentRecord['lines'][number]): boolean {
  const { parts, amounts } = (taxed as unknown as TaxedSnapshot | null) ?? { parts: [], amounts: [] }
  return parts.some((part, at) => part.registered && part.reverse !== true && compareDecimals(amounts[at] ?? '0', '0') !== 0)
}

/** Who has no tax number that holds, or is under a scheme without tax, charges no tax of the registered: nobody gets it back, and what is charged so is owed all the same. It says the ways out. */
export function chargedByNobody(
  next: DocumentRecord,
  original: Original | null,
  { setUp, index }: { readonly setUp: SetUp; readonly index: number },
): Refusal[] {
  if (mayCharge(next, original)) return []
  const day = next.taxDate ?? next.date
  // Where no state is known nothing is worked out yet: the tax that was chosen says it.
  const line = ownLines(next, original).find(one => isOfRegistered(one) || (next.supply === null && setUp.ofRegistered(one.tax, day) !== null))
  if (!line) return []
  const tax = setUp.ofRegistered(line.tax, day) ?? ''
  const sale = isSale(next.kind)
  const number = (sale ? next.ownRegistration : next.partyRegistration) ?? ''
  const why = (sale ? next.ownScheme : next.partyScheme) ?? 'none'
  if (why === 'unknown' || why === 'elsewhere') return []
  return [
    {
      index,
      field: sale ? 'ownRegistration' : 'partyRegistration',
      code: codes[why],
      message: sayings[sale ? 'ours' : 'theirs'][why],
      values: { tax, number },
    },
  ]
}

const codes = { none: 'no_number', ended: 'number_ended', composition: 'composition' } as const
