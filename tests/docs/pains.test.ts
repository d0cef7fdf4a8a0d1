import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../architecture/sources.ts'

const rows = [...readFileSync(join(root, 'docs', 'plugins-and-pains.md'), 'utf8').matchAll(/^\| .+ \| .+ \| `([^`]+)`: `(.+)` \|$/gm)]

test('each answer to what people complain of in plugins names a test that is there', () => {
  expect(rows.length).toBeGreaterThan(30)
  const gone = rows.filter(([, file = '', said = '']) => !existsSync(join(root, file)) || !readFileSync(join(root, file), 'utf8').includes(said))
  expect(gone.map(([line]) => line)).toEqual([])
})
