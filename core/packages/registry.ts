import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'
import { Refused } from '../errors.ts'
import { callOut, type OutboundAnswer, TooLarge } from '../work/outbound.ts'
import type { World } from '../world.ts'
import { mostPacked, refused } from './archive.ts'
import { chosenOf, type Offered, offeredBy, type Wanted, wantedFrom } from './named.ts'

/** Where a package came from, when it was asked for by its name. */
export interface Origin {
  readonly registry: string
  readonly name: string
  /** What the registry said that its bytes are, and they were: `sha512-…`. */
  readonly integrity: string
}

/** A package that was fetched and is what its registry says, byte by byte. It is not read yet. */
export interface Fetched {
  readonly archive: Buffer
  readonly origin: Origin
  readonly version: string
  /** Why its author would rather not see it taken; null where they say nothing. */
  readonly deprecated: string | null
}

/** What is asked of one registry at most: a list of versions, an archive. */
export const limits = { listBytes: 4 * 1_048_576, archiveBytes: mostPacked, timeoutMs: 30_000, hops: 3 }

type Asking = Pick<World, 'config' | 'log'> & { readonly limits?: typeof limits }

/**
 * Fetches a package by its name from the registry of this instance. Nothing of it is read here but its sum; where one is given, it must be that.
 *
 * Errors: `bad_package`, `no_registry`, `not_found`, `no_version`, `address_refused`, `no_answer`, `changed_meanwhile`.
 *
 * @example const { archive, origin } = await fetchNamed(world, 'vehicles-for-sangam@^1.2.0')
 */
export async function fetchNamed(asking: Asking, given: string, integrity?: string): Promise<Fetched> {
  const wanted = wantedFrom(given)
  const { registry, offered } = await listOf(asking, wanted)
  const chosen = chosenOf(offered, wanted)
  if (!chosen)
    throw new Refused(422, 'no_version', 'No version of {name} fits {range}. There are: {versions}.', { values: { ...wanted, versions: lastOf(offered) } })
  return fetchOne(asking, registry, wanted, chosen, integrity)
}

/** The newest package above a version that runs here; null where there is none. Errors: as of `fetchNamed`. */
export async function fetchNewer(asking: Asking, { registry: from, name }: Origin, version: string): Promise<Fetched | null> {
  if (asking.config.npmRegistry !== from)
    throw new Refused(409, 'no_registry', 'It came from {from}, which is not the registry of this server any more. Ask its operator, or install it anew.', {
      values: { from },
    })
  const wanted: Wanted = { name, range: `>${version}` }
  const { registry, offered } = await listOf(asking, wanted)
  const chosen = chosenOf(offered, wanted)
  return chosen && fetchOne(asking, registry, wanted, chosen)
}

