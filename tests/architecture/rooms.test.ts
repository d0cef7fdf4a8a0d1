import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isTest, sources } from './sources.ts'

/** Which rooms a room may import from; `own` is the room or plugin itself. */
const doors: { readonly [room: string]: RegExp } = {
  sdk: /^(\.|\.\.)\//,
  core: /^(\.{1,2}\/|@sangam\/sdk$)/,
  web: /^(\.{1,2}\/|@sangam\/sdk(\/web)?$)/,
  plugins: /^(\.{1,2}\/|@sangam\/sdk(\/web)?$|@sangam\/plugin-[a-z-]+\/model$)/,
}

const imported = /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm

test('each room imports only what its doors allow', () => {
  const files = sources(['.ts']).filter(({ path }) => Object.hasOwn(doors, path.split('/')[0] ?? '') && !isTest(path))
  expect(files.length).toBeGreaterThan(60)
  const wrong = files.flatMap(({ path, text }) => {
    const room = path.split('/')[0] ?? ''
    const ours = [...text.matchAll(imported)].map(match => match[1] ?? match[2] ?? match[3] ?? '').filter(name => /^(\.|@sangam\/)/.test(name))
    return ours.filter(name => !(doors[room] as RegExp).test(name) || leaves(path, name)).map(name => `${path} imports ${name}`)
  })
  expect(wrong).toEqual([])
})

test('a plugin imports the model of those alone that it needs', () => {
  const files = sources(['.ts']).filter(({ path }) => path.startsWith('plugins/') && !isTest(path))
  const wrong = files.flatMap(({ path, text }) => {
    const id = path.split('/')[1]
    const plugin = files.find(file => file.path === `plugins/${id}/plugin.ts`)?.text ?? ''
    const needs = /(?:needs|joins):\s*[[{]([^\]}]*)/.exec(plugin)?.[1] ?? ''
    return [...text.matchAll(/@sangam\/plugin-([a-z-]+)\/model/g)].filter(match => !needs.includes(match[1] ?? '?')).map(match => `${path} imports ${match[1]}`)
  })
  expect(wrong).toEqual([])
})

/** A relative import that goes out of its room, or out of its plugin. */
function leaves(path: string, name: string): boolean {
  if (!name.startsWith('.')) return false
  const depth = path.startsWith('plugins/') ? 2 : 1
  const at = join(path, '..', name).split('/').slice(0, depth).join('/')
  return at !== path.split('/').slice(0, depth).join('/')
}
