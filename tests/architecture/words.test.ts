import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { corePlugin } from '../../core/system/plugin.ts'
import { serverWords } from '../../core/system/server.hi.ts'
import { words } from '../../core/system/words.hi.ts'
import { serverSentences } from './sentences.ts'

const slots = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '').sort()

test('every sentence the server says to people has its Hindi', () => {
  const sentences = serverSentences()
  expect(sentences.length).toBeGreaterThan(150)
  expect(sentences.filter(sentence => !Object.hasOwn(words.sources, sentence))).toEqual([])
})

test('what is filled into a sentence is filled into its Hindi too', () => {
  const different = Object.entries(serverWords).filter(([english, hindi]) => slots(english).join() !== slots(hindi).join())
  expect(different).toEqual([])
})

test('every word of core’s own screens has its Hindi', () => {
  const labels = new Set<string>()
  for (const entity of corePlugin.entities ?? []) {
    if (entity.definition.internal) continue
    for (const label of [entity.definition.label, entity.definition.plural, entity.definition.description]) if (label) labels.add(label)
    for (const field of Object.values(entity.fields) as { options: { label?: string; help?: string; choices?: { [value: string]: { label?: string } } } }[]) {
      for (const label of [field.options.label, field.options.help, ...Object.values(field.options.choices ?? {}).map(choice => choice.label)])
        if (label) labels.add(label)
    }
  }
  expect([...labels].filter(label => !Object.hasOwn(words.sources, label))).toEqual([])
})

test('core and our plugins say one English word in one way: of two meanings each has a key of its own', async () => {
  // All of them speak to one workspace, where the last would be heard for all.
  const said = new Map<string, Map<string, string>>()
  for (const file of await hindiFiles())
    for (const [english, hindi] of Object.entries(file.words)) {
      const ways = said.get(english) ?? new Map<string, string>()
      said.set(english, ways.set(hindi, file.path))
    }
  expect(said.size).toBeGreaterThan(2500)
  const twice = [...said].filter(([, ways]) => ways.size > 1).map(([english, ways]) => [english, ...[...ways].flat()].join(' | '))
  expect(twice).toEqual([])
})

/** Every dictionary as it stands in a file, before one is laid over another. */
async function hindiFiles(): Promise<{ readonly path: string; readonly words: { readonly [english: string]: string } }[]> {
  const folders = ['core/system', ...readdirSync('plugins').map(plugin => `plugins/${plugin}/translations`)]
  const paths = folders.flatMap(folder => readdirSync(folder).flatMap(file => (file.endsWith('hi.ts') ? [`${folder}/${file}`] : [])))
  const parts = await Promise.all(paths.map(async path => ({ path, all: Object.values((await import(resolve(path))) as { [name: string]: object }) })))
  return parts.flatMap(({ path, all }) => all.map(one => ({ path, words: ('sources' in one ? one.sources : one) as { [english: string]: string } })))
}
