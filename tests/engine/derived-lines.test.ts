import { allow, choice, decimal, defineEntity, definePlugin, hooks, lines, reference, role, series, text, times, total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const Work = defineEntity('shop.work', {
  title: 'name',
  fields: {
    slip: reference('shop.slip', { required: true, onRemove: 'cascade' }),
    name: text({ required: true }),
    hours: decimal({ required: true, default: '1' }),
    share: decimal({ readonly: true }),
  },
})
const Fee = defineEntity('shop.fee', {
  title: 'name',
  fields: {
    slip: reference('shop.slip', { required: true, onRemove: 'cascade' }),
    name: text({ required: true, max: 12 }),
    amount: decimal({ required: true }),
  },
})
/** What it comes to follows from all its lines together: each line keeps its share, and what is charged beside them stands in lines of its own. */
const Slip = defineEntity('shop.slip', {
  title: 'number',
  fields: {
    number: text({ readonly: true }),
    jobNumber: series('JOB-{000}', { when: { kind: 'job' }, into: 'number', early: true }),
    visitNumber: series('VISIT-{000}', { when: { kind: 'visit' }, into: 'number', early: true }),
    kind: choice(['job', 'visit', 'draft'], { required: true, default: 'job' }),
    told: text(),
    works: lines(Work, 'slip'),
    fees: lines(Fee, 'slip', { readonly: true }),
  },
})
const Note = defineEntity('shop.note', { title: 'text', fields: { text: text({ required: true }) } })
const shop = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Slip, Work, Fee, Note],
  parts: [
    hooks(Slip, {
      derive: async (_, changes) =>
        changes.map(({ next }) => {
          if (!next) return null
          const hours = total(next.works.map(work => work.hours))
          const names = Number(hours) > 8 ? ['Travel', 'Late'] : hours === '0' ? [] : ['Travel']
          const works = next.works.filter(work => work.name !== 'Nothing').map(({ id, hours: own }) => ({ id, share: times(own, '10') }))
          return { works, fees: names.map((name, at) => ({ ...(next.fees[at] && { id: next.fees[at].id }), name, amount: hours })) }
        }),
      async react(ctx, changes) {
        for (const { next } of changes) if (next?.told) await ctx.repo(Note).create({ text: `${next.number} is written` })
      },
    }),
    role('shop.clerk', { label: 'Clerk', grants: [allow(Slip, ['read', 'create', 'update', 'remove']), allow(Note, ['read', 'create'])] }),
  ],
})

let platform: TestPlatform
let clerk: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [shop] })
  clerk = await platform.as('shop.clerk')
})
afterAll(() => platform.stop())
const stored = async (id: string) => {
  const { works, fees, version } = await clerk.repo(Slip).get(id as never)
  return { works: works.map(({ name, share }) => [name, share]), fees: fees.map(({ name, amount, version: of }) => [name, amount, of]), version }
}

test('a record gives values to its lines and makes lines, and what is as it was is not written again', async () => {
  const made = await clerk.repo(Slip).create({ works: [{ name: 'Paint', hours: '3' }, { name: 'Nothing' }, { name: 'Dry', hours: '2' }] })
  expect(made.works.map(({ name, share }) => [name, share])).toEqual([
    ['Paint', '30'],
    ['Dry', '20'],
  ])
  expect(await stored(made.id)).toEqual({
    works: [
      ['Paint', '30'],
      ['Dry', '20'],
    ],
    fees: [['Travel', '6', 1]],
    version: 1,
  })
  const [paint, dry] = made.works
  await clerk.repo(Slip).update(made.id, { works: [{ id: dry?.id as never }, { id: paint?.id as never, hours: '8' }] })
  expect(await stored(made.id)).toEqual({
    works: [
      ['Dry', '20'],
      ['Paint', '80'],
    ],
    fees: [
      ['Travel', '10', 2],
      ['Late', '10', 1],
    ],
    version: 2,
  })
  await clerk.repo(Slip).update(made.id, { told: 'Asha' })
  expect((await stored(made.id)).fees).toEqual([
    ['Travel', '10', 2],
    ['Late', '10', 1],
  ])
  await clerk.repo(Slip).update(made.id, { works: [] })
  expect(await stored(made.id)).toMatchObject({ works: [], fees: [] })
  expect((await clerk.repo(Slip).history(made.id)).map(({ version }) => version)).toEqual([4, 3, 2, 1])
})

test('nobody else writes lines that a record gives itself', async () => {
  expect(await clerk.refused(clerk.repo(Slip).create({ fees: [{ name: 'Tip', amount: '1' }] } as never))).toMatchObject({
    errors: [{ field: 'fees', code: 'readonly' }],
  })
})

test('one of several series numbers it and stands in the field it is known by, which whoever hears of it knows', async () => {
  const [job, visit] = [await clerk.repo(Slip).create({ kind: 'job', told: 'Ravi' }), await clerk.repo(Slip).create({ kind: 'visit', told: 'Ravi' })]
  expect([job.number, visit.number, visit.visitNumber, visit.jobNumber]).toEqual(['JOB-002', 'VISIT-001', 'VISIT-001', ''])
  expect((await clerk.repo(Note).find({ sort: ['createdAt'] })).items.map(note => note.text)).toEqual(
    expect.arrayContaining(['JOB-002 is written', 'VISIT-001 is written']),
  )
  const draft = await clerk.repo(Slip).create({ kind: 'draft' })
  expect([draft.number, (await clerk.repo(Slip).update(draft.id, { kind: 'visit' })).number, (await clerk.repo(Slip).get(draft.id)).number]).toEqual([
    null,
    'VISIT-002',
    'VISIT-002',
  ])
})
