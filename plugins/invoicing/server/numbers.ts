import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, everyOf, type RecordOf } from '@sangam/sdk'
import { isSale } from '../model/supply.ts'
import { type Document, WithheldAccount } from '../model.ts'
import { Place, Registration } from './core.ts'

type DocumentRecord = RecordOf<typeof Document>
/** Of whom a number is asked, and on which day. */
type Asked = Pick<DocumentRecord, 'kind' | 'party' | 'company' | 'place' | 'date' | 'taxDate'>

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
  /** Why who has the number charges no tax; null where they do, as of a number that is known from the document alone. */
  scheme(document: Asked, side: 'party' | 'own', number: string | null): DocumentRecord['ownScheme']
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
  const atPlace = ({ place }: Asked): string | null => places.find(one => String(one.id) === place)?.stateCode ?? null
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
    scheme(document, side, number) {
      if (number === null) return null
      const mine = of(document, side).filter(one => one.number.toUpperCase() === number.toUpperCase())
      const now = mine.find(one => holds(one, dayOf(document, side)))
      if (mine.length > 0 && !now) return 'ended'
      return now?.scheme === 'composition' || (side === 'party' && agreed(document)?.taxTreatment === 'composition') ? 'composition' : null
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
