import { type Host, type HostAnswer, type HostRequest, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { callOut } from './outbound.ts'

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
/** What the connection says of itself is ours to say. */
const ours = /^(host|content-length|transfer-encoding|connection|upgrade|expect|te|trailer|keep-alive|proxy-.*)$/i

/**
 * Calls a server that a plugin lists among its parts, and no other: the address is the plugin's own word, only the path is the caller's.
 *
 * Errors: `address_refused`, `no_answer`; a mistake of whoever wrote the plugin where it lists no such server, or people wait meanwhile.
 */
export async function callHost(ctx: CoreCtx, { name }: Host, path: string, request: HostRequest = {}): Promise<HostAnswer> {
  const host = ctx.model.hosts.get(name)
  if (!host) throw new Error(`There is no host ${name}. List it in the plugin's \`parts\`.`)
  if (ctx.origin !== 'job' && ctx.origin !== 'event')
    throw new Error(`${host.address} is called where somebody waits for it. Call it in a job, begun by ctx.enqueue, or in a consumer.`)
  const { method = 'GET', body, timeoutMs = 10_000 } = request
  if (!methods.includes(method)) throw new Error(`A host is not asked by ${String(method)}. Choose one of ${methods.join(', ')}.`)
  if (body !== undefined && typeof body !== 'string') throw new Error('The body of a request is text. Write JSON.stringify around it.')
  if (!Number.isInteger(timeoutMs)) throw new Error('How long a host may take is a whole number of milliseconds.')
  const url = addressOf(host, path)
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).filter(([header]) => !ours.test(header)))
  try {
    const answer = await callOut(url.href, {
      method,
      headers,
      ...(body !== undefined && { body }),
      timeoutMs: Math.min(Math.max(1, timeoutMs), 30_000),
      hosts: [url.hostname],
      local: ctx.world.config.localHosts.includes(url.hostname),
    })
    const said = Object.entries(answer.headers).flatMap(([header, value]) => (value === undefined ? [] : [[header, [value].flat().join(', ')]]))
    return { status: answer.status, headers: Object.fromEntries(said), text: answer.body.toString('utf8') }
  } catch (error) {
    if (error instanceof Refused) throw error
    ctx.log(`${url.host} did not answer.`, { host: name, reason: error instanceof Error ? error.message : String(error) })
    throw new UserError('no_answer', '{host} does not answer just now. Try again later.', { host: url.host })
  }
}

/** Whatever the path says, it stays on that server, below the address it was given. */
function addressOf({ address }: Host, path: string): URL {
  const base = new URL(address)
  const beginning = base.pathname.replace(/\/$/, '')
  const url = path.startsWith('/') && URL.canParse(beginning + path, base.origin) ? new URL(beginning + path, base.origin) : null
  if (!url || url.origin !== base.origin || !`${url.pathname}/`.startsWith(`${beginning}/`))
    throw new Error(`"${path.slice(0, 200)}" is no path below ${address}. Begin it with a slash.`)
  url.hash = ''
  return url
}
