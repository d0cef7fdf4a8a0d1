import { resolve } from 'node:path'
import { type InstallationMail, readMail } from './config-mail.ts'

export interface Config {
  /** Where the embedded database and files live. */
  readonly dataDir: string
  /** A PostgreSQL server; null for the embedded one. */
  readonly databaseUrl: string | null
  /** For plans, where a server has separate sign-ins for `sangam_owner` and `sangam_app`. */
  readonly databaseOwnerUrl: string | null
  readonly host: string
  readonly port: number
  /** The address people use, without a slash at the end. Its scheme decides the cookie. */
  readonly url: string
  readonly poolSize: number
  readonly production: boolean
  /** Behind the development server, which serves sources as they are. */
  readonly development: boolean
  /** Hosts in one's own network that webhooks and automations may call, and where the registry may be; every other private address is refused. */
  readonly localHosts: readonly string[]
  /** Where packages of plugins are asked for by their names, without a slash at the end; null where they are not. */
  readonly npmRegistry: string | null
  /** The mail server of the installation, by which links for signing in go; null where each workspace has its own or none. */
  readonly mail: InstallationMail | null
}

/**
 * Reads the environment: SANGAM_DATA, DATABASE_URL, DATABASE_OWNER_URL, SANGAM_HOST, PORT, SANGAM_URL, SANGAM_POOL, SANGAM_LOCAL_HOSTS, SANGAM_NPM_REGISTRY,
 * SANGAM_MAIL_URL, SANGAM_MAIL_FROM, SANGAM_MAIL_NOTICES.
 */
export function readConfig(env: { readonly [name: string]: string | undefined } = process.env): Config {
  const port = whole('PORT', env.PORT, 4000, 0, 65_535)
  const host = env.SANGAM_HOST || '127.0.0.1'
  const localHosts = (env.SANGAM_LOCAL_HOSTS ?? '')
    .split(',')
    .map(host => host.trim().toLowerCase())
    .filter(Boolean)
  return {
    dataDir: resolve(env.SANGAM_DATA || 'data'),
    databaseUrl: env.DATABASE_URL || null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL || null,
    host,
    port,
    url: address(env.SANGAM_URL || `http://localhost:${port}`),
    poolSize: whole('SANGAM_POOL', env.SANGAM_POOL, 10, 1, 200),
    production: env.NODE_ENV === 'production',
    development: env.NODE_ENV === 'development',
    localHosts,
    npmRegistry: registry(env.SANGAM_NPM_REGISTRY || 'https://registry.npmjs.org', localHosts),
    mail: readMail(env),
  }
}

/** The sums of packages come from there too: over the open network nobody may alter both on their way. */
function registry(text: string, localHosts: readonly string[]): string | null {
  if (text === 'none') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && localHosts.includes(url.hostname))
  if (!url || !safe || url.search || url.hash || url.username || url.password) {
    throw new Error(
      `SANGAM_NPM_REGISTRY is "${text}". Give an address such as https://registry.npmjs.org, or none; http:// only for a host that SANGAM_LOCAL_HOSTS names.`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new Error(`SANGAM_URL is "${text}". Give the address people open, such as https://sangam.example.com.`)
  }
  return url.origin
}

function whole(name: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) throw new Error(`${name} is "${text}". Give a whole number from ${min} to ${max}.`)
  return value
}
