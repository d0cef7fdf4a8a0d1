import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'
import { Lead } from './model.ts'
import leads from './plugin.ts'

test('sample data shows leads in every stage, of four sellers, and tells no order of them', async () => {
  const platform = await createTestPlatform({ plugins: [parties, items, leads], sample: true })
  const { admin } = platform
  const stages = await admin.repo(Lead).group({ group: ['stage'], measures: ['count'] })
  const owners = await admin.repo(Lead).group({ group: ['owner'], measures: ['count'] })
  const months = await admin.repo(Lead).group({ where: { state: 'open' }, group: ['expectedClose:month'], measures: ['count'] })

  expect([await admin.repo(Party).count(), await admin.repo(Item).count(), await admin.repo(Lead).count()]).toEqual([30, 12, 60])
  expect([stages.length, owners.map(row => row.count), months.length >= 5]).toEqual([7, [15, 15, 15, 15], true])
  expect(await platform.events('leads.leadWon')).toEqual([])
  await platform.stop()
})
