import { packedStrangers, type Stranger } from '../../third-party/packed.ts'
import type { Client, Said } from './client.ts'
import { installs, put, Town, undo } from './town.ts'

/** One thing that an owner does, in a state of the business. */
export interface Turn {
  readonly name: string
  readonly state: string
  /** Done on the node that is killed later, before. */
  readonly first?: (client: Client) => Promise<unknown>
  /** Null where it comes by itself when a node starts. */
  readonly act: ((client: Client) => Promise<Said>) | null
  /** The plugin that it is about, and where it is put: to see that there is nothing left to plan. */
  readonly plugin: string
  readonly to: string
}

const turn = (name: string, state: string, plugin: string, to: string, act: Turn['act'] = put(plugin, to)): Turn => ({ name, state, plugin, to, act })

/** Each way of a plugin from one state into another, and each upgrade. */
export const turns: readonly Turn[] = [
  turn('an upgrade that only adds', 'vehicles10', 'vehicles', '1.1.0', client => install(client, 'vehicles-1.1.0')),
  turn('an upgrade from 1.0 to 2.0 at a start', 'vehicles10_waits', 'vehicles', '2.0.0', null),
  turn('an upgrade from 1.1 to 2.0 at a start', 'vehicles11_waits', 'vehicles', '2.0.0', null),
  { ...turn('an upgrade from 1.0 to 2.0 by hand', 'vehicles10', 'vehicles', '2.0.0'), first: client => install(client, 'vehicles-2.0.0') },
  turn('an upgrade from 1.1 to 3.0, for which an owner is asked', 'vehicles11_asks', 'vehicles', '3.0.0'),
  turn('enabling', 'installed', 'vehicles', 'enabled'),
  turn('disabling', 'vehicles10', 'vehicles', 'disabled'),
  turn('enabling what was disabled', 'vehicles10_disabled', 'vehicles', 'enabled'),
  turn('uninstalling', 'vehicles10', 'vehicles', 'uninstalled'),
  turn('restoring', 'vehicles10_away', 'vehicles', 'enabled'),
  turn('restoring an older version', 'vehicles10_away_older', 'vehicles', 'enabled'),
  turn('deleting for good', 'vehicles10_away', 'vehicles', 'available'),
  turn('taking an enabling back', 'vehicles10', 'vehicles', 'uninstalled', undo('vehicles')),
  turn('taking an uninstalling back', 'vehicles10_away', 'vehicles', 'enabled', undo('vehicles')),
  turn('enabling with a bridge', 'strangers', 'loyalty', 'enabled'),
  turn('disabling with a bridge', 'bridged', 'loyalty', 'disabled'),
  turn('uninstalling one side of a bridge', 'bridged', 'loyalty', 'uninstalled'),
]

const packed = new Map<Stranger, Promise<Buffer>>()

export async function install(client: Client, one: Stranger): Promise<Said> {
  const archive = packed.get(one) ?? packedStrangers(one).then(found => found[one])
  packed.set(one, archive)
  return installs(await archive)(client)
}

/** The states that some turns begin in, each with so many vehicles and services. */
export async function townFor(chosen: readonly Turn[], vehicles: number): Promise<Town> {
  const town = await Town.found(['parties', 'items', 'leads'])
  const wanted = new Set(chosen.map(one => one.state))
  const known = states(vehicles)
  const done = new Set(['new'])
  // What others begin from too is made once; what only leads to one of them is made on the way to it.
  const isShared = (name: string): boolean => Object.entries(known).filter(([other, [from]]) => from === name && leadsTo(known, wanted, other)).length > 1
  const make = async (name: string): Promise<void> => {
    if (done.has(name)) return
    const works: Made[1][] = []
    let from = name
    do {
      const [before, work] = known[from] as Made
      works.unshift(work)
      from = before
    } while (from !== 'new' && !wanted.has(from) && !isShared(from))
    await make(from)
    await town.state(name, from, async client => {
      for (const work of works) await work(client)
    })
    done.add(name)
  }
  try {
    for (const state of wanted) await make(state)
    return town
  } catch (error) {
    await town.end()
    throw error
  }
}

type Made = readonly [from: string, work: (client: Client) => Promise<unknown>]

const states = (vehicles: number): { readonly [state: string]: Made } => ({
  installed: [
    'new',
    async client => {
      yes(await install(client, 'vehicles-1.0.0'))
    },
  ],
  strangers: [
    'new',
    async client => {
      for (const one of ['loyalty-1.0.0', 'commission-1.0.0'] as const) yes(await install(client, one))
    },
  ],
  vehicles10: [
    'installed',
    async client => {
      yes(await put('vehicles', 'enabled')(client))
      await garage(client, vehicles)
    },
  ],
  vehicles11: [
    'vehicles10',
    async client => {
      yes(await install(client, 'vehicles-1.1.0'))
      await colours(client)
    },
  ],
  vehicles10_waits: ['vehicles10', async client => yes(await install(client, 'vehicles-2.0.0'))],
  vehicles11_waits: ['vehicles11', async client => yes(await install(client, 'vehicles-2.0.0'))],
  vehicles11_asks: ['vehicles11', async client => yes(await install(client, 'vehicles-3.0.0'))],
  vehicles10_disabled: ['vehicles10', async client => yes(await put('vehicles', 'disabled')(client))],
  vehicles10_away: ['vehicles10', async client => yes(await put('vehicles', 'uninstalled')(client))],
  vehicles10_away_older: ['vehicles10_away', async client => yes(await install(client, 'vehicles-2.0.0'))],
  bridged: [
    'strangers',
    async client => {
      yes(await put('loyalty', 'enabled')(client))
      await customers(client)
    },
  ],
})

function leadsTo(known: { readonly [state: string]: Made }, wanted: ReadonlySet<string>, name: string): boolean {
  return wanted.has(name) || Object.entries(known).some(([other, [from]]) => from === name && leadsTo(known, wanted, other))
}

function yes({ status, json }: Said): void {
  if (status >= 300) throw new Error(`It was answered ${status}: ${JSON.stringify(json).slice(0, 400)}`)
}

/** Vehicles with services, and drivers among the customers. */
async function garage(client: Client, many: number): Promise<void> {
  const driver = await client.need<{ id: string }>('POST', '/api/records/parties.party', { name: 'Ravi', kind: 'person', licence: 'MH12 2020' })
  for (let from = 0; from < many; from += 500) {
    const cars = Array.from({ length: Math.min(500, many - from) }, (_, at) => ({
      plate: `${(from + at) % 3 === 0 ? 'MH' : 'DL'}${String(from + at).padStart(6, '0')}`,
      make: ['Tata', 'Maruti', null][(from + at) % 3],
      owner: driver.id,
      km: from + at,
    }))
    const made = await client.need<{ id: string }[]>('POST', '/api/records/vehicles.vehicle', cars)
    const services = made.map(({ id }, at) => ({
      vehicle: id,
      what: ['oil', 'tyres', 'other'][at % 3],
      cost: at % 4 === 0 ? null : `${at}.50`,
      note: `Service ${at}`,
    }))
    await client.need('POST', '/api/records/vehicles.service', services)
  }
}

async function colours(client: Client): Promise<void> {
  const { items } = await client.need<{ items: { id: string }[] }>('GET', '/api/records/vehicles.vehicle?limit=20&fields=plate')
  for (const { id } of items) await client.need('PATCH', `/api/records/vehicles.vehicle/${id}`, { colour: 'red' })
}

async function customers(client: Client): Promise<void> {
  await client.need('POST', '/api/records/parties.party', [{ name: 'Asha Stores' }, { name: 'Meera Motors' }])
}
