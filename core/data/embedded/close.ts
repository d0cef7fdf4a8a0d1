import { spawn } from 'node:child_process'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { appRole, ownerRole } from '../roles.ts'
import { type ClusterOptions, identity, leftAlone, said, settingsOf } from './cluster.ts'
import { newPassword, passwordFile, passwordOf, readPassword, verifierOf, writeClosed } from './password.ts'

/** A line of pg_hba.conf by which the server lets in whoever comes; what an operator wrote beside it stays. */
const trusting = /^([ \t]*(?:local|host\w*)[ \t].*[ \t])trust(?=[ \t]*(?:#.*)?$)/gm

/** Whether a cluster lets anyone in, or asks for a password that nobody has any more. */
export function isOpen(dataDir: string, folder: string): boolean {
  return readPassword(dataDir) === null || hbaOf(folder).search(trusting) >= 0
}

/**
 * Has a cluster ask for a password that let anyone in: all were made so once. No server may run in it. The password is set by PostgreSQL's way of working
 * without a server, which asks nobody who he is and listens nowhere.
 *
 * Killed at any moment it is begun anew by the next start, since each step leaves what `isOpen` finds: the password has its name only when the
 * cluster has it, and until the last step the cluster trusts.
 */
export async function closeCluster(dataDir: string, options: ClusterOptions): Promise<void> {
  await leftAlone(options.folder)
  const known = readPassword(dataDir)
  const password = known ?? newPassword()
  const draft = `${passwordFile(dataDir)}.new`
  if (known === null) writeClosed(draft, password)
  await setPasswords(options, password)
  if (known === null) renameSync(draft, passwordFile(dataDir))
  else rmSync(draft, { force: true })
  const path = join(options.folder, 'pg_hba.conf')
  const owner = statSync(path)
  const hba = `${path}.closed`
  writeClosed(hba, hbaOf(options.folder).replace(trusting, '$1scram-sha-256'))
  chownSync(hba, owner.uid, owner.gid)
  renameSync(hba, path)
}

function hbaOf(folder: string): string {
  const path = join(folder, 'pg_hba.conf')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

async function setPasswords(options: ClusterOptions, password: string): Promise<void> {
  const { folder, binaries, account } = options
  const verifiers = ['postgres', ownerRole, appRole].map(role => ({ role, verifier: verifierOf(passwordOf(password, role)) }))
  // A line each is a statement there. Our two roles are missing where the first start was cut short: the next makes them.
  const lines = [
    ...verifiers.map(
      ({ role, verifier }) =>
        `do $do$ begin if exists (select from pg_catalog.pg_roles where rolname = '${role}') then alter role ${role} password '${verifier}'; end if; end $do$`,
    ),
    `select 'set' as password from pg_catalog.pg_authid where rolname = 'postgres' and rolpassword = '${verifiers[0]?.verifier}'`,
  ]
  const flags = [...settingsOf(options), 'lc_messages=C'].flatMap(setting => ['-c', setting])
  const child = spawn(join(binaries.bin, 'postgres'), ['--single', '-D', folder, ...flags, 'postgres'], {
    ...identity(account),
    cwd: '/',
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const heard = { out: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    heard.errors += text
  })
  child.stdin.on('error', () => undefined).end(`${lines.join('\n')}\n`)
  const error = await new Promise<Error | null>(resolve => child.once('error', resolve).once('close', () => resolve(null)))
  if (error || !heard.out.includes('password = "set"'))
    throw new Error(
      `The database lets in whoever reaches its socket, and could not be told to ask for a password. PostgreSQL says: ${error?.message ?? (said(heard.errors) || 'nothing')}`,
    )
}
