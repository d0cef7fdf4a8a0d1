import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deals } from './note.ts'
import { others, turning } from './vans.ts'

let platform: TestPlatform
const { turn, planned } = turning(() => platform)

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: others })
  await turn('vans', 'enabled')
})
afterAll(() => platform.stop())

describe('what administrators arranged of a plugin that is gone', () => {
  interface Screens {
    readonly lists: { readonly [entity: string]: object }
    readonly forms: { readonly [entity: string]: object }
    readonly layouts: { readonly [entity: string]: readonly object[] }
    readonly boards: { readonly [entity: string]: object }
  }
  const kept = async () => {
    const { lists, forms, layouts, boards } = (await platform.admin.get('/api/model')) as unknown as Screens
    return { list: lists['deals.deal'], form: forms['deals.deal'], layouts: layouts['deals.deal'], board: boards['deals.deal'] }
  }
  const arranged = (screens: Awaited<ReturnType<typeof kept>>) =>
    (['list', 'form', 'layouts', 'board'] as const).map(part => ({
      op: `set${part.charAt(0).toUpperCase()}${part.slice(1)}`,
      entity: 'deals.deal',
      [part]: screens[part],
    }))
  const rides = { entity: 'vans.van', by: 'deal', columns: ['name'] }
  const form = {
    tabs: [{ name: 'way', label: 'On its way', when: { van: { isEmpty: false } } }],
    sections: [
      { label: 'Deal', fields: [['gate', 'title'], 'van', 'state'], when: { gate: { isEmpty: false } } },
      { label: 'Money', tab: 'way', fields: ['value'], related: [rides] },
    ],
    hidden: ['helpers', 'owner'],
  }
  const screens = {
    list: {
      menu: 'Deals',
      columns: ['title', 'gate', 'state', 'van.name', 'value'],
      views: [{ label: 'At a gate', where: { gate: { isEmpty: false } } }, { label: 'All' }],
    },
    form,
    layouts: [{ ...form, role: 'deals.seller' }],
    board: { by: 'state', card: ['title', 'van.$title', 'value'] },
  }

  test('is out of sight, is kept when the list, the page and the board are arranged meanwhile, and comes back where it stood', async () => {
    await platform.admin.post('/api/model/apply', { operations: arranged(screens) })
    await turn('vans', 'disabled')
    const { screens: shown } = (await platform.admin.get('/api/model')) as unknown as {
      screens: { lists: (object & { entity: string })[]; forms: Screens['forms']; layouts: Screens['layouts']; boards: (object & { entity: string })[] }
    }
    const bare = (of: object | undefined) => Object.fromEntries(Object.entries(of ?? {}).filter(([name]) => !['kind', 'entity', 'plugin'].includes(name)))
    const seen = {
      list: bare(shown.lists.find(one => one.entity === 'deals.deal')),
      form: bare(shown.forms['deals.deal']),
      layouts: (shown.layouts['deals.deal'] ?? []).map(bare).filter(({ role }) => role === 'deals.seller'),
      board: bare(shown.boards.find(one => one.entity === 'deals.deal')),
    }
    const without = {
      tabs: [{ name: 'way', label: 'On its way' }],
      sections: [
        { label: 'Deal', fields: [['title'], 'state'] },
        { label: 'Money', tab: 'way', fields: ['value'], related: [] },
      ],
      hidden: ['owner'],
    }
    expect(seen).toEqual({
      list: { menu: 'Deals', columns: ['title', 'state', 'value'], views: [{ label: 'All' }] },
      form: without,
      layouts: [{ ...without, role: 'deals.seller' }],
      board: { by: 'state', card: ['title', 'value'] },
    })
    const named = async () => ((await platform.admin.get('/api/model')) as unknown as { aside: { [entity: string]: object } }).aside['deals.deal']
    const [plugin, van] = ['Vans', { label: 'Van', plugin: 'Vans' }]
    const called = {
      gate: { label: 'Gate', plugin },
      van,
      'van.$title': van,
      'van.name': { label: 'Van · Name', plugin },
      helpers: { label: 'Helpers', plugin },
    }
    expect(await named()).toEqual({ ...called, 'vans.van': { label: 'Vans', plugin } })
    await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'hi' })
    expect(await named()).toMatchObject({ gate: { label: 'फाटक', plugin: 'वैन' }, 'vans.van': { label: 'वैन', plugin: 'वैन' } })
    await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'en' })
    // Arranged as the Studio does it, from what one sees: the state goes first, the heading of a section is another.
    const turned = <F extends typeof without>(one: F): F => ({
      ...one,
      sections: [
        { label: 'Sale', fields: ['state', ['title']] },
        { label: 'Money', tab: 'way', fields: ['value'], related: [] },
      ],
    })
    const set = (await platform.admin.post('/api/model/sets', { title: 'Arranged', operations: [] })) as { id: string }
    const operations = arranged({
      list: { menu: 'Deals', columns: ['state', 'title', 'value'], views: [{ label: 'All' }, { label: 'More' }] },
      form: turned(without),
      layouts: [{ ...turned(without), role: 'deals.seller' }],
      board: { by: 'state', card: ['value', 'title'] },
    })
    await platform.admin.post(`/api/model/sets/${set.id}/operations`, { operations })
    await platform.admin.post('/api/model/apply', { set: set.id })
    await turn('vans', 'enabled')
    const back = {
      ...form,
      sections: [
        { label: 'Sale', fields: ['state', ['gate', 'title'], 'van'], when: { gate: { isEmpty: false } } },
        { label: 'Money', tab: 'way', fields: ['value'], related: [rides] },
      ],
    }
    expect(await kept()).toEqual({
      list: {
        menu: 'Deals',
        columns: ['state', 'van.name', 'title', 'gate', 'value'],
        views: [{ label: 'At a gate', where: { gate: { isEmpty: false } } }, { label: 'All' }, { label: 'More' }],
      },
      form: back,
      layouts: [{ ...back, role: 'deals.seller' }],
      board: { by: 'state', card: ['value', 'title', 'van.$title'] },
    })
    const told = (await platform.admin.get('/api/model')) as { aside: object }
    expect(told).toMatchObject({ setAside: [], screens: { forms: { 'deals.deal': back } } })
    expect(told.aside).toEqual({})
  })
})

