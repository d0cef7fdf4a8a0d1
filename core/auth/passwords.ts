import { hash, verify } from '@node-rs/argon2'
import { Refused } from '../errors.ts'

/** Argon2id, the package's default kind, with the least that OWASP asks for: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Two at once keep sign-in swift and a machine of two cores alive; those who wait are few, or they are told to. */
const atOnce = 2
const mayWait = 20

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mayWait) throw new Refused(503, 'busy', 'Too many people sign in just now. Try again in a moment.', { retryAfterSeconds: 5 })
    await new Promise<void>(resolve => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The turn goes straight to who waits longest: given back first, someone who comes in between would make one too many.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost))
}

let nothing: Promise<string> | undefined

/** True for the right password. Without an account as much work is done, so that nobody learns who has one. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  // Outside the queue: refused there, the refusal would be kept, and every unknown address would be told from the known ones by it.
  nothing ??= hash('no account has this password', cost)
  const against = stored ?? (await nothing)
  const right = await inTurn(() => verify(against, password.slice(0, 1000)).catch(() => false))
  return right && stored !== null
}

const commonest = new Set([
  'password',
  'password1',
  'password123',
  '1234567890',
  '12345678910',
  'qwertyuiop',
  'qwerty12345',
  'iloveyou123',
  'admin12345',
  'administrator',
  'welcome123',
  'india12345',
  'india@1234',
  'sangam1234',
  'letmein1234',
  'abcdefghij',
  '1111111111',
  '0000000000',
  '0123456789',
  'abc1234567',
])

/** Ten letters or more, not one's own address, not what everyone tries first. */
export function checkPassword(password: string, email: string): void {
  const refuse = (code: string, message: string): never => {
    throw new Refused(422, 'invalid', message, { errors: [{ field: 'password', code, message }] })
  }
  const plain = password.toLowerCase()
  if ([...password].length < 10) refuse('too_short', 'A password needs at least 10 characters. A few words are easy to remember.')
  if (password.length > 200) refuse('too_long', 'A password has at most 200 characters.')
  if (commonest.has(plain) || /^(.)\1+$/.test(plain)) refuse('too_common', 'This password is among the first that anyone would try. Choose another.')
  if (plain === email.toLowerCase() || plain === email.split('@')[0]?.toLowerCase())
    refuse('too_alike', 'A password must not be your e-mail address. Choose another.')
}
