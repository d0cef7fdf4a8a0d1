import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stamp } from '../../tools/stale.mjs'

let base: string
const isFresh = () => stamp('part', ['sources', 'settings.json'], base).isFresh()

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'sangam-stale-'))
  mkdirSync(join(base, 'sources'))
  writeFileSync(join(base, 'sources', 'one.ts'), 'export const one = 1')
  writeFileSync(join(base, 'settings.json'), '{}')
})
afterEach(() => rmSync(base, { recursive: true }))

describe('what was built is built again only when it must be', () => {
  test('never built is stale; built is fresh', () => {
    expect(isFresh()).toBe(false)
    stamp('part', ['sources', 'settings.json'], base).done()
    expect(isFresh()).toBe(true)
  })

  const changes: readonly (readonly [string, boolean, () => void])[] = [
    ['a source changed', false, () => writeFileSync(join(base, 'sources', 'one.ts'), 'export const one = 2')],
    ['a source was added', false, () => writeFileSync(join(base, 'sources', 'two.ts'), '')],
    ['a source was removed', false, () => rmSync(join(base, 'sources', 'one.ts'))],
    ['a setting changed', false, () => writeFileSync(join(base, 'settings.json'), '{"a":1}')],
    ['a checkout touched a file and left it as it was', true, () => utimesSync(join(base, 'sources', 'one.ts'), 1, 1)],
    ['a test was written', true, () => writeFileSync(join(base, 'sources', 'one.test.ts'), '')],
  ]
  test.each(changes)('%s: fresh is %s', (_what, fresh, change) => {
    stamp('part', ['sources', 'settings.json'], base).done()
    change()
    expect(isFresh()).toBe(fresh)
  })
})