test('indexes that nothing goes by any more, for orders, conditions and lookups, are dropped with the next change, which says so; an operator’s own stay', async () => {
  const { owner } = platform.platform.world.db
  for (const [name, columns] of [
    ['deals_deal_score_sort', sql`(score, id) where deleted_at is null`],
    ['deals_deal_hot_ix', sql`(hot, id) where deleted_at is null`],
    ['deals_deal_score_hot_rows', sql`(score, hot, id) where deleted_at is null`],
    ['of_the_house_sort', sql`(score, hot)`],
    ['deals_deal_score_ix', sql`(score)`],
    ['of_the_house_rows', sql`(score, hot, id) where deleted_at is null`],
  ] as const)
    await owner.run(sql`create index ${sql.identifier(name)} on main.deals_deal ${columns}`)
  const dropped = async (to: string) => {
    const { schema = [] } = (await planned('vans', to)) as {
      schema?: { phase: string; how: string; name: string; locks: { mode: string; waits: string }[] }[]
    }
    return schema
      .filter(({ how, name }) => how === 'drop' && /_(sort|ix|rows)$/.test(name))
      .map(({ phase, name, locks }) => [phase, name, ...locks.map(one => `${one.mode}: ${one.waits} waits`)])
  }
  const beside = 'ShareUpdateExclusiveLock: nobody waits'
  expect((await dropped('disabled')).toSorted()).toEqual([
    ['switch', 'deals_deal_hot_ix', beside],
    ['switch', 'deals_deal_score_hot_rows', beside],
    ['switch', 'deals_deal_score_sort', beside],
  ])
  await turn('vans', 'disabled')
  expect(await dropped('enabled')).toEqual([])
  const rows = await owner.run<{ name: string }>(
    sql`select indexname as name from pg_indexes where tablename = 'deals_deal' and indexdef ~ 'score|hot' order by 1`,
  )
  const theirs = ['deals_deal_score_ix', 'of_the_house_rows', 'of_the_house_sort']
  expect(rows.map(({ name }) => name)).toEqual(theirs)
  for (const name of theirs) await owner.run(sql`drop index main.${sql.identifier(name)}`)
  await turn('vans', 'enabled')
})
