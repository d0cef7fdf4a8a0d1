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
