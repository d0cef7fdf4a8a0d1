import { Refused } from '../errors.ts'
import { platformVersion } from '../registry/order.ts'
import { compareVersions, isRange, parseVersion, satisfies } from '../registry/version.ts'
import { refused } from './archive.ts'

/** A package as somebody asks for it: `vehicles-for-sangam@^1.2.0`. */
export interface Wanted {
  readonly name: string
  readonly range: string
}

/** One version of a package, as its registry tells of it. Nothing in it is believed. */
export interface Offered {
  readonly version: string
  readonly engines: { readonly [name: string]: unknown }
  /** What whoever published it says to those who still take it; null where they say nothing. */
  readonly deprecated: string | null
  readonly archive: unknown
  readonly integrity: unknown
}

/** As npm names packages: no capitals, and nothing that would lead elsewhere in an address. */
const nameOfPackage = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

/**
 * What `name` or `name@range` asks for.
 *
 * Errors: `bad_package`.
 *
 * @example wantedFrom('@meera/vehicles@^1.2.0') // { name: '@meera/vehicles', range: '^1.2.0' }
 */
export function wantedFrom(given: string): Wanted {
  const text = given.trim()
  const at = text.indexOf('@', 1)
  const [name, range] = at < 0 ? [text, '*'] : [text.slice(0, at), text.slice(at + 1).trim()]
  if (name.length > 214 || !nameOfPackage.test(name))
    throw refused('“{name}” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.', { name })
  if (range.length > 60 || !isRange(range))
    throw refused('“{range}” is no range of versions. Write 1.2.0 for that one, ^1.2.0 for it and what fits in its place, or nothing for the newest.', {
      range,
    })
  return { name, range }
}

/**
 * The version to install: the highest in the range that runs on this platform, before those that its author would rather not see taken. One with a suffix, such
 * as 2.0.0-beta.1, is taken only by its whole name. Null where none is in the range.
 *
 * Errors: `no_version` where there are some, and all are for other platforms.
 */
export function chosenOf(offered: readonly Offered[], { name, range }: Wanted): Offered | null {
  const exact = parseVersion(range) !== null
  const within = offered
    .filter(({ version }) => parseVersion(version) !== null && (exact ? version === range : !version.includes('-') && satisfies(version, range)))
    .sort((a, b) => compareVersions(b.version, a.version))
  const [newest] = within
  if (!newest) return null
  // What says nothing is looked at: the package itself says it then.
  const runs = within.filter(({ engines: { sangam } }) => sangam === undefined || (typeof sangam === 'string' && satisfies(platformVersion, sangam)))
  const chosen = runs.find(one => one.deprecated === null) ?? runs[0]
  if (!chosen)
    throw new Refused(422, 'no_version', 'No version of {name} that was asked for runs on Sangam {version}: {newest} is made for {range}.', {
      values: { name, version: platformVersion, newest: newest.version, range: String(newest.engines.sangam).slice(0, 60) },
    })
  return chosen
}

/** What a registry tells of the versions of a package; null where it is no such answer. */
export function offeredBy(answer: unknown): Offered[] | null {
  const versions = object(answer)?.versions
  if (!object(versions)) return null
  return Object.entries(versions as object).flatMap(([version, given]) => {
    const about = object(given)
    const dist = object(about?.dist)
    if (!about || !dist) return []
    const said = typeof about.deprecated === 'string' ? about.deprecated.trim().slice(0, 300) : ''
    return [{ version, engines: object(about.engines) ?? {}, deprecated: said || null, archive: dist.tarball, integrity: dist.integrity }]
  })
}

function object(value: unknown): { readonly [name: string]: unknown } | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: unknown }) : null
}
