import type { Json } from '@sangam/sdk'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import type { Agree } from './paths.ts'
import type { Made } from './records.ts'

type Route = Model['routes'][number]

/** How many of the hidden are asked for one by one. */
const few = 2

/** What stands around a record (comments, what refers to it, whom it is shared with, links for strangers) is as far out of reach as the record, and no list of it names one. */
export async function aroundIt(person: TestClient, entity: ModelEntity, hidden: readonly string[], agree: Agree): Promise<void> {
  const { name } = entity
  for (const id of hidden.slice(0, few)) {
    const [at, talk] = [`/api/records/${name}/${id}`, `/api/timeline/${name}/${id}`]
    const asked: [string, string, object?][] = [
      ...['references', 'merged', 'shares', 'links'].map((path): [string, string] => ['GET', `${at}/${path}`]),
      ['POST', `${at}/shares`, { user: person.userId }],
      ['POST', `${at}/links`, {}],
      ['GET', talk],
      ['GET', `${talk}/people`],
      ['POST', `${talk}/comments`, { body: '<p>Seen</p>' }],
      ['PUT', `${talk}/follow`],
      ['GET', `/api/approvals/${name}/${id}`],
    ]
    for (const [method, path, body] of asked) {
      const { status } = await person.ask(method, path, body)
      agree(`${method} ${path} of a record out of reach`, status >= 400 && status < 500 ? 'refused' : status, 'refused')
    }
  }
  if (hidden.length === 0) return
  for (const path of ['/api/worklist', '/api/notifications', `/api/duplicates/${name}/pairs`]) {
    const text = JSON.stringify((await person.ask('GET', path)).json)
    agree(
      path,
      hidden.filter(id => text.includes(id)),
      [],
    )
  }
  const told = await byAgent(person, 'find_records', { entity: name, where: { id: { in: [...hidden] } } })
  agree(
    'an agent with its key',
    hidden.filter(id => told.includes(id)),
    [],
  )
}

/** What an agent is told that signs in with someone's key. */
export async function byAgent(person: TestClient, tool: string, given: { readonly [name: string]: Json }): Promise<string> {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: given } }
  const { json } = await person.ask('POST', '/api/mcp', message, { Accept: 'application/json, text/event-stream' })
  return JSON.stringify(json).replaceAll('\\', '')
}

/** The addresses of a plugin's own routes that only read, each with what may stand in it: a parameter is one of these ids, or a number. */
export function addressesOf(routes: readonly Route[], entity: string, ids: readonly string[]): string[] {
  return routes
    .filter(route => route.method === 'GET')
    .flatMap(route => {
      const at = `/api/plugins/${route.plugin}/x${route.path}`
      const asks = Object.entries(route.query ?? {}).flatMap(([name, field]) =>
        field.type === 'reference' && (field.options as { readonly to?: string }).to === entity ? [name] : [],
      )
      const named = ids.slice(0, 1).flatMap(id => [at.replace(/:\w+/g, id), ...asks.map(name => `${at.replace(/:\w+/g, id)}?${name}=${id}`)])
      return [...new Set([at.replace(/:\w+/g, '1'), ...named])]
    })
}

/** Which of its own routes a plugin answers with what the one who asks may not see: hidden records are known by the word that stands in theirs alone, or else by their ids. */
export async function byRoutes(person: TestClient, routes: readonly Route[], entity: string, hidden: readonly Made[]): Promise<string[]> {
  const known = hidden.map(one => (JSON.stringify(one.values).includes(one.mark) ? one.mark : one.id))
  const said: string[] = []
  const ids = hidden.map(one => one.id)
  for (const address of addressesOf(routes, entity, ids)) {
    const { status, json } = await person.ask('GET', address)
    const text = JSON.stringify(json)
    if (status >= 400 || !known.some(word => text.includes(word))) continue
    const shown = ids.reduce((path, id) => path.replaceAll(id, '{id}'), address)
    said.push(`GET ${shown} tells of ${entity} that whoever asks may not see. Read there by ctx.repo, which sees what they see, and not as the system.`)
  }
  return said
}
