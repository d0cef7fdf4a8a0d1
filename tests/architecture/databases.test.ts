import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { aboutOtherThings, withoutDatabase } from '../setup/without-database.ts'
import { sources } from './sources.ts'

/** What gives a test its database. */
const giver = 'core/data/testing.ts'
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^@sangam\/sdk$/, 'sdk/index.ts'],
  [/^@sangam\/sdk\/web$/, 'sdk/web.ts'],
  [/^@sangam\/testing$/, 'sdk/testing/index.ts'],
  [/^@sangam\/plugin-([\w-]+)\/model$/, 'plugins/$1/model.ts'],
  [/^@sangam\/plugin-([\w-]+)$/, 'plugins/$1/plugin.ts'],
]

function imports(path: string, text: string): string[] {
  return [...text.matchAll(/\bfrom\s*'([^']+)'|\bimport\s*\(?'([^']+)'/g)].flatMap(([, from, bare]) => {
    const name = from ?? bare ?? ''
    if (name.startsWith('.')) return [join(dirname(path), name)]
    return aliases.filter(([pattern]) => pattern.test(name)).map(([pattern, to]) => name.replace(pattern, to))
  })
}

test('a run on a given server leaves out the tests that reach no database, and no others but those that are named to be about other things', () => {
  const graph = new Map(sources(['.ts']).map(({ path, text }) => [path, imports(path, text)]))
  const reaches = (path: string, seen = new Set<string>()): boolean => {
    if (path === giver) return true
    if (seen.has(path)) return false
    seen.add(path)
    return (graph.get(path) ?? []).some(next => reaches(next, seen))
  }
  const tests = [...graph.keys()].filter(path => path.endsWith('.test.ts') && !/^tests\/(browser|faults)\//.test(path))
  const leftOut = tests.filter(path => withoutDatabase.some(glob => (glob.endsWith('/**') ? path.startsWith(glob.slice(0, -2)) : path === glob)))
  expect(leftOut.length).toBeLessThan(tests.length / 2)
  expect(leftOut.toSorted()).toEqual(tests.filter(path => !reaches(path)).toSorted())
  expect(aboutOtherThings).toEqual(tests.filter(path => aboutOtherThings.includes(path) && reaches(path)).toSorted())
})
