import { sql } from 'drizzle-orm'
import type { Client } from './client.ts'
import type { Cut } from './cutting.ts'
import { onCopy } from './cutting.ts'
import { type Load, pause, work } from './load.ts'
import { Nth, type Sent } from './statements.ts'
import type { Copy, Town } from './town.ts'

/** One change of an entity that people work with. */
export interface Shaping {
  readonly name: string
  readonly operation: object
  /** What the list of entities says of its fields before and after, and what each of the first records holds. */
  readonly field: string
  readonly type: readonly [before: string | null, after: string | null]
  readonly holds: (at: number) => readonly [before: unknown, after: unknown]
}

const on = { entity: 'x.asset' }
const assetWork = { entity: 'x.asset', values: { name: 'Work', mark: 'new' }, patch: { mark: 'seen' }, sort: 'name' }
export const shapings: readonly Shaping[] = [
  {
    name: 'a field is added',
    operation: {
      op: 'addField',
      ...on,
      field: 'weight',
      type: 'choice',
      options: { required: true, default: 'light', choices: ['light', 'heavy'], index: true },
    },
    field: 'weight',
    type: [null, 'choice'],
    holds: () => [undefined, 'light'],
  },
  {
    name: 'a type is changed',
    operation: { op: 'convertField', ...on, field: 'size', type: 'integer', options: {} },
    field: 'size',
    type: ['text', 'integer'],
    holds: at => [String(at), at],
  },
  {
    name: 'a field is dropped',
    operation: { op: 'removeField', ...on, field: 'note' },
    field: 'note',
    type: ['text', null],
    holds: at => [`Note ${at}`, undefined],
  },
]

export const assets = { state: 'assets', many: 2_000 }

/** Records that nobody changes, beside those that people work with. */
export async function makeAssets(client: Client, many: number): Promise<void> {
  const fields = [{ field: 'name', type: 'text', options: { index: true, search: true } }, ...['size', 'note', 'mark'].map(field => ({ field, type: 'text' }))]
  await client.need('POST', '/api/model/apply', { operations: [{ op: 'addEntity', ...on, label: 'Asset', fields }] })
  for (let from = 0; from < many; from += 500)
    await client.need(
      'POST',
      '/api/records/x.asset',
      Array.from({ length: 500 }, (_, at) => ({ name: `Asset ${from + at}`, size: String(from + at), note: `Note ${from + at}` })),
    )
}

export interface Shaped {
  readonly outcome: 'old' | 'new'
  readonly load: Load
  readonly wrong: string[]
}

/** What is sent for a change of an entity. */
export async function sentFor(town: Town, { operation }: Shaping, idle: ReadonlySet<string> | 'owners'): Promise<readonly Sent[]> {
  return onCopy(town, assets.state, async copy => {
    const node = await copy.start(true)
    const trap = new Nth(0, 'before', idle)
    void copy.between.arm(trap)
    await town.clientOf(node).need('POST', '/api/model/apply', { operations: [operation] })
    await node.kill()
    return [...trap.said]
  })
}

/**
 * An administrator changes an entity on one node, which is killed at a statement of it, while people work on another. It is as before or as
 * after, nobody on the other node met with a refusal or waited long, no value is lost, and applied again it is as after.
 */
