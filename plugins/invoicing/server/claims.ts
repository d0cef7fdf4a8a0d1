import { compareDecimals, type RecordOf } from '@sangam/sdk'
import { claimUntil } from '../model/claim.ts'
import { isSale } from '../model/supply.ts'
import type { KeptPart, TaxedSnapshot } from '../model/taxed.ts'
import type { Document } from '../model.ts'
import type { SetUp } from './set-up.ts'
import { weCharge } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>
type Bill = Pick<
  DocumentRecord,
  'kind' | 'company' | 'date' | 'postingDate' | 'supplierDate' | 'partyRegistration' | 'ownRegistration' | 'ownScheme' | 'inputRight'
>

/** Until when a part of a tax on a bill is got back; null where for ever. Where the buyer writes the paper of a supplier who has no number, nobody's paper is late. */
function untilOf(bill: Bill, { claimMonths, reverse }: KeptPart, setUp: SetUp, start: number): string | null {
  if (bill.kind !== 'bill' || claimMonths === undefined || (reverse === true && bill.partyRegistration === null)) return null
  const day = bill.supplierDate ?? bill.date
  return claimUntil(day, { months: claimMonths, start, filed: setUp.filed(bill.company, bill.ownRegistration, day, start) })
}

/** The day on which a bill stands in the books, and its tax in a return. */
export function bookDay({ date, postingDate }: Pick<Bill, 'date' | 'postingDate'>): string {
  return postingDate ?? date
}

interface Around {
  readonly setUp: SetUp
  readonly start: number
  /** What a note is about. */
  readonly original: Original | null
}

/** The parts of a tax as they hold on a document: what we do not get back is part of what was bought, and a note about it lessens that. */
export function claimed(bill: Bill, parts: readonly KeptPart[], { setUp, start, original }: Around): readonly KeptPart[] {
  if (isSale(bill.kind)) return parts
  const posted = original?.document.taxes ?? []
  const before = !weCharge(bill) || (bill.kind === 'bill' && !bill.inputRight)
  return parts.map(part => {
    const until = untilOf(bill, part, setUp, start)
    const late = until !== null && until < bookDay(bill)
    const taken = posted.filter(row => row.code === part.key)
    const never = taken.length > 0 && taken.every(row => !row.recoverable)
    return (before && part.registered) || late || never ? { ...part, recoverable: false } : part
  })
}

/** Why tax on a bill is not got back, and until when it is; as its lines were taxed. */
export function claimOf(bill: Bill, snapshots: readonly TaxedSnapshot[], setUp: SetUp, start: number): Pick<DocumentRecord, 'inputLost' | 'inputUntil'> {
  const charged = snapshots.flatMap(({ parts, amounts }) => parts.filter((_, at) => compareDecimals(amounts[at] ?? '0', '0') !== 0))
  const untils = charged.flatMap(part => untilOf(bill, part, setUp, start) ?? [])
  const inputUntil = untils.toSorted()[0] ?? null
  const lost = charged.some(part => part.registered && part.recoverable === false)
  if (isSale(bill.kind) || bill.kind !== 'bill' || !lost) return { inputLost: null, inputUntil: lost ? null : inputUntil }
  return { inputLost: weCharge(bill) && bill.inputRight ? 'late' : 'before', inputUntil }
}
