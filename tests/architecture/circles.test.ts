import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { isTest, sources } from './sources.ts'

const statement = /^\s*(import|export)\s+(type\s+)?([^'"]*?)\s*from\s*'(\.[^']+)'|^\s*import\s*'(\.[^']+)'/gm

/** What a module needs when it runs: types are gone by then, and what is fetched later is no circle. */
function needs(path: string, text: string): string[] {
  return [...text.matchAll(statement)].flatMap(([, , type, names = '', from, bare]) => {
    const onlyTypes = type !== undefined || (names.startsWith('{') && /^\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}$/.test(names.replaceAll('\n', ' ')))
    return onlyTypes ? [] : [join(dirname(path), from ?? bare ?? '')]
  })
}

test('no module needs itself, however far around', () => {
  const files = sources(['.ts']).filter(({ path }) => /^(sdk|core|web|plugins)\//.test(path) && !isTest(path))
  expect(files.length).toBeGreaterThan(200)
  const graph = new Map(files.map(({ path, text }) => [path, needs(path, text)]))
  const state = new Map<string, 'open' | 'done'>()
  const circles: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      circles.push([...way.slice(way.indexOf(path)), path].join(' → '))
      return
    }
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) visit(next, [...way, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) visit(path, [])
  expect(circles).toEqual([])
})
