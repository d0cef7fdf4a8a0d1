import { expect, test } from 'vitest'
import { lookAtScreens } from '../../sdk/testing/check/screens.ts'
import { packedVehicles } from '../engine/packed.ts'
import { chromiumPath } from './chromium.ts'

test('axe looks at all screens of a plugin as it would be installed, and tells what is wrong with which', async () => {
  const archive = await packedVehicles('0.1.0', {
    'screens.ts': text =>
      text
        .replace('pageScreen }', 'choice, dashboard, defineSettings, pageScreen, placeOnHome }')
        .replace(
          'screens = [',
          "screens = [\n  placeOnHome(Vehicle, 'vehicles-day'),\n  dashboard('vehicles.desk', { label: 'Desk of vehicles', cards: [{ kind: 'list', entity: Vehicle.name, label: 'Newest', columns: ['name', 'due'] }] }),\n  defineSettings('vehicles.ways', 'Ways', { fuel: choice(['petrol', 'diesel'], { label: 'Usual fuel' }) }),",
        )
        .replace(
          'views: [',
          "views: [\n      { label: 'Calendar of them', kind: 'calendar', by: 'due' },\n      { label: 'By state', kind: 'pivot', rows: ['state'], measures: ['count'] },",
        ),
    'web/index.ts': text =>
      `${text}\ncustomElements.define('vehicles-day', class extends LitElement { protected override render() { return html\`<button style="padding: 20px"></button>\` } })\n`.replace(
        '<ul>',
        '<p style="color: light-dark(#ccc, #555)">All of them</p><button><sangam-icon name="plus"></sangam-icon></button><ul>',
      ),
  })
  const { ways, found } = await lookAtScreens({ archive, chromium: chromiumPath(), needs: [], examples: {} })
  expect(ways.map(way => way.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '#'))).toEqual([
    '/dashboard/vehicles.desk',
    '/settings/vehicles.ways',
    '/list/vehicles.vehicle',
    '/calendar/vehicles.vehicle?view=built-0',
    '/pivot/vehicles.vehicle?view=built-1',
    '/new/vehicles.vehicle',
    '/record/vehicles.vehicle/#',
    '/board/vehicles.vehicle',
    ...['/dashboard/day', '/page/vehicles.yard', '/dashboard/day', '/page/vehicles.yard'],
  ])
  expect(found.map(line => line.replace(/^(.*?: [\w-]+): .* > (\w+)\b.*$/s, '$1 in $2'))).toEqual([
    '/dashboard/day: button-name in button',
    '/page/vehicles.yard: button-name in button',
    '/page/vehicles.yard: color-contrast in p',
    '/dashboard/day by night: button-name in button',
    '/page/vehicles.yard by night: button-name in button',
    '/page/vehicles.yard by night: color-contrast in p',
  ])
})
