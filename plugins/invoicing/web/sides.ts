import { Account, Party } from '@sangam/plugin-parties/model'
import { company, repo, today } from '@sangam/sdk/web'
import { Registration } from '../model/organisation.ts'
import { stateIn } from '../model/supply.ts'

/** Where the other side is, and the days to pay that were agreed with them, as far as whoever types may know them. */
export interface OtherSide {
  readonly state: string | null
  /** Whether they have a tax number, as far as it is known here. */
  readonly registered: boolean | null
  readonly days: { readonly customer: number | null; readonly supplier: number | null }
}

const parties = new Map<string, OtherSide | null>()

/** What is known of a party; it is asked for once, and `told` is called when it has come. */
export function otherSide(id: string, told: () => void): OtherSide | null {
  const found = parties.get(id)
  if (found !== undefined) return found
  parties.set(id, null)
  void readSide(id).then(side => {
    parties.set(id, side)
    told()
  })
  return null
}

async function readSide(id: string): Promise<OtherSide> {
  const [party, numbers, accounts] = await Promise.all([
    orNothing(repo(Party).get(id as never, { fields: ['addresses'] })),
    orNothing(repo(Registration).find({ where: { entity: Party.name, record: id }, limit: 20 })),
    orNothing(repo(Account).find({ where: { party: id as never, company: company()?.id as never }, fields: ['side', 'termsDays'], limit: 10 })),
  ])
  const addresses = party?.addresses ?? []
  const billing = ['billing', 'registered', 'office'].map(kind => addresses.find(one => one.kind === kind)).find(Boolean) ?? addresses[0]
  const days = (side: string): number | null => accounts?.items.find(one => one.side === side)?.termsDays ?? null
  const held = heldAmong(numbers?.items ?? [])
  const registered = numbers === null ? null : held !== undefined
  return { registered, state: stateOf(held) ?? billing?.stateCode ?? null, days: { customer: days('customer'), supplier: days('supplier') } }
}

let own: Promise<string | null> | null = null

/** The state of the company, by its tax number. */
export function ownState(): Promise<string | null> {
  own ??= orNothing(repo(Registration).find({ where: { company: company()?.id ?? '' }, limit: 20 })).then(found => stateOf(heldAmong(found?.items ?? [])))
  return own
}

/** What was read is forgotten: somebody changed who is registered where. */
export function forgetSides(): void {
  own = null
  parties.clear()
}

type Held = { readonly kind: string | null; readonly number: string; readonly stateCode: string | null; readonly validTo: string | null }

function heldAmong(all: readonly Held[]): Held | undefined {
  return all.find(one => (one.kind === 'gstin' || one.kind === 'vat') && today() <= (one.validTo ?? '9999'))
}

function stateOf(held: Held | undefined): string | null {
  return held ? (held.stateCode ?? stateIn(held.number)) : null
}

/** What somebody may not read says nothing here; the server knows it. */
function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch(() => null)
}