export async function shape(
  town: Town,
  shaping: Shaping,
  said: readonly Sent[],
  { nth, when }: Cut,
  idle: ReadonlySet<string> | 'owners',
): Promise<Shaped | null> {
  const wrong: string[] = []
  const at = said[nth - 1]?.text.replaceAll(/\s+/g, ' ').slice(0, 120) ?? '-'
  const say = (text: string): void => void wrong.push(`${shaping.name}, killed ${when} statement ${nth} (${at}): ${text}`)
  return onCopy(town, assets.state, async copy => {
    const [weak, strong] = await Promise.all([copy.start(true), copy.start()])
    const [owner, other] = [town.clientOf(weak), town.clientOf(strong)]
    const people = work(other, copy.db, assetWork)
    await pause(200)
    const sprung = copy.between.arm(new Nth(nth, when, idle)).then(() => true as const)
    const first = await Promise.race([sprung, owner.ask('POST', '/api/model/apply', { operations: [shaping.operation] }).catch(() => null)])
    await weak.kill()
    copy.between.heal()
    const again = await copy.start().catch(async error => {
      await people.end()
      throw error
    })
    try {
      const back = town.clientOf(again)
      const outcome = first === true ? await stateOf(back, copy, shaping, say) : 'new'
      if (first !== true) return null
      if (outcome === 'old') await applyAgain(back, shaping, say)
      await pause(200)
      await people.end()
      for (const client of [back, other]) if ((await stateOf(client, copy, shaping, say)) !== 'new') say('applied again, it is still as before')
      for (const one of new Set(people.load.failed)) say(`somebody else met with ${one}`)
      if (people.load.longestWaitMs >= 2_000) say(`somebody else waited ${people.load.longestWaitMs} ms for a lock`)
      return { outcome, load: people.load, wrong }
    } catch (error) {
      say(String(error))
      return { outcome: 'old' as const, load: people.load, wrong }
    } finally {
      await people.end()
      await Promise.all([again.kill(), strong.kill()])
    }
  })
}

/** Whether it is as before or as after: what the model says, what the catalogue has, and what the records hold are one. */
async function stateOf(client: Client, { db }: Copy, { field, type: [before, after], holds }: Shaping, say: (text: string) => void): Promise<'old' | 'new'> {
  const { entities } = await client.need<{ entities: { [name: string]: { fields: { [name: string]: { type: string } } } } }>('GET', '/api/meta')
  const type = entities['x.asset']?.fields[field]?.type ?? null
  if (type !== before && type !== after) say(`the model has a ${field} of type ${type}`)
  const outcome = type === after ? 'new' : 'old'
  const { unchanged } = await client.need<{ unchanged: boolean }>('POST', '/api/model/plan', { operations: [] })
  if (!unchanged) say('the model has something left to make')
  const asked = type === null ? 'name' : `name,${field}`
  let seen = 0
  for (let after: string | null = null; ; ) {
    const page: { items: { name: string; [field: string]: unknown }[]; next: string | null } = await client.need(
      'GET',
      `/api/records/x.asset?fields=${asked}&limit=500&sort=name${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
    )
    for (const item of page.items) {
      const at = Number(/^Asset (\d+)$/.exec(item.name)?.[1] ?? -1)
      if (at < 0) continue
      seen += 1
      const should = holds(at)[outcome === 'old' ? 0 : 1]
      if (item[field] !== should) {
        say(`${item.name} holds ${JSON.stringify(item[field])} and should ${JSON.stringify(should)}`)
        return outcome
      }
    }
    after = page.next
    if (after === null) break
  }
  if (seen !== assets.many) say(`${seen} of ${assets.many} records are there`)
  const invalid = await db.run<{ name: string }>(
    sql`select c.relname as name from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid where not i.indisvalid and c.relnamespace = 'main'::regnamespace`,
  )
  if (outcome === 'new' && invalid.length > 0) say(`indexes are not whole: ${invalid.map(one => one.name).join(', ')}`)
  return outcome
}

/** A set that was begun is gone on with; one that was never written down is asked for anew. */
async function applyAgain(client: Client, { operation }: Shaping, say: (text: string) => void): Promise<void> {
  const { items } = await client.need<{ items: { id: string; state: string; operations: unknown[] }[] }>('GET', '/api/model/sets')
  const begun = items.find(one => one.state !== 'applied' && one.state !== 'undone')
  const { status, json } = await client.ask('POST', '/api/model/apply', begun ? { set: begun.id } : { operations: [operation] })
  if (status >= 300) say(`applied again, it was answered ${status}: ${JSON.stringify(json).slice(0, 300)}`)
}
