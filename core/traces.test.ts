import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { traceToSources } from './traces.ts'

test('a stack names the lines that people wrote, and is told as it is where nothing or nonsense says which', () => {
  const { prepareStackTrace } = Error
  const folder = mkdtempSync(join(tmpdir(), 'sangam-traces-'))
  onTestFinished(() => {
    Error.prepareStackTrace = prepareStackTrace
    rmSync(folder, { recursive: true, force: true })
  })
  // Its third line was the tenth of what was written.
  writeFileSync(join(folder, 'built.cjs.lines'), JSON.stringify({ sources: ['../written.ts'], lines: [-1, -1, -1, -1, 0, 9] }))
  writeFileSync(join(folder, 'broken.cjs.lines'), '{')
  writeFileSync(join(folder, 'other.cjs.lines'), '{"lines":null}')
  traceToSources()
  const told = ['built.cjs', 'broken.cjs', 'other.cjs', 'alone.cjs'].map(name => {
    const file = join(folder, name)
    writeFileSync(file, "\n\nmodule.exports = new RangeError('Out of paper')")
    return (createRequire(file)(file) as Error).stack?.split('\n').slice(0, 2)
  })
  expect(told).toEqual([
    ['RangeError: Out of paper', `    at Object.<anonymous> (${pathToFileURL(join(folder, '..', 'written.ts')).href}:10)`],
    ['RangeError: Out of paper', `    at Object.<anonymous> (${join(folder, 'broken.cjs')}:3:18)`],
    ['RangeError: Out of paper', `    at Object.<anonymous> (${join(folder, 'other.cjs')}:3:18)`],
    ['RangeError: Out of paper', `    at Object.<anonymous> (${join(folder, 'alone.cjs')}:3:18)`],
  ])
})
