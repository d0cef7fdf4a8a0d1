import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { systemContext } from '../../core/records/context.ts'
import { find } from '../../core/records/find.ts'
import { completeSetup } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'

test('a business set up in Hindi begins with stages and units in Hindi, and its sample with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-hindi-'))
  const base = await createTestDatabase('hindi')
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const plugins = new Map([corePlugin, parties, items, leads].map(plugin => [plugin.id, plugin]))
  const platform = await boot({ config: readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '3' }), plugins, log, background: false })
  const company = { name: 'शर्मा ट्रेडर्स', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }
  await completeSetup(platform.world, {
    name: 'आशा',
    email: 'asha@example.com',
    password: 'correct horse battery',
    company,
    locale: 'hi',
    plugins: ['leads'],
    sample: true,
  })
  const seen = await systemContext(platform.world, 'main', 'Looks at the beginning', 'cli', async ctx => ({
    stages: (await find(ctx, 'leads.stage', { fields: ['name'], sort: ['position'] })).items.map(item => item.name),
    sample: (await find({ ...ctx, schema: 'sample' }, 'leads.lead', { fields: ['id'], count: 'exact', limit: 1 })).count,
    none: (await find(ctx, 'leads.lead', { fields: ['id'], count: 'exact', limit: 1 })).count,
  }))
  await platform.stop()
  await base.drop()
  await rm(folder, { recursive: true, force: true })
  expect(seen).toEqual({ stages: expect.arrayContaining(['नया']), sample: 60, none: 0 })
})
