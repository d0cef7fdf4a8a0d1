import type { Entity, Fields, Json, Problem, Repo } from '@sangam/sdk'

/**
 * A refusal as the API gave it.
 *
 * @example const said = await asha.run(win, lead.id).then(() => 'won', error => (error instanceof ProblemError ? error.problem.detail : 'not reached'))
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}${problem.errors ? ` ${JSON.stringify(problem.errors)}` : ''}`)
  }
}

/**
 * An answer as it came.
 *
 * @example const { status, headers }: Answer = await asha.ask('GET', '/api/records/leads.lead')
 */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly json: Json
}

/**
 * One person's (or program's) way in: everything goes over HTTP, through sign-in and rights.
 *
 * @example const namesOf = async (who: TestClient) => (await who.repo(Lead).find({ fields: ['title'] })).items.map(lead => lead.title)
 */
export interface TestClient {
  readonly userId: string
  repo<N extends string, F extends Fields>(entity: Entity<N, F>): Repo<Entity<N, F>>
  run<A extends { readonly entity: string; readonly name: string }>(action: A, id: string, input?: object): Promise<Json>
  get(path: string): Promise<Json>
  post(path: string, body?: object | null): Promise<Json>
  patch(path: string, body: object): Promise<Json>
  put(path: string, body: object): Promise<Json>
  delete(path: string): Promise<Json>
  /** The answer as it came, refusals too. */
  ask(method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<Answer>
  /** A file, byte by byte: an export, a picture, a printed paper. */
  bytes(path: string): Promise<Uint8Array>
  /** An answer that is not read yet, and may never end, such as that of `/api/live`. */
  open(path: string, headers?: { readonly [name: string]: string }): Promise<Response>
  /** The refusal of something that must be refused. */
  refused(work: Promise<unknown>): Promise<Problem>
}

export function clientOf(
  fetch: (path: string, init: RequestInit) => Promise<Response>,
  headers: { readonly [name: string]: string },
  userId: string,
): TestClient {
  const ask: TestClient['ask'] = async (method, path, body, more = {}) => {
    const init: RequestInit = { method, headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...more } }
    if (body !== undefined) init.body = typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body)
    const answer = await fetch(path, init)
    const text = await answer.text()
    const json = text !== '' && /^application\/(problem\+)?json(;|$)/.test(answer.headers.get('Content-Type') ?? '') ? (JSON.parse(text) as Json) : text
    return { status: answer.status, headers: answer.headers, json }
  }
  const need = async (method: string, path: string, body?: unknown, more?: { readonly [name: string]: string }): Promise<Json> => {
    const { status, json } = await ask(method, path, body, more)
    if (status >= 400) throw new ProblemError(json as unknown as Problem)
    return json
  }
  return {
    userId,
    ask,
    get: path => need('GET', path),
    post: (path, body) => need('POST', path, body ?? {}),
    patch: (path, body) => need('PATCH', path, body),
    put: (path, body) => need('PUT', path, body),
    delete: path => need('DELETE', path),
    bytes: async path => {
      const answer = await fetch(path, { method: 'GET', headers })
      if (!answer.ok) throw new ProblemError((await answer.json()) as Problem)
      return new Uint8Array(await answer.arrayBuffer())
    },
    open: (path, more = {}) => fetch(path, { method: 'GET', headers: { ...headers, ...more } }),
    run: (action, id, input = {}) => need('POST', `/api/records/${action.entity}/${id}/actions/${action.name}`, input),
    repo: entity => repoOver(need, entity.name) as never,
    refused: async work => {
      const outcome = await work.then(
        value => ({ value }),
        (error: unknown) => ({ error }),
      )
      if ('error' in outcome && outcome.error instanceof ProblemError) return outcome.error.problem
      throw 'error' in outcome ? outcome.error : new Error(`This was not refused: ${JSON.stringify(outcome.value)}`)
    },
  }
}

type Need = (method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }) => Promise<Json>
type Query = { readonly where?: object; readonly limit?: number; readonly count?: string; readonly fields?: readonly string[]; readonly asOf?: string }

function repoOver(need: Need, name: string): object {
  const at = `/api/records/${name}`
  const page = async (query: Query) =>
    (await need('POST', `/api/query/${name}`, query)) as unknown as { items: Json[]; next: string | null; count: number | null }
  const version = (expected?: { readonly version: number }): { readonly [name: string]: string } => (expected ? { 'If-Match': `"${expected.version}"` } : {})
  return {
    find: (query: Query = {}) => page(query),
    first: async (where: object) => (await page({ where, limit: 1 })).items[0] ?? null,
    get: (id: string, { fields, asOf }: Query = {}) =>
      need('GET', `${at}/${id}?${new URLSearchParams({ ...(fields && { fields: fields.join() }), ...(asOf && { asOf }) })}`),
    count: async (where: object = {}, options: Query = {}) => (await page({ ...options, where, limit: 1, count: 'exact' })).count ?? 0,
    group: async (query: object) => ((await need('POST', `/api/query/${name}`, { group: [], ...query })) as unknown as { items: Json[] }).items,
    create: (values: object) => need('POST', at, values),
    createMany: (values: readonly object[]) => need('POST', at, values),
    update: (id: string, patch: object, expected?: { readonly version: number }) => need('PATCH', `${at}/${id}`, patch, version(expected)),
    updateMany: (changes: readonly object[]) =>
      need(
        'POST',
        '/api/batch',
        changes.map(change => ({ entity: name, verb: 'update', ...change })),
      ),
    remove: async (id: string, expected?: { readonly version: number }) => void (await need('DELETE', `${at}/${id}`, undefined, version(expected))),
    removeMany: async (ids: readonly string[]) =>
      void (await need(
        'POST',
        '/api/batch',
        ids.map(id => ({ entity: name, verb: 'remove', id })),
      )),
    restore: (id: string) => need('POST', `${at}/${id}/restore`, {}),
    history: async (id: string) => ((await need('GET', `${at}/${id}/history`)) as unknown as { items: Json[] }).items,
  }
}
