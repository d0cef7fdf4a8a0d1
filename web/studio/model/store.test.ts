import { afterEach, expect, test, vi } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { change, keepMade, studioStore } from './store.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  metaStore.set(null)
  studioStore.set(null)
})

test('Changes that are made quickly, one upon the other, lie in one draft and know of each other', async () => {
  const sets: { id: string; state: string; createdBy: string; operations: { words: object }[] }[] = []
  metaStore.set({ user: { id: 'me' } } as unknown as Parameters<typeof metaStore.set>[0])
  vi.stubGlobal('document', { querySelector: () => ({ show: () => undefined }) })
  vi.stubGlobal('sessionStorage', { getItem: () => null })
  vi.stubGlobal('fetch', async (address: string, { method, body }: { method: string; body: string }) => {
    const given = method === 'POST' ? JSON.parse(body) : null
    if (address === '/api/model/sets' && given) sets.push({ id: String(sets.length), state: 'draft', createdBy: 'me', operations: [] })
    if (address.endsWith('/operations')) sets[Number(address.split('/')[4])]?.operations.push(...given.operations)
    return new Response(JSON.stringify(address === '/api/model/sets' ? (given ? sets.at(-1) : { items: sets.toReversed() }) : { shapes: {} }))
  })
  const words = (english: string) => ({ op: 'setWords' as const, language: 'en', words: { [english]: 'x' } })
  const seen = (): string => String(sets[0]?.operations.length ?? 'no draft')
  await Promise.all([change(words('a')), change(words('b')), keepMade(() => [words(`after ${seen()}, in ${studioStore.value?.draft?.id}`)])])
  expect(sets.map(set => set.operations.map(one => Object.keys(one.words)))).toEqual([[['a'], ['b'], ['after 2, in 0']]])
})
