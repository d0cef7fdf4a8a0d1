import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isFixture, sources } from './sources.ts'

const imported = /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm

test('plugins of strangers import the public SDK, the models of what they stand on, and nothing else of ours', () => {
  const files = sources(['.ts']).filter(({ path }) => isFixture(path))
  expect(files.length).toBeGreaterThan(15)
  const wrong = files.flatMap(({ path, text }) => {
    // vehicles/1.0.0 or loyalty: a plugin of its own each.
    const [, folder = ''] = /^(tests\/third-party\/[a-z]+(?:\/\d[^/]*)?)\//.exec(path) ?? []
    const plugin = files.find(file => file.path === `${folder}/plugin.ts`)?.text ?? ''
    const stands = [...plugin.matchAll(/(?:needs|joins):\s*[[{]([^\]}]*)/g)].map(match => match[1]).join()
    const allowed = (name: string): boolean => {
      if (name === '@sangam/sdk') return true
      if (name === '@sangam/sdk/web') return path.startsWith(`${folder}/web/`)
      const model = /^@sangam\/plugin-([a-z]+)\/model$|^asha-([a-z]+)\/model$/.exec(name)
      if (model && !path.includes('/web/')) return new RegExp(`\\b${model[1] ?? model[2]}\\b`).test(stands)
      return name.startsWith('.') && join(path, '..', name).startsWith(`${folder}/`)
    }
    return [...text.matchAll(imported)]
      .map(match => match[1] ?? match[2] ?? match[3] ?? '')
      .filter(name => !allowed(name))
      .map(name => `${path} imports ${name}`)
  })
  expect(wrong).toEqual([])
})