async function listOf(asking: Asking, { name }: Wanted): Promise<{ readonly registry: URL; readonly offered: readonly Offered[] }> {
  const { npmRegistry } = asking.config
  if (npmRegistry === null)
    throw new Refused(
      409,
      'no_registry',
      'Plugins are installed from their files here: this server has no registry. Its operator may name one in SANGAM_NPM_REGISTRY.',
    )
  const registry = new URL(npmRegistry)
  // The shorter form of the list, without the texts of each version.
  const headers = { accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8' }
  const address = `${npmRegistry}/${name.replace('/', '%2f')}`
  const answer = await get(asking, registry, address, { headers, maxBytes: (asking.limits ?? limits).listBytes })
  if (answer.status === 404)
    throw new Refused(404, 'not_found', '{registry} has no package {name}. Look at how it is written.', { values: { registry: npmRegistry, name } })
  const offered = answer.status === 200 ? offeredBy(parsed(answer.body)) : null
  if (!offered) throw strangeAnswer(asking, registry, answer)
  return { registry, offered }
}

async function fetchOne(asking: Asking, registry: URL, { name }: Wanted, chosen: Offered, known?: string): Promise<Fetched> {
  const { version, archive: address, deprecated } = chosen
  const values = { name, version, host: registry.host }
  const sums = typeof chosen.integrity === 'string' ? chosen.integrity.split(/\s+/).filter(sum => /^sha512-[A-Za-z0-9+/]{86}==$/.test(sum)) : []
  const [integrity] = sums
  if (integrity === undefined)
    throw refused('{host} gives no SHA-512 sum of {name} {version}, so nobody could tell whether what comes is what was published. It is refused.', values)
  if (known !== undefined && known !== integrity)
    throw new Refused(409, 'changed_meanwhile', '{name} {version} is not what you looked at any more. Look at it again.', { values })
  if (typeof address !== 'string' || !URL.canParse(address) || new URL(address).origin !== registry.origin)
    throw refused('{host} says that {name} {version} lies elsewhere. A package is fetched from its registry alone. It is refused.', values)
  const answer = await get(asking, registry, address, { headers: {}, maxBytes: (asking.limits ?? limits).archiveBytes })
  if (answer.status !== 200) throw strangeAnswer(asking, registry, answer)
  const sum = `sha512-${createHash('sha512').update(answer.body).digest('base64')}`
  if (!sums.includes(sum)) throw refused('What {host} sent is not {name} {version} as it was published: its SHA-512 sum is another. It is refused.', values)
  return { archive: answer.body, origin: { registry: asking.config.npmRegistry ?? '', name, integrity: sum }, version, deprecated }
}

/** Asks the registry and nobody else, wherever it sends us. */
async function get(
  { config, log, limits: { timeoutMs, hops } = limits }: Asking,
  registry: URL,
  address: string,
  request: { readonly headers: { readonly [name: string]: string }; readonly maxBytes: number },
): Promise<OutboundAnswer> {
  const until = performance.now() + timeoutMs
  let at = address
  for (let hop = 0; ; hop += 1) {
    const answer = await callOut(at, { ...request, ...reach(config, registry), timeoutMs: Math.max(1, Math.ceil(until - performance.now())) }).catch(error => {
      if (error instanceof Refused) throw error
      log.warn('The registry of packages did not answer.', { address: at, reason: String(error) })
      if (error instanceof TooLarge) throw refused('{host} sends more than a package may be. It is refused.', { host: registry.host })
      throw noAnswer(registry)
    })
    const { location } = answer.headers
    if (answer.status < 300 || answer.status > 399 || typeof location !== 'string') return answer
    const next = URL.canParse(location, at) ? new URL(location, at) : null
    if (!next || next.origin !== registry.origin || hop >= hops)
      throw refused('{host} sends us on to {other}. A package is fetched from its registry alone. It is refused.', {
        host: registry.host,
        other: next?.host ?? location,
      })
    at = next.href
  }
}

function reach({ localHosts }: Config, { hostname }: URL): { readonly hosts: readonly string[]; readonly local: boolean } {
  return { hosts: [hostname], local: localHosts.includes(hostname) }
}

function strangeAnswer({ log }: Asking, registry: URL, { status }: OutboundAnswer): Refused {
  log.warn('The registry of packages gave no package.', { registry: registry.href, status })
  if (status === 401 || status === 403)
    return new Refused(422, 'no_answer', '{host} gives it only to those it knows. Get the file from who made it, and install that.', {
      values: { host: registry.host },
    })
  if (status === 404) return refused('{host} does not have the file that it lists. Choose another version.', { host: registry.host })
  if (status === 200)
    return new Refused(422, 'no_answer', '{host} does not answer as a registry of packages does. Ask the operator of this server.', {
      values: { host: registry.host },
    })
  return noAnswer(registry)
}

function noAnswer({ host }: URL): Refused {
  return new Refused(503, 'no_answer', '{host} does not answer just now. Try again later.', { values: { host } })
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return null
  }
}

/** The newest versions there are, for whoever asked for one that is not. */
function lastOf(offered: readonly Offered[]): string {
  const newest = offered.map(one => one.version).slice(-5)
  return newest.length === 0 ? '–' : newest.join(', ')
}
