import { onCopy } from './cutting.ts'
import { evidence } from './evidence.ts'
import { type Load, pause, work } from './load.ts'
import { type Node, until } from './processes.ts'
import { differences, standing } from './standing.ts'
import { put } from './town.ts'
import { install, townFor, turns } from './turns.ts'

const customers = { entity: 'parties.party', values: { name: 'Work' }, patch: { name: 'Worked' }, sort: 'name' }

/**
 * Two processes of the product on one database, both asked at once to enable, upgrade, disable, put away and put back a plugin, again and again, while two read and two
 * write on each: nobody is refused, each change is done once, and both know of it. Gives what was wrong.
 */
export async function together(seed: number, rounds: number, say: (line: string) => void): Promise<string[]> {
  const keep = evidence('together', seed)
  const wrong: string[] = []
  const [enabling] = turns.filter(one => one.name === 'enabling')
  if (!enabling) throw new Error('There is no such turn.')
  const town = await townFor([enabling], 0)
  const sum = { rounds: 0, changes: 0, requests: 0, failed: 0, slowestMs: 0, longestWaitMs: 0, knownAfterMs: 0 }
  try {
    for (let round = 0; round < rounds; round += 1) {
      const loads = await onCopy(town, enabling.state, async copy => {
        const nodes: readonly Node[] = await Promise.all([copy.start(), copy.start()])
        const clients = nodes.map(node => town.clientOf(node))
        const people = clients.map(client => work(client, copy.db, customers))
        try {
          for (const to of ['enabled', '2.0.0', 'disabled', 'enabled', 'uninstalled', 'enabled']) {
            if (to === '2.0.0') await install(clients[0] as (typeof clients)[number], 'vehicles-2.0.0')
            const before = (await standing(copy.db)).changes.length
            const answers = await Promise.all(clients.map(client => put('vehicles', to)(client)))
            // Who comes second is told so, or found it done already.
            if (!answers.some(one => one.status === 200) || answers.some(one => one.status !== 200 && one.status !== 409))
              wrong.push(`round ${round}, ${to}: answered ${answers.map(one => `${one.status} ${JSON.stringify(one.json).slice(0, 200)}`).join(' and ')}`)
            const known = clients.map(client =>
              until(
                `round ${round}, ${to}: a node knows of it`,
                async () =>
                  (await client.ask('GET', '/api/records/vehicles.vehicle?limit=1')).status === (to === 'disabled' || to === 'uninstalled' ? 404 : 200),
                10_000,
              ),
            )
            for (const one of await Promise.allSettled(known))
              if (one.status === 'rejected') wrong.push(String(one.reason))
              else sum.knownAfterMs = Math.max(sum.knownAfterMs, Math.round(one.value))
            const changes = (await standing(copy.db)).changes.length - before
            if (changes !== 1) wrong.push(`round ${round}, ${to}: it was done ${changes} times`)
            sum.changes += 1
            await pause(300)
          }
        } finally {
          for (const one of people) await one.end()
          await Promise.all(nodes.map(node => node.kill()))
        }
        const stood = await standing(copy.db)
        await (await copy.start()).kill()
        const left = differences(await standing(copy.db), stood)
        if (left.length > 0) wrong.push(`round ${round}: another start finds something to do: ${left.slice(0, 5).join('; ')}`)
        return people.map(one => one.load)
      })
      sum.rounds += 1
      for (const load of loads) add(sum, load)
      wrong.push(...loads.flatMap(load => load.failed).map(one => `round ${round}: somebody met with ${one}`))
      keep({ ...sum, wrong: wrong.length })
      say(`together: ${JSON.stringify(sum)}, ${wrong.length} wrong`)
    }
  } finally {
    await town.end()
  }
  return wrong
}

function add(sum: { requests: number; failed: number; slowestMs: number; longestWaitMs: number }, load: Load): void {
  sum.requests += load.requests
  sum.failed += load.failed.length
  sum.slowestMs = Math.max(sum.slowestMs, load.slowestMs)
  sum.longestWaitMs = Math.max(sum.longestWaitMs, load.longestWaitMs)
}
