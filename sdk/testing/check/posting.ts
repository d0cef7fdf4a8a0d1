import type { Json, Meta } from '@sangam/sdk'
import type { Model } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import type { Made, Maker } from './records.ts'

type Route = Model['routes'][number]

/** Who posts, and the owner who looks what came of it. */
interface Posting {
  readonly person: TestClient
  readonly admin: TestClient
  readonly maker: Maker
}

/**
 * Posts to a plugin's own routes as someone who may, naming a record that they may not see wherever one can be named (in the address, by a reference, in a text): a line
 * for each answer that tells of one, and for each that changed the one that was named.
 */
export async function byPosting({ person, admin, maker }: Posting, routes: readonly Route[], entity: string, hidden: readonly Made[]): Promise<string[]> {
  const marked = (one: Made): boolean => JSON.stringify(one.values).includes(one.mark)
  const named = hidden.find(marked) ?? hidden[0]
  const said: string[] = []
  if (!named) return said
  const words = hidden.flatMap(one => (marked(one) ? [one.mark] : one.id === named.id ? [] : [one.id]))
  const at = `/api/records/${entity}/${named.id}`
  const version = async (): Promise<Json> => ((await admin.ask('GET', `${at}?fields=version`)).json as { readonly version?: number }).version ?? null
  let before = await version()
  for (const route of routes) {
    if (route.method !== 'POST') continue
    const path = `/api/plugins/${route.plugin}/x${route.path}`
    const drawn = await maker.input(route.body ?? {}, entity, named.id)
    const texts = Object.entries(route.body ?? {}).filter(([, field]) => field.type === 'text')
    const bodies = [drawn, ...(texts.length > 0 ? [{ ...drawn, ...Object.fromEntries(texts.map(([name]) => [name, named.id])) }] : [])]
    for (const body of bodies) {
      const told = JSON.stringify((await person.ask('POST', path.replace(/:\w+/g, named.id), body)).json)
      if (words.some(word => told.includes(word)))
        said.push(`POST ${path} tells of ${entity} that whoever asks may not see. Read there by ctx.repo, which sees what they see, and not as the system.`)
      const now = await version()
      if (now !== before)
        said.push(`POST ${path} changes ${entity} that whoever asks may not see. Read what is named by ctx.repo first, which refuses it to them.`)
      before = now
    }
  }
  return [...new Set(said)]
}

/** Which of its own routes a plugin does not refuse to someone without the right that they ask for. */
export async function openRoutes(person: TestClient, routes: readonly Route[]): Promise<string[]> {
  const { entities } = (await person.get('/api/meta')) as unknown as Meta
  const open: string[] = []
  for (const { method, path, plugin, permission } of routes) {
    const [entity = '', verb = ''] = permission.split(':')
    if (permission === 'signedIn' || entities[entity]?.verbs.includes(verb)) continue
    const { status } = await person.ask(method, `/api/plugins/${plugin}/x${path.replace(/:\w+/g, '1')}`, method === 'POST' ? {} : undefined)
    if (status !== 403 && status !== 404) open.push(`${method} /api/plugins/${plugin}/x${path} answers ${status}`)
  }
  return open
}
