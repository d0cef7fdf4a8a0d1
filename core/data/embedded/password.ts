import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The file of the password by which `postgres` signs in. Whoever can't read it has no way in: a plugin's own process, other accounts of the machine. */
export const passwordFile = (dataDir: string): string => join(dataDir, 'database-password')

/** The password of `postgres`; null where there is none, as beside a cluster that was made before it asked for one. */
export function readPassword(dataDir: string): string | null {
  const path = passwordFile(dataDir)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() || null : null
}

export function newPassword(): string {
  return randomBytes(24).toString('hex')
}

/** Writes a file of ours whole or not at all, to the disk, for us alone. */
export function writeClosed(path: string, text: string): void {
  const draft = `${path}.draft`
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
}

/** The password of a role: our own roles' are made of that of `postgres`, from which nothing leads back to it. */
export function passwordOf(password: string, role: string): string {
  return role === 'postgres' ? password : createHmac('sha256', password).update(role).digest('hex')
}

/**
 * What PostgreSQL keeps of a password (RFC 5803), which it takes in place of one: so the password is in no statement and no log. Many rounds are for passwords that
 * people think of; of 192 bits by chance nobody tries out a part, and each connection would wait two milliseconds for them.
 */
export function verifierOf(password: string): string {
  const rounds = 1
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const keyed = (what: string): Buffer => createHmac('sha256', salted).update(what).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}
