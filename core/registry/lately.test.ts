import { defineEntity, definePlugin, text } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { corePlugin } from '../system/plugin.ts'
import { emptyDocument } from './custom/document.ts'
import { modelOf } from './custom/fit.ts'
import { soundPlugins } from './sound.ts'

const Van = defineEntity('vans.van', { label: 'Van', title: 'name', fields: { name: text({ label: 'Name', required: true }) } })
const vans = () => definePlugin({ id: 'vans', version: '1.0.0', title: 'Vans', description: 'Vans.', engines: { sangam: '^0.1.0' }, entities: [Van] })
const crew = (id: string) =>
  definePlugin({ id, version: '1.0.0', title: id, description: 'Crew.', engines: { sangam: '^0.1.0' }, needs: { vans: '^1.0.0' }, parts: [] })

test('a workspace with all plugins starts with the model they were tried with, in whatever order its own are given', () => {
  let read = 0
  const [stock, plain] = [vans(), crew('crew')]
  const counted = {
    ...plain,
    get parts() {
      read += 1
      return plain.parts ?? []
    },
  }
  soundPlugins(new Map([corePlugin, stock, counted].map(plugin => [plugin.id, plugin])))
  const tried = read
  const model = modelOf([counted, stock, corePlugin], emptyDocument, 7)
  expect({ tried: tried > 0, since: read - tried, number: model.number, plugins: [...model.plugins.keys()] }).toEqual({
    tried: true,
    since: 0,
    number: 7,
    plugins: ['core', 'vans', 'crew'],
  })
  expect(modelOf([corePlugin, stock], emptyDocument).plugins.size).toBe(2)
})

test('of two plugins that do not go together the later one is set aside, also after they ran the other way round', () => {
  const [stock, twin] = [vans(), definePlugin({ ...vans(), title: 'Other vans' })]
  const aside = (...plugins: Parameters<typeof modelOf>[0][number][]) =>
    [...modelOf([corePlugin, ...plugins], emptyDocument).plugins.values()].map(one => one.title)
  expect([aside(stock, twin), aside(twin, stock)]).toEqual([expect.arrayContaining(['Vans']), expect.arrayContaining(['Other vans'])])
})
