import { hash, randomBytes } from 'node:crypto'

/** A secret nobody guesses: 256 bits, as text for an address or a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: enough to know it again, and nothing to sign in with. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A code to be read off a screen: no letters that look alike, in groups. */
export function newCode(): string {
  const picked = [...randomBytes(64)]
    .filter(byte => byte < 248)
    .slice(0, 16)
    .map(byte => letters[byte % letters.length])
  return picked.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** A code as people type it: small letters, spaces and missing dashes are all the same. */
export function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
