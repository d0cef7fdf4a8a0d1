import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { Refused } from '../errors.ts'
import { isPublicAddress } from './address.ts'

/** Finds the addresses of a host; tests give their own. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

export interface OutboundRules {
  /** Hosts that may be called, compared whole and by their parsed name; any public one when left out. */
  readonly hosts?: readonly string[]
  /** Lets private addresses through: only for what an administrator of this server has set up. */
  readonly local?: boolean
  readonly resolve?: Resolve
}

export interface OutboundRequest extends OutboundRules {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string | Uint8Array
  /** For everything, from the first look-up to the last byte: 10 s unless told. */
  readonly timeoutMs?: number
  /** Of the answer: 1 MB unless told. */
  readonly maxBytes?: number
}

export interface OutboundAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly body: Buffer
}

/**
 * Calls another server. This is the only way out of the process besides the mail server: the name
 * is resolved once, every address is checked, and the connection goes to a checked address, so a
 * name that answers differently the second time gains nothing. Redirects are not followed; they
 * are given back as they are.
 */
export async function callOut(address: string, options: OutboundRequest = {}): Promise<OutboundAnswer> {
  const url = parse(address)
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 10_000)
  const target = await within(deadline, allowedAddress(url.hostname, options))
  return send(url, target, options, deadline)
}

/** The address to connect to for a host that may be called; refuses with one sentence, whatever the reason. */
export async function allowedAddress(hostname: string, rules: OutboundRules = {}): Promise<{ readonly address: string; readonly family: number }> {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (rules.hosts && !rules.hosts.some(allowed => allowed.toLowerCase() === host)) throw refusal(hostname)
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await (rules.resolve ?? resolveAll)(host).catch(() => [])
  const first = found[0]
  if (!first || (!rules.local && !found.every(one => isPublicAddress(one.address)))) throw refusal(hostname)
  return first
}

const resolveAll: Resolve = host => lookup(host, { all: true, verbatim: true })

function refusal(host: string): Refused {
  return new Refused(422, 'address_refused', 'The server "{host}" can\'t be reached from here. Give the name of a server on the public internet.', {
    values: { host },
  })
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new Refused(422, 'address_invalid', 'Give an address that begins with https:// or http:// and holds no name or password.')
  }
  return url
}

function send(
  url: URL,
  target: { readonly address: string; readonly family: number },
  options: OutboundRequest,
  deadline: AbortSignal,
): Promise<OutboundAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const limit = options.maxBytes ?? 1_048_576
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
      host: target.address,
      family: target.family,
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method: options.method ?? 'GET',
      headers: {
        accept: '*/*',
        'user-agent': 'Sangam',
        ...options.headers,
        host: url.host,
        ...(options.body !== undefined && { 'content-length': String(Buffer.byteLength(options.body)) }),
      },
      agent: false,
      signal: deadline,
      ...(url.protocol === 'https:' && !isIP(host) && { servername: host }),
    })
    const fail = (error: Error) => {
      call.destroy()
      reject(deadline.aborted ? new Error(`${url.host} took too long to answer.`) : error)
    }
    call.on('error', fail)
    call.on('response', answer => {
      if (!options.local && !isPublicAddress(answer.socket.remoteAddress ?? '')) return fail(refusal(url.hostname))
      if (Number(answer.headers['content-length'] ?? 0) > limit) return fail(tooLarge(url.host, limit))
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > limit) return fail(tooLarge(url.host, limit))
        chunks.push(chunk)
      })
      answer.on('error', fail)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }))
    })
    call.end(options.body)
  })
}

/** An answer that was not read to its end. */
export class TooLarge extends Error {}

function tooLarge(host: string, limit: number): TooLarge {
  return new TooLarge(`The answer of ${host} is larger than ${limit} bytes.`)
}

function within<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('The name of the server took too long to look up.')), { once: true })
    work.then(resolve, reject)
  })
}
