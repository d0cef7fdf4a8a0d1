import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import type { Meta } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'
import leads from './plugin.ts'

const said = new Set(['label', 'plural', 'help', 'description', 'confirm', 'menu', 'because', 'refuse'])

/** Every sentence that people read in a part of the description of the model. */
function sentencesOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(sentencesOf)
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]) => (said.has(key) && typeof value === 'string' ? [value] : sentencesOf(value)))
}

test('contacts, items and leads speak Hindi in every word of their screens and in what they begin with', async () => {
  const platform = await createTestPlatform({ plugins: [parties, items], installed: [leads] })
  // Whoever set the workspace up works in Hindi: what a plugin begins with is called so.
  await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'hi' })
  await platform.admin.post('/api/plugins/leads/apply', { to: 'enabled' })
  await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'en' })
  const stages = (await platform.admin.get('/api/records/leads.stage?fields=name,pipeline.$title&sort=position')) as { items: object[] }
  const meta = (await platform.admin.get('/api/meta')) as unknown as Meta
  const ours = (name: string): boolean => /^(parties|items|leads)\b/.test(name)
  const screens = [...meta.lists, ...Object.values(meta.forms), ...meta.boards].filter(screen => ours(screen.entity))
  const parts = [Object.values(meta.entities).filter(entity => ours(entity.name)), screens, meta.settings.filter(page => ours(page.name))]
  const people = [parties, items, leads].flatMap(plugin => [
    { label: plugin.title, description: plugin.description },
    ...(plugin.parts ?? []).filter(part => part.kind === 'role'),
  ])
  const sentences = sentencesOf([...parts, people])
  const words = Object.assign(
    {},
    ...[parties, items, leads].flatMap(plugin => (plugin.parts ?? []).flatMap(part => (part.kind === 'translations' ? [part.sources] : []))),
  ) as { [english: string]: string }

  expect(sentences.length).toBeGreaterThan(300)
  expect([...new Set(sentences)].filter(sentence => !/[ऀ-ॿ]/.test(words[sentence] ?? ''))).toEqual([])
  expect(stages.items.slice(0, 3)).toMatchObject(['नया', 'संभावना की तलाश', 'बातचीत'].map(name => ({ name, 'pipeline.$title': 'बिक्री' })))
  await platform.stop()
})
