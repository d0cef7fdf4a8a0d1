import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableName } from '../../core/data/identifiers.ts'
import { searchExpression, searchedTogether } from '../../core/plans/texts.ts'
import type { ModelEntity } from '../../core/registry/model.ts'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let seller: TestClient
const firms = ['Sharma Traders', 'शर्मा ब्रदर्स', 'New Sharma Stores', 'Gupta & Sons', 'मीना कुमारी', 'Café Zürich', 'Dasharma 100%', 'Wadia Mills']

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  for (const [at, name] of firms.entries()) await platform.admin.repo(Firm).create({ name, code: `C${at}`, secret: `hush${at}` })
  await seller.repo(Deal).create({ title: 'Looms for Sharma' })
  await platform.admin.repo(Deal).create({ title: 'Sharma, in secret', owner: platform.admin.userId })
})
afterAll(() => platform.stop())

const everywhere = async (person: TestClient, q: string, more = ''): Promise<string[]> =>
  ((await person.get(`/api/search?q=${encodeURIComponent(q)}${more}`)) as unknown as { items: { title: string }[] }).items.map(item => item.title)
const listed = async (person: TestClient, search: string): Promise<string[]> =>
  (await person.repo(Firm).find({ search, fields: ['name'] } as never)).items.map(item => String(item.name))

describe('a list', () => {
  test.each([
    ['sharma', ['Dasharma 100%', 'New Sharma Stores', 'Sharma Traders', 'शर्मा ब्रदर्स']],
    ['शर्मा', ['Dasharma 100%', 'New Sharma Stores', 'Sharma Traders', 'शर्मा ब्रदर्स']],
    ['STORES shar', ['New Sharma Stores']],
    ['मीना', ['मीना कुमारी']],
    ['mina', ['मीना कुमारी']],
    ['Meena Kumari', ['मीना कुमारी']],
    ['cafe zurich', ['Café Zürich']],
    ['100%', ['Dasharma 100%']],
    ['%', ['Dasharma 100%']],
    ['_', []],
    ['vadia', ['Wadia Mills']],
    ['sharam', []],
  ])('shows for “%s” what holds it, in any script, whatever case and accents', async (search, names) => {
    expect((await listed(platform.admin, search)).sort()).toEqual([...names].sort())
  })
})

describe('everywhere', () => {
  test('what begins with the words comes first, then what has a word that does', async () => {
    expect(await everywhere(platform.admin, 'sharma')).toEqual([
      'शर्मा ब्रदर्स',
      // The business itself, and a firm of its name.
      'Sharma Traders',
      'Sharma Traders',
      'Sharma, in secret',
      'Looms for Sharma',
      'New Sharma Stores',
      'Dasharma 100%',
    ])
  })

  test.each([
    ['gupat', 'Gupta & Sons'],
    ['guptaa', 'Gupta & Sons'],
    ['zurich caffe', 'Café Zürich'],
    ['vaddia', 'Wadia Mills'],
    ['गुप्ता', 'Gupta & Sons'],
  ])('“%s” finds %s, though nothing is written so', async (words, title) => {
    expect(await everywhere(platform.admin, words)).toContain(title)
  })

  test('a deal by its number, though its title says nothing of it', async () => {
    const { number } = (await platform.admin.repo(Deal).find({ where: { title: 'Sharma, in secret' }, fields: ['number'] } as never)).items[0] as {
      number?: unknown
    }
    const found = await Promise.all([platform.admin, seller].map(person => everywhere(person, String(number))))
    expect(found.map(titles => titles.includes('Sharma, in secret'))).toEqual([true, false])
  })

  test('one kind of record alone, and no more than asked for', async () => {
    expect(await everywhere(platform.admin, 'sharma', '&entity=deals.deal')).toEqual(['Sharma, in secret', 'Looms for Sharma'])
    expect(await everywhere(platform.admin, 'sharma', '&limit=2')).toHaveLength(2)
    expect(await platform.admin.refused(platform.admin.get('/api/search?q=x&limit=0'))).toMatchObject({ status: 400 })
  })

  test('only what one may see is found, and nothing by a field that is hidden from one', async () => {
    expect(await everywhere(seller, 'sharma')).not.toContain('Sharma, in secret')
    expect(await everywhere(seller, 'sharma')).toContain('Looms for Sharma')
    expect([
      await everywhere(platform.admin, 'hush3'),
      await everywhere(seller, 'hush3'),
      await listed(platform.admin, 'hush3'),
      await listed(seller, 'hush3'),
    ]).toEqual([['Gupta & Sons'], [], ['Gupta & Sons'], []])
  })

  test.each([
    ['sharma', 'firm'],
    ['शर्मा', 'firm'],
  ])('“%s” is found by the index over what every role sees, which holds nothing that any role hides', async search => {
    const { db, models } = platform.platform.world
    const model = await models.current('main')
    const [shown = []] = searchedTogether(model, model.entities.get('deals.firm') as ModelEntity)
    await db.owner.run(
      sql`insert into ${tableName('main', 'deals_firm')} (id, created_at, updated_at, name) select gen_random_uuid(), now(), now(), 'Firm ' || n from generate_series(1, 3000) n`,
    )
    await db.owner.run(sql`analyze ${tableName('main', 'deals_firm')}`)
    const plan = await db.owner.run<{ 'QUERY PLAN': string }>(
      sql`explain select id from ${tableName('main', 'deals_firm')} where deleted_at is null and ${searchExpression(shown)} like sangam_ext.search_key(${`%${search}%`}::text)`,
    )
    expect(plan.map(row => row['QUERY PLAN']).join('\n')).toContain('deals_firm_name_code_look')
  })
})
