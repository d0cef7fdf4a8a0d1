import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migration } from '@sangam/sdk'
import { checkPlugin, createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'
import { writePlugin } from '../../core/cli/new-plugin.ts'
import { shapeOf } from '../../core/plans/upgrade/shape.ts'
import { untranslated } from '../../core/registry/spoken.ts'
import { firstPlugin, pasted, writtenPlugin } from './pasted.ts'

const guide = await pasted('docs/plugin-guide.md', { 'readme.ts': firstPlugin('README.md') })

test('what the guide and the README show compiles as it stands', () => expect(guide.complaints).toBe(''))

test('the guide begins with the plugin of the README, of no more than twenty lines', () => {
  const first = firstPlugin('docs/plugin-guide.md')
  expect(first).toBe(firstPlugin('README.md'))
  expect(first.split('\n').filter(line => line !== '').length).toBeLessThanOrEqual(20)
})

test('the plugin of the guide runs as it is pasted: a visit is finished by its button, and on its day', async () => {
  await using platform = await createTestPlatform({ plugins: [guide.plugin] })
  const asha = await platform.as('visits.visitor')
  const finish = guide.exports.finish as { readonly entity: string; readonly name: string }
  const make = async (values: object) => (await asha.post('/api/records/visits.visit', values)) as { readonly id: string }
  const [today, later] = [await make({ purpose: 'Show the new pumps' }), await make({ purpose: 'Ask again', day: '2027-05-01' })]
  await asha.run(finish, today.id, { report: 'They want three.' })

  expect(await asha.get('/api/records/visits.visit?fields=purpose,state,report&sort=purpose')).toMatchObject({
    items: [
      { purpose: 'Ask again', state: 'planned', report: null },
      { purpose: 'Show the new pumps', state: 'done', report: 'They want three.' },
    ],
  })
  expect(await asha.refused(asha.run(finish, later.id, { report: 'Early' }))).toMatchObject({
    code: 'not_yet',
    detail: 'Ask again is still to come. Finish it on its day.',
  })
  expect(await asha.refused(asha.patch(`/api/records/visits.visit/${later.id}`, { state: 'done' }))).toMatchObject({ detail: 'Write what came of it.' })
  expect(await asha.refused(make({ purpose: 'Long ago', day: '1999-12-31' }))).toMatchObject({ detail: 'Choose a day of this century.' })
})

/** As if a version before had called the report otherwise. */
const before = JSON.parse(JSON.stringify(shapeOf(guide.plugin)).replaceAll('"report"', '"said"')) as ReturnType<typeof shapeOf>
const renamed = migration('1.0.0', {
  steps: [{ step: 'rename', entity: 'visits.visit', field: 'said', to: 'report' }],
  proof: [{ entity: 'visits.visit', never: { purpose: { isEmpty: true } } }],
})
checkPlugin({ ...guide.plugin, parts: [...(guide.plugin.parts ?? []), renamed] }, { released: [{ ...before, version: '0.9.0' }] })

test('a plugin written by the command compiles, runs and owes nothing', async () => {
  const [id, record, entity] = ['fleet2', 'Delivery van', 'fleet2.deliveryVan']
  await using written = await writtenPlugin(id, record)
  expect(written.complaints).toBe('')
  expect(written.files.toSorted()).toEqual(
    ['README.md', 'model.ts', 'package.json', 'plugin.ts', 'roles.ts', 'screens.ts', 'server/behaviour.ts', 'translations/hi.ts', `${id}.test.ts`]
      .map(file => `plugins/${id}/${file}`)
      .sort(),
  )
  expect(await written.text()).not.toMatch(/\bthings?\b/i)
  await using platform = await createTestPlatform({ plugins: [written.plugin] })
  const asha = await platform.as(`${id}.member`)
  const made = (await asha.post(`/api/records/${entity}`, { name: 'The first', worth: { amount: '12.50', currency: 'INR' } })) as { readonly id: string }
  await asha.post(`/api/records/${entity}/${made.id}/actions/finish`, { notes: 'Sold.' })
  expect(await asha.get(`/api/records/${entity}/${made.id}`)).toMatchObject({ name: 'The first', state: 'done', notes: 'Sold.' })
  const model = await platform.platform.world.models.current('main')
  expect(untranslated(model, written.plugin)).toEqual([])
})

test('a plugin is not written where one stands, nor under a name that can’t be one', async () => {
  const root = join(import.meta.dirname, '..', '..')
  await expect(writePlugin(root, { id: 'leads', record: 'Lead' })).rejects.toMatchObject({ code: 'exists' })
  await expect(writePlugin(root, { id: '../leads', record: 'Lead' })).rejects.toMatchObject({ code: 'bad_name' })
  await expect(writePlugin(root, { id: 'delete', record: 'Fine' })).rejects.toMatchObject({ code: 'bad_name' })
  await expect(writePlugin(root, { id: 'fine', record: "x'; drop" })).rejects.toMatchObject({ code: 'bad_name' })
  await expect(writePlugin(tmpdir(), { id: 'fine', record: 'Fine' })).rejects.toMatchObject({ code: 'not_here' })
})
