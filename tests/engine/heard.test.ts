import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { choice, defineAction, defineEntity, definePlugin, handle, listScreen, type Plugin, pageScreen, text, translations } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { buildModel } from '../../core/registry/build.ts'
import { unheard } from '../../core/registry/heard.ts'
import { corePlugin } from '../../core/system/plugin.ts'

const of = (plugin: Plugin, ...others: readonly Plugin[]): string[] => unheard(buildModel([...new Set([corePlugin, ...others, plugin])]), plugin)

const Car = defineEntity('fleet.car', {
  label: 'Car',
  plural: '🚗🚗',
  title: 'name',
  fields: {
    name: text({ required: true }),
    phone: text({ label: 'Number' }),
    plate: text({ label: 'number ' }),
    make: text({ label: 'Make' }),
    maker: text({ label: 'Maker' }),
    size: choice({ small: { label: '–' }, large: { label: 'Large', colour: 'pink' as 'red' }, huge: { label: 'Large' } }),
  },
})
const sell = defineAction(Car, 'sell', { label: '💰', input: { to: text({ label: '?' }) } })
const lend = defineAction(Car, 'lend', { label: 'Lend' })
const borrow = defineAction(Car, 'borrow', { label: 'Lend' })

test('what has no words, what is called as what stands beside it in a language, and what has no colour, is told of by its place', () => {
  const fleet = definePlugin({
    ...{ id: 'fleet', version: '1.0.0', title: 'Fleet', description: 'Cars.', engines: { sangam: '^0.1.0' }, entities: [Car] },
    parts: [
      ...[sell, lend, borrow].flatMap(one => [one, handle(one, async () => undefined)]),
      listScreen(Car, {
        columns: ['name'],
        views: [
          { label: 'Mine', where: { name: 'a' } },
          { label: '★', where: { name: 'b' } },
        ],
      }),
      pageScreen('fleet.yard', Car, { label: '…', element: 'fleet-yard' }),
      translations('hi', { Make: 'निर्माता', Maker: 'निर्माता', Lend: 'उधार दें' }),
    ],
  })
  const sign = (at: string, label: string) => `${at} is called “${label}”, which nobody hears. Write what it is in words; the sign may be its icon.`
  const both = (at: string, label: string, language: string) => `${at} are both called “${label}” in ${language}. Give each a name of its own.`
  expect(of(fleet)).toEqual(
    [
      ...[sign('fleet.car', '🚗🚗'), sign('sell', '💰'), sign('to', '?'), sign('small', '–'), sign('“★”', '★'), sign('fleet.yard', '…')],
      both('phone and plate of fleet.car', 'Number', 'English'),
      both('make and maker of fleet.car', 'निर्माता', 'Hindi'),
      both('lend and borrow of the actions of fleet.car', 'Lend', 'English'),
      both('lend and borrow of the actions of fleet.car', 'उधार दें', 'Hindi'),
      both('large and huge of fleet.car.size', 'Large', 'English'),
      both('large and huge of fleet.car.size', 'Large', 'Hindi'),
      'large of fleet.car.size is “pink”, which is no colour here. Use one of grey, blue, teal, green, yellow, orange, red, purple: each is read on its ground.',
    ].sort(),
  )
})

test('what comes with the platform can be heard', () => {
  expect([corePlugin, parties, items, leads].flatMap(plugin => of(plugin, parties, items, leads))).toEqual([])
})
