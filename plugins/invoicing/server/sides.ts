import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, everyOf, type RecordOf } from '@sangam/sdk'
import { isSale, stateIn } from '../model/supply.ts'
import { type Document, WithheldAccount } from '../model.ts'
import { Company, Place, Registration } from './core.ts'

type DocumentRecord = RecordOf<typeof Document>
type PartyRecord = Pick<RecordOf<typeof Party>, 'id' | 'name' | 'legalName' | 'addresses'>

/** Who buys and who sells, as they are known today: what documents take a picture of. */
export interface Sides {
  company(id: string | null): Pick<RecordOf<typeof Company>, 'id' | 'country' | 'currency' | 'fiscalYearStart'> | null
  /** What a document takes over of its party and its company. */
  picture(document: DocumentRecord): Picture
}

export interface Picture {
  readonly name: string
  readonly billTo: string | null
  readonly shipTo: string | null
  readonly partyRegistration: string | null
  readonly ownRegistration: string | null
  readonly partyState: string | null
  readonly ownState: string | null
  /** The state of our place, where one is named. */
  readonly atPlace: string | null
  /** Days to pay that were agreed with them. */
  readonly days: number | null
  /** The section by which tax is withheld of them, or by them. */
  readonly withholding: RecordOf<typeof WithheldAccount>['withholding']
}

const fields = {
  company: ['country', 'currency', 'fiscalYearStart'],
  registration: ['company', 'record', 'kind', 'number', 'stateCode', 'validFrom', 'validTo'],
} as const

/** Reads both sides of the documents that need a picture; of the others the companies alone. */
export async function readSides(ctx: Ctx, documents: readonly DocumentRecord[], pictured: readonly DocumentRecord[]): Promise<Sides> {
  const companies = documents.flatMap(one => one.company ?? [])
  const parties = pictured.map(one => one.party).filter(id => typeof id === 'string')
  const places = pictured.flatMap(one => one.place ?? [])
  return ctx.asSystem('Reads who buys and who sells', async system => {
    const [ours, known, theirs, own, terms, at] = await Promise.all([
      everyOf(system.repo(Company), 'id', companies, { fields: fields.company }),
      everyOf(system.repo(Party), 'id', parties, { fields: ['name', 'legalName', 'addresses'] }),
      everyOf(system.repo(Registration), 'record', parties, { where: { entity: Party.name }, fields: fields.registration, sort: ['kind'] }),
      everyOf(system.repo(Registration), 'company', pictured.length === 0 ? [] : companies, { fields: fields.registration, sort: ['kind'] }),
      everyOf(system.repo(WithheldAccount), 'party', parties, { fields: ['party', 'company', 'side', 'termsDays', 'withholding'] }),
      everyOf(system.repo(Place), 'id', places, { fields: ['stateCode'] }),
    ])
    const byId = new Map(ours.map(one => [String(one.id), one]))
    const partyOf = new Map<string, PartyRecord>(known.map(one => [String(one.id), one]))
    return {
      company: id => byId.get(String(id)) ?? null,
      picture: document => {
        const party = partyOf.get(String(document.party))
        const taxNumber = holding(theirs, document.date, one => one.record === document.party)
        const ownNumber = holding(own, document.date, one => one.company === document.company)
        const billing = addressOf(party, ['billing', 'registered', 'office'])
        const side = isSale(document.kind) ? 'customer' : 'supplier'
        const agreed = terms.find(one => one.party === document.party && one.company === document.company && one.side === side)
        return {
          name: party?.name ?? '',
          billTo: party ? written(party, billing) : null,
          shipTo: party ? written(party, addressOf(party, ['delivery', 'office', 'billing'])) : null,
          partyRegistration: taxNumber?.number ?? null,
          ownRegistration: ownNumber?.number ?? null,
          partyState: stateOf(taxNumber) ?? billing?.stateCode ?? null,
          ownState: stateOf(ownNumber) ?? null,
          atPlace: at.find(one => String(one.id) === document.place)?.stateCode ?? null,
          days: agreed?.termsDays ?? null,
          withholding: agreed?.withholding ?? null,
        }
      },
    }
  })
}

/** Where both sides are. Goods and services are taxed where the buyer is, a bill where we are; the number on the document itself tells before what is known of a side. */
export function statesOf(kind: string, picture: Picture | null, { party, own }: { readonly party: string | null; readonly own: string | null }) {
  const theirs = stateIn(party) ?? picture?.partyState ?? null
  const ours = picture?.atPlace ?? stateIn(own) ?? picture?.ownState ?? null
  return isSale(kind) ? { buyer: theirs, seller: ours } : { buyer: ours, seller: theirs }
}

/** The GSTIN or VAT number that holds on a day. */
function holding(
  all: readonly Pick<RecordOf<typeof Registration>, (typeof fields.registration)[number]>[],
  day: string,
  mine: (one: Pick<RecordOf<typeof Registration>, 'company' | 'record'>) => boolean,
) {
  return all.find(one => mine(one) && (one.kind === 'gstin' || one.kind === 'vat') && (one.validFrom ?? '') <= day && day <= (one.validTo ?? '9999'))
}

/** A GSTIN begins with the code of its state. */
function stateOf(registration: { readonly kind: string | null; readonly number: string; readonly stateCode: string | null } | undefined): string | null {
  if (!registration) return null
  return registration.stateCode ?? (registration.kind === 'gstin' && /^\d\d/.test(registration.number) ? registration.number.slice(0, 2) : null)
}

function addressOf(party: PartyRecord | undefined, order: readonly string[]) {
  const all = party?.addresses ?? []
  for (const kind of order) {
    const found = all.find(one => one.kind === kind)
    if (found) return found
  }
  return all[0]
}

function written(party: PartyRecord, address: ReturnType<typeof addressOf>): string {
  const place = [address?.city, address?.postcode].filter(Boolean).join(' ')
  const lines = [party.legalName ?? party.name, address?.street, place, address?.state].filter(Boolean)
  return lines.join('\n').slice(0, 600)
}
