import type { Json, Meta } from '@sangam/sdk'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import type { TestPlatform } from '../platform.ts'
import { aroundIt, byRoutes } from './around.ts'
import { byHand, byWayOfOthers, elsewhere, fromBin, idsOf } from './paths.ts'
import type { Made, Maker } from './records.ts'

/** Someone with a role, and others, with teams of every kind between them; references to people and teams point at these from now on. */
export async function castFor(platform: TestPlatform, maker: Maker, role: string): Promise<TestClient> {
  const viewer = await platform.person({ name: `Meera ${role}`, roles: [role] })
  const other = await platform.person({ name: `Farhan ${role}`, roles: [] })
  const team = async (name: string, leader: string, members: readonly string[]): Promise<string> => {
    const made = await platform.admin.post('/api/records/core.team', { name: `${name} ${viewer.userId}`, leader, members: members.map(user => ({ user })) })
    return (made as { id: string }).id
  }
  const teams = [await team('Led', viewer.userId, [other.userId]), await team('Joined', other.userId, [viewer.userId]), await team('Strange', other.userId, [])]
  maker.choose('core.user', [viewer.userId, other.userId])
  maker.choose('core.team', teams)
  return viewer
}

export interface Seen {
  /** Which of the records the list shows. */
  readonly listed: ReadonlySet<string>
  /** Every path that tells of others than the list does, as a sentence. */
  readonly differences: readonly string[]
}

/** Asks for the same records on every path there is, and compares with the list. */
export async function seenBy(
  person: TestClient,
  entity: ModelEntity,
  made: readonly Made[],
  may: { readonly export: boolean; readonly routes: Model['routes'] },
): Promise<Seen> {
  const name = entity.name
  const query = (body: object): Promise<Json> => person.post(`/api/query/${name}`, body)
  const listed = new Set(await idsOf(person.get(`/api/records/${name}?fields=id&limit=500`)))
  const hidden = made.map(one => one.id).filter(id => !listed.has(id))
  const differences: string[] = []
  const agree = (path: string, found: unknown, expected: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) differences.push(`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`)
  }

  agree('count', ((await query({ limit: 1, count: 'exact' })) as { count: number }).count, listed.size)
  // What its role hides, or what comes of what it may not read, is no field for it.
  const meta = (await person.get('/api/meta')) as unknown as Meta
  const shown = new Set(Object.keys(meta.entities[name]?.fields ?? {}))
  for (const group of [[], ...groupsOf(entity).filter(fields => fields.every(field => shown.has(field)))]) {
    const { items } = (await query({ group, measures: ['count'] })) as unknown as { items: { count: number }[] }
    agree(`groups by ${group.join() || 'nothing'}`, sum(items), listed.size)
  }
  if (hidden.length > 0) agree('a condition on ids', await idsOf(query({ where: { id: { in: hidden } }, fields: ['id'] })), [])
  agree('export', await exported(person, name), may.export ? sorted(listed) : 403)

  for (const one of made) {
    const status = async (path: string): Promise<number> => (await person.ask('GET', `/api/records/${name}/${one.id}${path}`)).status
    const expected = listed.has(one.id) ? 200 : 404
    agree('get', await status(''), expected)
    agree('history', await status('/history'), expected)
    if (!String(one.values[entity.title] ?? '').includes(one.mark)) continue
    agree('search', await idsOf(query({ search: one.mark, fields: ['id'] })), listed.has(one.id) ? [one.id] : [])
    const everywhere = ((await person.get(`/api/search?q=${one.mark}`)) as unknown as { items: { id: string }[] }).items
    if (!listed.has(one.id)) agree('search everywhere', everywhere.filter(item => item.id === one.id).length, 0)
  }
  for (const id of hidden) {
    for (const [method, path, body] of attemptsOn(entity, id)) {
      const { status } = await person.ask(method, path, body)
      if (status !== 404 && status !== 403) differences.push(`${method} ${path} of a record out of reach answers ${status}`)
    }
  }
  const looked = { person, meta, entity, listed, hidden }
  await elsewhere(looked, agree)
  await byWayOfOthers(looked, agree)
  await byHand(looked, agree)
  await aroundIt(person, entity, hidden, agree)
  differences.push(
    ...(await byRoutes(
      person,
      may.routes,
      name,
      made.filter(one => !listed.has(one.id)),
    )),
  )
  return { listed, differences: [...new Set(differences)] }
}

/** What of a record that is hidden is seen while it lies in the bin. */
export async function seenInBin(
  person: TestClient,
  admin: TestClient,
  entity: ModelEntity,
  { made, listed }: { readonly made: readonly Made[]; readonly listed: ReadonlySet<string> },
): Promise<readonly string[]> {
  const differences: string[] = []
  const hidden = made.map(one => one.id).filter(id => !listed.has(id))
  await fromBin({ person, entity, hidden }, admin, (path, found, expected) => {
    if (found !== expected) differences.push(`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`)
  })
  return differences
}

function groupsOf(entity: ModelEntity): string[][] {
  return [...entity.fields.values()].filter(field => ['choice', 'flow', 'reference', 'boolean'].includes(field.type.type)).map(field => [field.name])
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((all, row) => all + Number(row.count), 0)
}

function sorted(ids: Iterable<string>): string[] {
  return [...ids].sort()
}

async function exported(person: TestClient, name: string): Promise<readonly string[] | number> {
  const { status, json } = await person.ask('GET', `/api/export/${name}?format=jsonl&fields=id`)
  if (status !== 200) return status
  const lines = String(json)
    .split('\n')
    .filter(line => line !== '')
  return sorted(lines.map(line => (JSON.parse(line) as { id: string }).id))
}

function attemptsOn(entity: ModelEntity, id: string): [string, string, object?][] {
  const at = `/api/records/${entity.name}/${id}`
  return [['PATCH', at, {}], ['DELETE', at], ...[...entity.actions.keys()].map((action): [string, string, object] => ['POST', `${at}/actions/${action}`, {}])]
}
