import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, everyOf, type RecordOf } from '@sangam/sdk'
import { countryOf } from '../model/number.ts'
import type { OwnNumber } from '../model/sayings.ts'
import { isSale, stateIn } from '../model/supply.ts'
import type { Document, WithheldAccount } from '../model.ts'
import { Company } from './core.ts'
import { type Numbers, readNumbers, stateOf } from './numbers.ts'

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
  /** By its two letters; null where no address of theirs names one. */
  readonly partyCountry: string | null
  readonly ownState: string | null
  /** The state of our place, where one is named. */
  readonly atPlace: string | null
  /** Days to pay that were agreed with them. */
  readonly days: number | null
  /** The section by which tax is withheld of them, or by them. */
  readonly withholding: RecordOf<typeof WithheldAccount>['withholding']
  /** A number as it is kept with the registrations of a side; null where it is none of them. */
  kept(side: 'party' | 'own', number: string): string | null
  /** Why one of them charges no tax with the number that stands on the document. */
  theirScheme(number: string | null): ReturnType<Numbers['theirScheme']>
  ownScheme(number: string | null): ReturnType<Numbers['ownScheme']>
  gotBack(number: string | null): boolean
  /** All numbers of our company, each with what is against writing under it. */
  readonly owned: readonly OwnNumber[]
}

/** Whether a side charges the taxes of the registered: it has a number, and nothing is against it. */
export function chargesTax({ kind, ...of }: Pick<DocumentRecord, 'kind' | 'partyRegistration' | 'ownRegistration' | 'partyScheme' | 'ownScheme'>): boolean {
  return isSale(kind) ? weCharge(of) : of.partyRegistration !== null && of.partyScheme === null
}

/** Whether we charge the taxes of the registered, and get those of others back. */
export function weCharge({ ownRegistration, ownScheme }: Pick<DocumentRecord, 'ownRegistration' | 'ownScheme'>): boolean {
  return ownRegistration !== null && ownScheme === null
}

/** Reads both sides of the documents that need a picture; of the others the companies alone. */
export async function readSides(ctx: Ctx, documents: readonly DocumentRecord[], pictured: readonly DocumentRecord[]): Promise<Sides> {
  const companies = documents.flatMap(one => one.company ?? [])
  const parties = pictured.map(one => one.party).filter(id => typeof id === 'string')
  return ctx.asSystem('Reads who buys and who sells', async system => {
    const [ours, known, numbers] = await Promise.all([
      everyOf(system.repo(Company), 'id', companies, { fields: ['country', 'currency', 'fiscalYearStart'] }),
      everyOf(system.repo(Party), 'id', parties, { fields: ['name', 'legalName', 'addresses'] }),
      readNumbers(system, pictured),
    ])
    const byId = new Map(ours.map(one => [String(one.id), one]))
    const partyOf = new Map<string, PartyRecord>(known.map(one => [String(one.id), one]))
    return {
      company: id => byId.get(String(id)) ?? null,
      picture: document => {
        const party = partyOf.get(String(document.party))
        const [theirs, own, agreed] = [numbers.theirs(document), numbers.ours(document), numbers.agreed(document)]
        const billing = addressOf(party, ['billing', 'registered', 'office'])
        const billTo = party ? written(party, billing) : null
        const shipTo = party ? written(party, addressOf(party, ['delivery', 'office', 'billing'])) : null
        return {
          ...{ name: party?.name ?? '', billTo },
          shipTo: shipTo === billTo ? null : shipTo,
          partyRegistration: theirs?.number ?? null,
          ownRegistration: own?.number ?? null,
          partyState: stateOf(theirs) ?? billing?.stateCode ?? null,
          partyCountry: countryIn(party, billing),
          ownState: stateOf(own),
          atPlace: numbers.atPlace(document),
          days: agreed?.termsDays ?? null,
          withholding: agreed?.withholding ?? null,
          kept: (side, number) => numbers.kept(document, side, number),
          theirScheme: number => numbers.theirScheme(document, number),
          ownScheme: number => numbers.ownScheme(document, number),
          gotBack: number => numbers.gotBack(document, number),
          owned: numbers.owned(document),
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

function countryIn(party: PartyRecord | undefined, billing: ReturnType<typeof addressOf>): string | null {
  const named = billing?.country ?? party?.addresses.find(one => one.country !== null)?.country ?? null
  return named === null ? null : countryOf(named)
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
