import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { Document } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'

test('the sample of a company that invoices and keeps books has its documents in its books', async () => {
  const platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks], sample: true })
  const posted = await platform.admin.repo(Document).count({ state: 'posted' })
  expect([posted, await platform.admin.repo(Entry).count({ sourceEntity: Document.name, state: 'posted' })]).toEqual([35, 35])
  await platform.stop()
})
