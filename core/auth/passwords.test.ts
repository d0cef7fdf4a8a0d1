import { describe, expect, test } from 'vitest'
import { Refused } from '../errors.ts'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'

const refusal = (password: string): string | null => {
  try {
    checkPassword(password, 'Asha.Rao@example.com')
    return null
  } catch (error) {
    if (error instanceof Refused) return `${error.status} ${error.options.errors?.[0]?.field} ${error.options.errors?.[0]?.code}`
    throw error
  }
}

describe('a password', () => {
  test.each([
    ['a few words', 'four mangoes and a kite', null],
    ['ten letters', 'mangokites', null],
    ['nine letters', 'mangokite', '422 password too_short'],
    ['nine letters of two units each', '😀😀😀😀😀😀😀😀😀', '422 password too_short'],
    ['words in Hindi', 'चार आम और पतंग', null],
    ['200 characters', 'mango kite'.repeat(20), null],
    ['201 characters', `${'mango kite'.repeat(20)}s`, '422 password too_long'],
    ['what everyone tries first', 'Password123', '422 password too_common'],
    ['one letter over and over', 'zzzzzzzzzzzz', '422 password too_common'],
    ['the e-mail address', 'asha.rao@EXAMPLE.com', '422 password too_alike'],
  ])('%s', (_, password, outcome) => {
    expect(refusal(password)).toBe(outcome)
  })

  test('is kept as Argon2id with 19 MiB and two passes, and differently each time', async () => {
    const [one, other] = await Promise.all([hashPassword('four mangoes'), hashPassword('four mangoes')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(other)
  })

  test('is known again, and no other is', async () => {
    const stored = await hashPassword('four mangoes')
    expect(await Promise.all(['four mangoes', 'Four mangoes', 'four mangoes ', ''].map(password => verifyPassword(password, stored)))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('opens nothing where there is no account, or none was ever chosen', async () => {
    expect(await verifyPassword('no account has this password', null)).toBe(false)
    expect(await verifyPassword('anything at all', 'not a hash')).toBe(false)
  })
})

test('too many at once are told to come back, and those who were in turn are served', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () =>
      hashPassword('four mangoes').then(
        () => 'served',
        (error: unknown) => (error instanceof Refused ? `${error.status} ${error.code} after ${error.options.retryAfterSeconds}` : String(error)),
      ),
    ),
  )
  expect([...outcomes].sort()).toEqual([...Array(8).fill('503 busy after 5'), ...Array(22).fill('served')])
  expect(await verifyPassword('four mangoes', await hashPassword('four mangoes'))).toBe(true)
})
