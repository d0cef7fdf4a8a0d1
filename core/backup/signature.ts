import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Who made a backup: the last line of its file. */
export interface Signature {
  /** The maker's public key: SPKI in base64. */
  readonly key: string
  /** Ed25519 over the list of parts, in base64. */
  readonly signature: string
}

/** Signs the list that a backup ends with. */
export type Signer = (list: string) => Signature

const keyFile = (dataDir: string): string => join(dataDir, 'backup-key.pem')

/**
 * The key this instance signs its backups with, made at the first one. It lies beside the files and
 * not in the database: a backup that held it could be forged by whoever reads one.
 */
export async function openSigner(dataDir: string): Promise<{ readonly sign: Signer; readonly fingerprint: string }> {
  const secret = (await ownKey(dataDir)) ?? (await makeKey(dataDir))
  const key = createPublicKey(secret).export({ type: 'spki', format: 'der' }).toString('base64')
  return { sign: list => ({ key, signature: signBytes(null, Buffer.from(list), secret).toString('base64') }), fingerprint: fingerprintOf(key) }
}

/** The fingerprint of this instance's own key; null where none was made yet. */
export async function ownFingerprint(dataDir: string): Promise<string | null> {
  const secret = await ownKey(dataDir)
  return secret && fingerprintOf(createPublicKey(secret).export({ type: 'spki', format: 'der' }).toString('base64'))
}

/** What people compare of a key: 128 bits of its SHA-256, such as `3f2a-90c1-…`. */
export function fingerprintOf(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex')
  return hash.slice(0, 32).replace(/(.{4})(?=.)/g, '$1-')
}

/** Whether the holder of the key that a signature names has signed this very list. */
export function isSigned(list: string, { key, signature }: Signature): boolean {
  try {
    return verifyBytes(
      null,
      Buffer.from(list),
      createPublicKey({ key: Buffer.from(key, 'base64'), type: 'spki', format: 'der' }),
      Buffer.from(signature, 'base64'),
    )
  } catch {
    return false
  }
}

async function ownKey(dataDir: string): Promise<KeyObject | null> {
  const text = await readFile(keyFile(dataDir), 'utf8').catch(() => null)
  return text === null ? null : createPrivateKey(text)
}

async function makeKey(dataDir: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  try {
    await writeFile(keyFile(dataDir), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    return privateKey
  } catch (error) {
    // Two nodes may take their first backup at once: the key that is there counts for both.
    const other = await ownKey(dataDir)
    if (other) return other
    throw error
  }
}
