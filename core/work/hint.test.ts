import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../data/connection.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import { hint } from './hint.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase('t_hint')
  pool = openPool({ url: database.url, size: 2, name: 'test' })
})
afterAll(async () => {
  await pool.close()
  await database.drop()
})

test('A change is told of at once, and those that follow on it are told of together a moment later', async () => {
  const told: string[] = []
  let next: () => void = () => undefined
  const stop = await pool.listen('sangam_outbox', workspace => {
    told.push(workspace)
    next()
  })
  const heard = (): Promise<void> =>
    new Promise(resolve => {
      next = resolve
    })
  const began = performance.now()
  const first = heard()
  hint(pool, 'main')
  await first
  const second = heard()
  for (let turn = 0; turn < 50; turn += 1) hint(pool, 'main')
  await second
  expect([told, performance.now() - began >= 110]).toEqual([['main', 'main'], true])
  await stop()
})
