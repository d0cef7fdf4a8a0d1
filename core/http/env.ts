import type { Context } from 'hono'
import { type Access, hasEverything } from '../access/access.ts'
import type { HeldKey } from '../auth/keys.ts'
import { Refused } from '../errors.ts'
import { readJson } from './body.ts'

/** Who a request comes from. */
export interface SignedIn {
  readonly account: { readonly id: string; readonly email: string }
  readonly workspace: string
  readonly access: Access
  readonly locale: string
  /** Set when a browser's session asks. */
  readonly session: { readonly id: string } | null
  /** Set when a program's key asks. */
  readonly key: HeldKey | null
  /** The administrator who looks, where the access is that of another: nothing may be changed then. */
  readonly looker?: { readonly name: string }
}

export interface Env {
  Variables: {
    requestId: string
    ip: string
    signedIn: SignedIn | null
    /** Finds out anew who asks, for what waited since. */
    askAgain: () => Promise<void>
    locale: string
  }
}

/** The addresses of the feed for spreadsheets and reports. */
export function isFeed(path: string): boolean {
  return path === '/api/odata' || path.startsWith('/api/odata/')
}

export function signedIn(c: Context<Env>): SignedIn {
  const found = c.get('signedIn')
  if (!found) throw new Refused(401, 'signed_out', 'Sign in first.')
  return found
}

/** The signed-in caller, who must be there themselves: a program may not make keys or change who it is. */
export function person(c: Context<Env>): SignedIn {
  const found = signedIn(c)
  if (!found.session) throw new Refused(403, 'forbidden', 'Sign in as a person for this: a key may not.')
  return found
}

/** The signed-in caller, who must be an administrator or an owner. */
export function administrator(c: Context<Env>): SignedIn {
  const found = signedIn(c)
  if (!isAdmin(found)) throw new Refused(403, 'forbidden', 'Only an administrator may do this.')
  return found
}

export function owner(c: Context<Env>): SignedIn {
  const found = signedIn(c)
  if (!isOwner(found)) throw new Refused(403, 'forbidden', 'Only an owner may do this.')
  return found
}

export function isOwner({ access }: SignedIn): boolean {
  return access.caller.roles.includes('core.owner')
}

export function isAdmin({ access }: SignedIn): boolean {
  return hasEverything(access.caller)
}

export type Body = { readonly [name: string]: unknown }

/** The body of a request as a JSON object. */
export async function body(c: Context<Env>): Promise<Body> {
  const value = await readJson(c)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused(400, 'bad_body', 'Send a JSON object.')
  return value as Body
}

/** A text of a body, or a refusal that names it. */
export function textOf(from: Body, name: string, most = 500): string {
  const value = from[name]
  if (typeof value !== 'string' || value.length > most)
    throw new Refused(400, 'bad_body', '"{name}" must be a text of at most {most} characters.', { values: { name, most } })
  return value
}
