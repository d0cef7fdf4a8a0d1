import { readFileSync } from 'node:fs'

/** What of it the driver hands to TLS. */
interface Trust {
  /** Whose certificate it must be. */
  readonly host: string
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized: boolean
  readonly checkServerIdentity?: () => undefined
}

/** Where a pool goes, as the driver takes it. */
export interface Address {
  readonly url: string
  /** A folder with a Unix socket. */
  readonly host: string | null
  readonly ssl: false | 'prefer' | Trust
}

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/** What only libpq reads: the driver would send it to the server, which refuses what it does not know. */
const words = ['host', 'channel_binding', 'gssencmode', 'krbsrvname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']

/**
 * Reads the address of a database, with the words for TLS that libpq knows: `sslmode`, `sslrootcert` (a
 * file, or `system`), `sslcert` and `sslkey`. The driver knows neither files nor `?host=/folder`, and
 * takes `verify-ca` for `verify-full`. `own` are settings for which the address has no say.
 *
 * Errors: an `sslmode` that is none, and a file that can't be read.
 */
export function readAddress(text: string, own: readonly string[] = []): Address {
  // Several hosts in one address are the driver's own grammar.
  if (!URL.canParse(text)) return { url: text, host: null, ssl: false }
  const url = new URL(text)
  const said = (name: string): string | null => url.searchParams.get(name)
  const host = said('host')
  // What goes through a socket leaves the machine nowhere, and the server offers no TLS on it.
  const ssl = host?.startsWith('/') ? false : tlsOf(said, url.hostname.replace(/^\[|\]$/g, ''))
  for (const name of [...words, ...own]) url.searchParams.delete(name)
  return { url: url.href, host, ssl }
}

function tlsOf(said: (name: string) => string | null, host: string): Address['ssl'] {
  const mode = said('sslmode') ?? 'disable'
  if (!modes.includes(mode)) throw new Error(`DATABASE_URL says sslmode=${mode}. Say one of ${modes.join(', ')}.`)
  if (mode === 'disable') return false
  if (mode === 'allow' || mode === 'prefer') return 'prefer'
  const file = (name: string): Buffer | undefined => {
    const path = said(name)
    if (path === null || path === 'system') return
    try {
      return readFileSync(path)
    } catch (error) {
      throw new Error(`DATABASE_URL says ${name}=${path}, and that file can’t be read (${(error as { code?: string }).code}).`, { cause: error })
    }
  }
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')]
  return {
    // Against its own name: an address by number is in the certificate as such.
    host,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    // As in libpq, who names the certificate wants it looked at.
    rejectUnauthorized: mode !== 'require' || said('sslrootcert') !== null,
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  }
}
