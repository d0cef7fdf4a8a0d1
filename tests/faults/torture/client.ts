/** One way in over HTTP. */
export interface Client {
  ask(method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<Said>
  /** The same, where anything but a yes is a failure. */
  need<T>(method: string, path: string, body?: unknown): Promise<T>
}

export interface Said {
  readonly status: number
  readonly json: unknown
}

/** What a body is, as its reader is told. */
function typeOf(body: unknown): string {
  return typeof body === 'string' ? 'text/csv' : body instanceof Uint8Array ? 'application/octet-stream' : 'application/json'
}

/** A client of one address with fixed headers; text and bytes go as they are, everything else as JSON. */
export function clientOf(url: string, headers: { readonly [name: string]: string }): Client {
  const ask: Client['ask'] = async (method, path, body, more = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': typeOf(body) }), ...more },
      ...(body !== undefined && { body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    })
    const text = await answer.text()
    return { status: answer.status, json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text }
  }
  return {
    ask,
    need: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const { status, json } = await ask(method, path, body).catch((error: Error) => {
        throw new Error(`${method} ${path}: ${error.message}`)
      })
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json).slice(0, 400)}`)
      return json as T
    },
  }
}

/** Sets a new instance up, and gives its owner's key: a key goes to any node. */
export async function ownerKey(url: string, code: string, plugins: readonly string[]): Promise<{ readonly authorization: string }> {
  const company = { name: 'Torture', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }
  const answer = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name: 'Asha', email: 'asha@example.com', password: 'correct horse battery', company, locale: 'en', plugins, sample: false }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return keyOf(url, cookieOf(answer))
}

export function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

export async function keyOf(url: string, cookie: string): Promise<{ readonly id: string; readonly authorization: string }> {
  const made = await clientOf(url, { cookie }).need<{ id: string; key: string }>('POST', '/api/keys', {
    name: 'torture',
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  })
  return { id: made.id, authorization: `Bearer ${made.key}` }
}
