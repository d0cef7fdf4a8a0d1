import { defineEntity, definePlugin, documentTemplate, flow, integer, sheet, text, translations } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Model } from '../../core/registry/model.ts'
import { papersLack, reportsLack } from '../../sdk/testing/check/papers.ts'
import { Maker } from '../../sdk/testing/check/records.ts'

const Parcel = defineEntity('post.parcel', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 40 }),
    weight: integer({ required: true, label: 'Weight of it' }),
    language: text(),
    state: flow({ packed: { to: ['sent'] }, sent: { to: [] } }),
  },
})

const slip = { label: 'Slip', title: 'Slip for {{ record.name }}' }
const says = [{ kind: 'text', text: 'It weighs {{ record.weight }}.' }] as const

/** A plugin whose papers lack one thing each, beside two that lack nothing. */
const post = definePlugin({
  ...{ id: 'post', version: '1.0.0', title: 'Post', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Parcel] },
  parts: [
    documentTemplate(Parcel, 'post.fine', { ...slip, parts: says }),
    documentTemplate(Parcel, 'post.inItsOwn', { ...slip, language: 'language', parts: says }),
    documentTemplate(Parcel, 'post.bare', { ...slip, parts: [{ kind: 'rule' }] }),
    documentTemplate(Parcel, 'post.never', { ...slip, parts: [{ kind: 'text', text: 'It weighs {{ record.weight }}.', where: { name: 'Nothing' } }] }),
    documentTemplate(Parcel, 'post.named', { ...slip, parts: [{ kind: 'fields', fields: ['weight'] }] }),
    documentTemplate(Parcel, 'post.unsaid', { ...slip, parts: [...says, { kind: 'signature', text: 'Sent by {{ me }}' }] }),
    documentTemplate(Parcel, 'post.otherwise', { ...slip, parts: [{ kind: 'text', text: 'To {{ record.name }}, {{ today }}' }] }),
    sheet('/all/sheet', {
      permission: 'post.parcel:export',
      query: { least: integer({ required: true, min: 0, max: 9 }) },
      run: async ctx => ({
        title: ctx.t('Post'),
        columns: [{ label: ctx.t('Post'), kind: 'text' }],
        // What people called it is theirs, though a word is looked for.
        rows: (await ctx.repo(Parcel).find()).items.map(({ name }) => ({ cells: [ctx.t(name)] })),
      }),
    }),
    sheet('/unsaid/sheet', {
      permission: 'post.parcel:export',
      run: async ctx => ({
        title: ctx.t('Post'),
        columns: [
          { label: ctx.t('How heavy'), kind: 'text' },
          { label: 'Where, and when', kind: 'text' },
        ],
        rows: [],
      }),
    }),
    sheet('/broken/sheet', {
      permission: 'post.parcel:export',
      run: async () => {
        throw new Error('No scales.')
      },
    }),
    translations('hi', {
      Post: 'डाक',
      'Slip for {{ record.name }}': '{{ record.name }} की पर्ची',
      'It weighs {{ record.weight }}.': 'वज़न {{ record.weight }} है।',
      'To {{ record.name }}, {{ today }}': '{{ record.named }} को',
    }),
  ],
})

describe('What checkPlugin tells of papers', () => {
  let platform: TestPlatform
  let model: Model
  let maker: Maker
  let reader: TestClient
  const looking = (printers: { readonly en: TestClient; readonly hi: TestClient }) => ({ printers, model, maker, untranslated: [] })

  beforeAll(async () => {
    platform = await createTestPlatform({ plugins: [post] })
    model = await platform.platform.world.models.current('main')
    maker = new Maker(platform, model, {})
    await maker.makeMany('post.parcel', 4)
    for (const [at, { id }] of maker.made('post.parcel').entries())
      await platform.admin.patch(`/api/records/post.parcel/${id}`, { language: at % 2 ? 'hi' : 'en' })
    reader = await platform.as('core.owner')
    await platform.admin.patch(`/api/records/core.user/${reader.userId}`, { locale: 'hi' })
  })
  afterAll(() => platform.stop())

  test('is each that has nothing on it, says something in English to who reads Hindi, or whose Hindi has other places for values', async () => {
    const nothing = (name: string) =>
      `The paper ${name} has nothing on it under its title, of any of 4 random post.parcel. Give it \`parts\`, or \`examples\` of which their conditions hold and their fields say something.`
    const english = (name: string, said: string) => `The paper ${name} says “${said}” in English to who reads Hindi. Say it in translations('hi', { … }).`
    expect(await papersLack(looking({ en: platform.admin, hi: reader }), 'post')).toEqual([
      nothing('post.bare'),
      nothing('post.never'),
      english('post.named', 'Weight of it'),
      english('post.unsaid', 'Sent by {{ me }}'),
      "The paper post.otherwise: the Hindi of “To {{ record.name }}, {{ today }}” leaves out {{ record.name }}, {{ today }} and asks for {{ record.named }}, which that does not. Write the same places in translations('hi', { … }).",
      nothing('post.otherwise'),
    ])
    const { items } = (await platform.admin.get('/api/records/core.documentTemplate')) as { items: readonly object[] }
    expect(items).toEqual([])
  })

  test('is each that can’t be made, with why', async () => {
    const nobody = await platform.as()
    const said = await papersLack(looking({ en: platform.admin, hi: nobody }), 'post')
    expect(said.slice(0, 1)).toEqual(['The paper post.fine of post.parcel can’t be made in Hindi: There is no such record, or you may not see it.'])
    expect(said.filter(one => one.includes('can’t be made'))).toHaveLength(7)
  })

  test('is each report that can’t be made, or that has a word of its own in English', async () => {
    expect(await reportsLack(looking({ en: platform.admin, hi: reader }), model.routes)).toEqual([
      "The report post/unsaid/sheet says “How heavy” in English to who reads Hindi. Say it in translations('hi', { … }).",
      "The report post/unsaid/sheet calls a column “Where, and when” in English to who reads Hindi. Say it by ctx.t('Where, and when').",
      expect.stringMatching(/^The report post\/broken\/sheet can’t be made in English: \S/),
    ])
  })
})
