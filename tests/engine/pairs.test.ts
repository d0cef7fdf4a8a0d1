import type { Plugin } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findPlugins } from '../../core/plugins.ts'
import { behindNeeds } from '../../core/registry/order.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { firsts } from '../faults/torture/combinations.ts'

const { plugins } = await findPlugins()
const own = behindNeeds([...plugins.values()], plugins).filter(({ id }) => id !== 'core')

/** What runs where these are wanted: with all they need and join, and the bridges that then come by themselves. */
function running(wanted: readonly string[]): readonly string[] {
  const on = new Set<string>()
  const take = (id: string): void => {
    const plugin = plugins.get(id)
    on.add(id)
    for (const other of Object.keys({ ...plugin?.needs, ...plugin?.joins })) if (other !== 'core') take(other)
  }
  wanted.forEach(take)
  for (const { id, joins } of own) if (joins && Object.keys(joins).every(one => on.has(one))) on.add(id)
  return own.filter(({ id }) => on.has(id)).map(({ id }) => id)
}

/** Every two, each alone and none at all, without those that come to the same; each next to the one that is reached by the fewest changes. */
function course(): readonly (readonly string[])[] {
  const ids = own.map(({ id }) => id)
  const wanted = [[], ...ids.map(id => [id]), ...ids.flatMap((one, at) => ids.slice(at + 1).map(other => [one, other]))]
  const left = [...new Map(wanted.map(running).map(on => [on.join(), on])).values()]
  const walked = left.splice(0, 1)
  while (left.length > 0) {
    const last = walked.at(-1) as readonly string[]
    const apart = left.map(on => on.filter(id => !last.includes(id)).length + last.filter(id => !on.includes(id)).length)
    walked.push(...left.splice(apart.indexOf(Math.min(...apart)), 1))
  }
  return walked
}

test('every two plugins that came with Sangam are switched on together and alone while it runs, and the lists of what is on answer and take a record, those of what is off do not', async () => {
  await using platform = await createTestPlatform({ plugins: [], installed: own })
  const { admin } = platform
  const byHand = (on: readonly string[]): readonly Plugin[] => own.filter(({ id, joins }) => on.includes(id) && !joins)
  const listed = own.flatMap(({ id, entities = [], parts = [] }) =>
    entities.filter(({ name }) => parts.some(part => part.kind === 'list' && part.entity === name)).map(({ name }) => ({ id, name })),
  )
  const found: object[] = []
  const seen = async () => {
    const meta = (await admin.get('/api/meta')) as unknown as {
      plugins: { id: string }[]
      lists: { entity: string }[]
      forms: { [entity: string]: object }
    }
    const answers = await Promise.all(listed.map(async ({ name }) => [name, (await admin.ask('GET', `/api/records/${name}?limit=1`)).status] as const))
    const maker = new Maker(platform, await platform.platform.world.models.current('main'), firsts, 20_270_331 + found.length)
    const written: string[] = []
    for (const name of Object.keys(firsts)) if (maker.model.entities.has(name)) written.push((await maker.make(name)) && name)
    return {
      written,
      on: meta.plugins
        .map(({ id }) => id)
        .filter(id => id !== 'core')
        .sort(),
      lists: listed.filter(({ name }) => meta.lists.some(({ entity }) => entity === name)).map(({ name }) => name),
      forms: [...new Set(Object.keys(meta.forms).map(entity => entity.split('.')[0]))].filter(id => id !== 'core').sort(),
      answers: Object.fromEntries(answers),
    }
  }
  const laidOut = (on: readonly string[]) =>
    own
      .filter(({ id, parts = [] }) => on.includes(id) && parts.some(part => part.kind === 'form' && part.entity.startsWith(`${id}.`)))
      .map(({ id }) => id)
      .sort()
  const walked = course()
  let now: readonly string[] = []
  for (const on of walked) {
    for (const { id } of byHand(now).toReversed()) if (!on.includes(id)) await admin.post(`/api/plugins/${id}/apply`, { to: 'disabled' })
    for (const { id } of byHand(on)) if (!now.includes(id)) await admin.post(`/api/plugins/${id}/apply`, { to: 'enabled' })
    found.push(await seen())
    now = on
  }
  expect(walked.length).toBeGreaterThan(own.length)
  expect(found).toEqual(
    walked.map(on => ({
      written: Object.keys(firsts).filter(name => on.includes(name.split('.')[0] ?? '')),
      on: on.toSorted(),
      lists: listed.filter(({ id }) => on.includes(id)).map(({ name }) => name),
      forms: laidOut(on),
      answers: Object.fromEntries(listed.map(({ id, name }) => [name, on.includes(id) ? 200 : 404])),
    })),
  )
})

test('the tests of a plugin can be run with others enabled beside it, with what these need and the bridges that then come', async () => {
  vi.stubEnv('SANGAM_PLUGINS_BESIDE', 'ledger,invoicing')
  onTestFinished(() => void vi.unstubAllEnvs())
  await using platform = await createTestPlatform({ plugins: own.filter(({ id }) => id === 'parties') })
  const { plugins: running } = (await platform.admin.get('/api/meta')) as unknown as { plugins: { id: string }[] }
  expect(running.map(({ id }) => id).filter(id => id !== 'core')).toEqual(expect.arrayContaining(['parties', 'items', 'ledger', 'invoicing', 'invoicebooks']))
  expect(running.map(({ id }) => id)).not.toContain('leads')
})
