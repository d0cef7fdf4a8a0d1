import { checkPlugin, createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'
import { finish, Thing } from './model.ts'
import things from './plugin.ts'

test('a member finishes their own with a word of what came of it, and sees nobody else’s', async () => {
  await using platform = await createTestPlatform({ plugins: [things] })
  const [asha, ravi] = [await platform.as('things.member'), await platform.as('things.member')]
  const { id } = await asha.repo(Thing).create({ name: 'Call the bank', due: '2027-04-02' })

  expect(await asha.refused(asha.patch(`/api/records/things.thing/${id}`, { state: 'done' }))).toMatchObject({ detail: 'Write what came of it.' })
  await asha.run(finish, id, { notes: 'They call back on Monday.' })
  expect(await asha.get(`/api/records/things.thing/${id}`)).toMatchObject({ state: 'done', notes: 'They call back on Monday.' })
  expect(await platform.events('things.finished')).toEqual([{ thing: id }])
  expect(await ravi.repo(Thing).count()).toBe(0)
})

checkPlugin(things)
