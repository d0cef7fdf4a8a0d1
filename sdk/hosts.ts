/** A server of somebody else that a plugin calls. */
export interface Host {
  readonly kind: 'host'
  readonly name: string
  readonly label: string
  /** Where it stands: `https://api.example.com`, with the beginning of its paths where all have one. */
  readonly address: string
}

/**
 * What `ctx.fetch` is given beside the address.
 *
 * @example const request: HostRequest = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ plate: 'MH12' }), timeoutMs: 5000 }
 */
export interface HostRequest {
  /** `GET` unless told. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
  /** From looking it up to the last byte: 10,000 unless told, 30,000 at most. */
  readonly timeoutMs?: number
}

/**
 * What `ctx.fetch` gives back.
 *
 * @example const read = ({ status, text }: HostAnswer): unknown => (status === 200 ? JSON.parse(text) : null)
 */
export interface HostAnswer {
  /** Whatever it is: a 404 is an answer too. Redirects are not followed. */
  readonly status: number
  /** Names in small letters. */
  readonly headers: { readonly [name: string]: string }
  /** At most 1 MB. */
  readonly text: string
}

/**
 * A server that the plugin calls, by `ctx.fetch`: whoever installs the plugin reads its label and its address first, and nothing else can be called.
 * Keys for it belong into a setting with `secret: true`.
 *
 * @param name Begins with the plugin's id: `vehicles.registry`.
 * @example const Registry = host('vehicles.registry', { label: 'The vehicle registry', address: 'https://registry.example.com/v2' })
 */
export function host(name: string, definition: Omit<Host, 'kind' | 'name'>): Host {
  return { kind: 'host', name, ...definition }
}
