import { join } from 'node:path'
import leads from '@sangam/plugin-leads'
import { dashboard, definePlugin, hooks, type Json, type Plugin, type Role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkValue } from '../../core/records/validate.ts'
import { buildModel } from '../../core/registry/build.ts'
import type { ModelEntity, ModelField } from '../../core/registry/model.ts'
import { untranslated } from '../../core/registry/spoken.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { overBudget } from '../../sdk/testing/check/budgets.ts'
import { hiddenFields, shownOf } from '../../sdk/testing/check/hidden.ts'
import { invalidValues } from '../../sdk/testing/check/invalid.ts'
import { castFor, seenBy, seenInBin } from '../../sdk/testing/check/reach.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { releasedBeside } from '../../sdk/testing/check/released.ts'
import { validValues } from '../../sdk/testing/check/valid.ts'
import { kinds } from './kinds.ts'
import { Deal, deals, Firm } from './note.ts'

const model = buildModel([corePlugin, deals, kinds])
const drawn = [...model.entities.values()]
  .flatMap(entity => [...entity.fields.values()].map((field): [string, ModelField] => [`${entity.name}.${field.name}`, field]))
  .filter(([, field]) => !['reference', 'references', 'lines', 'flow', 'series'].includes(field.type.type))
const judge = (field: ModelField, value: Json) => checkValue(field, field.type.normalise ? field.type.normalise(value, field.options) : value)

test('what is drawn for a field of any type is taken, and what must be refused is', () => {
  expect(new Set(drawn.map(([, field]) => field.type.type)).size).toBe(22)
  for (const [name, field] of drawn) {
    fc.assert(
      fc.property(validValues(field, 'k1z'), value => judge(field, value) === null),
      { seed: 7, numRuns: 30 },
    )
    for (const value of field.options.readonly ? [] : invalidValues(field)) expect([name, value, judge(field, value)]).not.toEqual([name, value, null])
  }
})

test('texts without a word in Hindi are named', () => {
  expect(untranslated(model, deals)).toEqual(expect.arrayContaining(['Deals', 'Firm', 'Firms', 'Praise', 'Say why it was lost.', 'Seller', 'Words', 'Won']))
})

test('a dashboard is one of what is looked at: its texts, and that what its cards name is there', () => {
  const withBoard = (field: string) =>
    definePlugin({
      ...deals,
      parts: [
        ...(deals.parts ?? []),
        dashboard('deals.desk', { label: 'Desk of deals', cards: [{ kind: 'list', entity: 'deals.deal', label: 'Looked at', columns: [field] }] }),
      ],
    })
  const fine = withBoard('title')
  expect(untranslated(buildModel([corePlugin, fine]), fine)).toEqual(expect.arrayContaining(['Desk of deals', 'Looked at']))
  expect(() => buildModel([corePlugin, withBoard('titel')])).toThrow('The dashboard deals.desk, card "Looked at": deals.deal has no field "titel".')
})

test('a hook that asks record by record is found, with what it asks for and how to mend it', async () => {
  const asks = hooks(Deal, {
    check: async (ctx, changes) => {
      for (const { next } of changes) await ctx.repo(Firm).first({ name: next?.title ?? '' })
    },
  })
  const slow = definePlugin({ ...deals, parts: [...(deals.parts ?? []), asks] })
  await using platform = await createTestPlatform({ plugins: [slow] })
  const shape = await platform.platform.world.models.current('main')
  const maker = new Maker(platform, shape, {})
  const over = async (name: string) => overBudget(platform, shape, maker, shape.entities.get(name) as ModelEntity)

  expect(
    [...(await over('deals.firm')), ...(await over('deals.deal'))].map(said => said.replace(/takes \d+/, 'takes #').replace(/take \d+:/, 'take #:')),
  ).toEqual([
    'Saving 100 deals.deal at once takes # statements, and 20 take #: a hook asks record by record, 100 times for deals.firm. ' +
      'A hook gets the whole set: ask for all of it by one ctx.repo(…).find({ where: { id: { in: ids } } }), and change others by one createMany or updateMany.',
  ])
})

