import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, everyOf, type RecordOf } from '@sangam/sdk'
import { isSameNumber } from '../model/number.ts'
import type { OwnNumber } from '../model/sayings.ts'
import { isSale } from '../model/supply.ts'
import { type Document, WithheldAccount } from '../model.ts'
import { Place, Registration } from './core.ts'

type DocumentRecord = RecordOf<typeof Document>
/** Of whom a number is asked, and on which day. */
type Asked = Pick<DocumentRecord, 'kind' | 'party' | 'company' | 'place' | 'date' | 'taxDate' | 'supplierDate'>

const fields = ['company', 'record', 'kind', 'number', 'stateCode', 'scheme', 'validFrom', 'validTo'] as const
type Held = Pick<RecordOf<typeof Registration>, (typeof fields)[number]>
type Agreed = Pick<RecordOf<typeof WithheldAccount>, 'party' | 'company' | 'side' | 'termsDays' | 'taxTreatment' | 'withholding'>

/** The GSTINs and VAT numbers of both sides, and what was agreed with the other one. */
export interface Numbers {
  theirs(document: Asked): Held | null
  /** That of the state of our place, where one is named. */
  ours(document: Asked): Held | null
  agreed(document: Asked): Agreed | null
  /** The state of our place, where one is named. */
  atPlace(document: Asked): string | null
  /** All of our company, each with what is against writing under it. */
  owned(document: Asked): readonly OwnNumber[]
  /** A number as it is kept with the registrations of a side; null where it is none of them. */
  kept(document: Asked, side: 'party' | 'own', number: string): string | null
  /** Why the other side charges no tax; null where they do, as under a number that is known from the document alone. */
  theirScheme(document: Asked, number: string | null): DocumentRecord['partyScheme']
  /** Why we charge no tax under a number, which is one of ours, or nobody may charge any under it. */
  ownScheme(document: Asked, number: string | null): DocumentRecord['ownScheme']
  /** Whether tax that was charged to us under a number on the day of a bill is got back: who was not registered then, or under composition, gets none (CGST Act, section 16(1) and 10(4)). */
  gotBack(document: Asked, number: string | null): boolean
}

export async function readNumbers(system: Ctx, documents: readonly Asked[]): Promise<Numbers> {
  const parties = documents.map(one => one.party).filter(id => typeof id === 'string')
  const companies = documents.flatMap(one => one.company ?? [])
  const kind = { in: ['gstin' as const, 'vat' as const] }
  const [theirs, ours, accounts, places] = await Promise.all([
    everyOf(system.repo(Registration), 'record', parties, { where: { entity: Party.name, kind }, fields, sort: ['kind'] }),
    everyOf(system.repo(Registration), 'company', companies, { where: { kind }, fields, sort: ['kind'] }),
    everyOf(system.repo(WithheldAccount), 'party', parties, { fields: ['party', 'company', 'side', 'termsDays', 'taxTreatment', 'withholding'] }),
    everyOf(
      system.repo(Place),
      'id',
      documents.flatMap(one => one.place ?? []),
      { fields: ['stateCode'] },
    ),
  ])
  const of = (document: Asked, side: 'party' | 'own'): readonly Held[] =>
    side === 'own' ? ours.filter(one => one.company === document.company) : theirs.filter(one => one.record === document.party)
  const agreed = (document: Asked): Agreed | null => {
    const side = isSale(document.kind) ? 'customer' : 'supplier'
    return accounts.find(one => one.party === document.party && one.company === document.company && one.side === side) ?? null
  }
  const found = (document: Asked, side: 'party' | 'own', number: string) => {
    const mine = of(document, side).filter(one => isSameNumber(one.number, number))
    return { mine, now: mine.find(one => holds(one, dayOf(document, side))) ?? null }
  }
  const atPlace = ({ place }: Asked): string | null => places.find(one => String(one.id) === place)?.stateCode ?? null
  const ownScheme: Numbers['ownScheme'] = (document, number) => {
    if (number === null) return null
    const { mine, now } = found(document, 'own', number)
    if (!now) return mine.length > 0 ? 'ended' : 'unknown'
    const [at, state] = [atPlace(document), stateOf(now)]
    if (at !== null && state !== null && state !== at) return 'elsewhere'
    return now.scheme === 'composition' ? 'composition' : null
  }
  return {
    agreed,
    atPlace,
    theirs: document => of(document, 'party').find(one => holds(one, dayOf(document, 'party'))) ?? null,
    ours(document) {
      const all = of(document, 'own').filter(one => holds(one, dayOf(document, 'own')))
      const at = atPlace(document)
      // A number of no state, such as one for VAT, is that of all places.
      return (at === null ? all[0] : (all.find(one => stateOf(one) === at) ?? all.find(one => stateOf(one) === null))) ?? null
    },
    owned: document => [...new Set(of(document, 'own').map(one => one.number))].map(number => ({ number, lacks: ownScheme(document, number) })),
    kept: (document, side, number) => {
      const { mine, now } = found(document, side, number)
      return (now ?? mine[0])?.number ?? null
    },
    theirScheme(document, number) {
      if (number === null) return null
      const { mine, now } = found(document, 'party', number)
      if (mine.length > 0 && !now) return 'ended'
      return now?.scheme === 'composition' || agreed(document)?.taxTreatment === 'composition' ? 'composition' : null
    },
    ownScheme,
    gotBack(document, number) {
      if (number === null || document.kind !== 'bill') return true
      const day = document.taxDate ?? document.supplierDate ?? document.date
      const mine = found(document, 'own', number).mine
      return mine.length === 0 || mine.some(one => holds(one, day) && one.scheme !== 'composition')
    },
  }
}

/** A supplier charged tax on the day for tax, however late their bill comes. What we charge is charged on the day of the document: another day for tax brings no number back. */
function dayOf({ kind, date, taxDate }: Asked, side: 'party' | 'own'): string {
  return side === 'own' || isSale(kind) ? date : (taxDate ?? date)
}

function holds({ validFrom, validTo }: Held, day: string): boolean {
  return (validFrom ?? '') <= day && day <= (validTo ?? '9999')
}

/** A GSTIN begins with the code of its state. */
export function stateOf(registration: Held | null): string | null {
  if (!registration) return null
  return registration.stateCode ?? (registration.kind === 'gstin' && /^\d\d/.test(registration.number) ? registration.number.slice(0, 2) : null)
}