describe('a path that shows what the list hides', () => {
  let platform: TestPlatform
  let maker: Maker
  let seller: TestClient
  const entity = model.entities.get('deals.deal') as ModelEntity
  beforeAll(async () => {
    platform = await createTestPlatform({ plugins: [deals] })
    maker = new Maker(platform, model, {})
    seller = await castFor(platform, maker, 'deals.seller')
    await maker.makeMany('deals.deal', 12)
  })
  afterAll(() => platform.stop())
  const seen = (person: TestClient) => seenBy(person, entity, maker.made('deals.deal'), { export: true })

  const leaking = (leaks: (method: string, path: string, body: unknown) => boolean): TestClient => {
    const ask: TestClient['ask'] = (method, path, body, headers) => (leaks(method, path, body) ? platform.admin : seller).ask(method, path, body, headers)
    return { ...seller, ask, get: async path => (await ask('GET', path)).json, post: async (path, body) => (await ask('POST', path, body)).json }
  }

  test('is found in none of the paths there are', async () => {
    const { listed, differences } = await seen(seller)
    expect(differences).toEqual([])
    const inBin = (person: TestClient) => seenInBin(person, platform.admin, entity, { made: maker.made('deals.deal'), listed })
    expect(await inBin(seller)).toEqual([])
    expect((await inBin(leaking((method, path) => method === 'GET' && path.includes('/api/bin/'))))[0]).toBe('bin: true instead of false')
    expect([listed.size > 0, listed.size < 12]).toEqual([true, true])
  })

  test('is told of every other way to it as well: back in time, feeds, ways by others, prints, changes of many', async () => {
    const { differences } = await seen(
      leaking((_, path, body) => /asOf=|\/odata\/|\/export\/[^/]+\/|query\/deals\.firm|\/bulk\/|\/batch/.test(path + JSON.stringify(body))),
    )
    const told = differences.map(said => said.replace(/: .*/, '').replace(/^POST (\S+) .*/, '$1'))
    expect([...new Set(told)].sort()).toEqual([
      '/api/batch',
      '/api/bulk/deals.deal',
      'OData',
      'a condition of deals.firm on none of deals.deal:firm',
      'a condition of deals.firm on some of deals.deal:firm',
      'asOf',
      'print',
      'the count of OData',
    ])
  })

  test.each<[string, (method: string, path: string, body: unknown) => boolean]>([
    ['get', (method, path) => method === 'GET' && /deal\/[0-9a-f-]{36}$/.test(path)],
    ['history', (_, path) => path.endsWith('/history')],
    ['export', (_, path) => path.includes('/export/')],
    ['count', (_, path, body) => path.includes('/query/') && Object.hasOwn(body as object, 'count')],
    ['groups by nothing', (_, path, body) => path.includes('/query/') && Object.hasOwn(body as object, 'group')],
    ['a condition on ids', (_, path, body) => path.includes('/query/') && Object.hasOwn(body as object, 'where')],
    ['search', (_, path, body) => path.includes('/query/') && Object.hasOwn(body as object, 'search')],
    ['search everywhere', (_, path) => path.includes('/api/search')],
    ['praise', (_, path) => path.endsWith('/actions/praise')],
    ['DELETE', method => method === 'DELETE'],
  ])('is told: %s', async (told, leaks) => {
    expect((await seen(leaking(leaks))).differences.join('\n')).toContain(told)
  })

  test('a field that a role hides is seen on no path, and whichever shows it is told', async () => {
    const role = (deals.parts ?? []).find(part => part.kind === 'role' && part.name === 'deals.seller') as Role
    expect([...hiddenFields(role)]).toEqual([
      ['deals.deal', ['margin']],
      ['deals.firm', ['secret']],
    ])
    const firms = await maker.makeMany('deals.firm', 2)
    const shown = (person: TestClient) => shownOf({ person, admin: platform.admin, model }, 'deals.firm', 'secret', firms)
    expect(await shown(seller)).toEqual([])
    expect(await shownOf({ person: seller, admin: platform.admin, model }, 'deals.deal', 'margin', maker.made('deals.deal'))).toEqual([])
    expect(await shown(leaking((method, path) => method === 'GET' || path.includes('/query/')))).toEqual([
      '/api/meta names deals.firm.secret',
      ...['list', 'get', 'history', 'asOf', 'OData', 'export', 'search'].map(path => `${path} shows deals.firm.secret`),
      ...['list with', 'sort by', 'filter by', 'group by', 'export of', 'OData sorted by', 'asOf with'].map(path => `${path} deals.firm.secret answers 200`),
      ...['deals.firm with parent.', 'deals.firm filtered by parent.', 'deals.deal with firm.', 'deals.deal filtered by firm.'].map(
        path => `${path} deals.firm.secret answers 200`,
      ),
    ])
  })
})

test('what earlier versions kept is found beside the test of a plugin, and not of the version itself or of another plugin', () => {
  const beside = join(import.meta.dirname, '..', '..', 'plugins', 'leads', 'server', 'check.test.ts')
  const found = (plugin: Plugin) => releasedBeside(beside, plugin).map(one => `${one.id} ${one.version}`)
  expect([found({ ...leads, version: '0.2.0' }), found(leads), found(deals)]).toEqual([['leads 0.1.0'], [], []])
  // This is where checkPlugin looks: beside the file that calls it.
  expect(expect.getState().testPath).toBe(import.meta.filename)
})

test('a test that leaves out what its plugin needs is told to name it, and where it comes from', async () => {
  const more = 'A test names what a plugin needs as well: createTestPlatform({ plugins: […, leads] }), each from its package such as @sangam/plugin-parties.'
  const needs = ['parties', 'items'].map(id => `Plugin leads needs ${id} ^0.1.0, which is not enabled. Enable ${id} too.`)
  await expect(createTestPlatform({ plugins: [leads] })).rejects.toThrow([...needs, more].join('\n'))
})
