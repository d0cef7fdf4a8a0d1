import { describe, expect, test } from 'vitest'
import { asideOfBoard, asideOfForm, asideOfList } from '../model/aside.ts'
import type { OwnForm } from '../model/shown.ts'
import { flanked, formOf, moved, type Rows, removed, rowsOf, stepped } from './rows.ts'

const trips = { entity: 'x.trip', by: 'vehicle', columns: ['purpose'] }
const fines = { entity: 'x.fine', by: 'vehicle', columns: ['amount'] }
const form: OwnForm = {
  tabs: [
    { name: 'use', label: 'Use' },
    { name: 'papers', label: 'Papers', when: { state: 'used' } },
  ],
  sections: [
    { fields: [['plate', 'state'], 'fuel'] },
    { label: 'Size', columns: 2, tab: 'use', fields: ['seats'], related: [trips] },
    { label: 'Bus', tab: 'papers', when: { seats: { gte: 40 } }, fields: ['route'] },
  ],
  related: [fines],
  hidden: ['insurer'],
}

/** As one reads it: headings, and under them what they hold. */
const said = (rows: Rows): string =>
  rows
    .map(one => {
      if (one.kind === 'tab') return `#${one.name}`
      if (one.kind === 'section') return `:${one.label}`
      if (one.kind === 'field') return one.beside ? `+${one.field}` : one.field
      return one.kind === 'related' ? `(${one.list.entity})` : '---'
    })
    .join(' ')
const rows = rowsOf(form)
const key = (name: string): string => rows.find(one => said([one]).replace('+', '') === name)?.key ?? ''

describe('A layout that is arranged', () => {
  test('is the same when nothing was moved', () => {
    expect(said(rows)).toBe(': plate +state fuel #use :Size seats (x.trip) #papers :Bus route --- (x.fine)')
    expect(formOf(rows, form.hidden ?? [])).toEqual(form)
  })

  test.each([
    ['a field goes over the one before it', stepped(rows, key('fuel'), -1), ': plate fuel +state #use :Size seats (x.trip) #papers :Bus route --- (x.fine)'],
    ['a field goes on into the next section', stepped(rows, key('fuel'), 1), ': plate +state #use :Size fuel seats (x.trip) #papers :Bus route --- (x.fine)'],
    ['the first field stays under its heading', stepped(rows, key('plate'), -1), said(rows)],
    ['a section goes with what it holds', stepped(rows, key(':Size'), -1), ': plate +state fuel :Size seats (x.trip) #use #papers :Bus route --- (x.fine)'],
    ['a tab goes with its sections', stepped(rows, key('#papers'), -1), ': plate +state fuel #papers :Bus route #use :Size seats (x.trip) --- (x.fine)'],
    [
      'a list goes to the foot of the page',
      moved(rows, key('(x.trip)'), rows.length),
      ': plate +state fuel #use :Size seats #papers :Bus route --- (x.fine) (x.trip)',
    ],
    ['a field can’t stand at the foot', moved(rows, key('plate'), rows.length), ': state fuel #use :Size seats (x.trip) #papers :Bus route plate --- (x.fine)'],
    [
      'a field can’t stand before the first section',
      moved(rows, key('route'), 0),
      ': route plate +state fuel #use :Size seats (x.trip) #papers :Bus --- (x.fine)',
    ],
    ['a tab that goes leaves its sections', removed(rows, key('#papers')), ': plate +state fuel #use :Size seats (x.trip) :Bus route --- (x.fine)'],
    ['a section that goes takes its fields', removed(rows, key(':')), '#use :Size seats (x.trip) #papers :Bus route --- (x.fine)'],
    [
      'the next begins a line whose first field goes',
      removed(stepped(rows, key('fuel'), -1), key('fuel')),
      ': plate state #use :Size seats (x.trip) #papers :Bus route --- (x.fine)',
    ],
    [
      'a field stands beside the one before',
      flanked(rows, key('fuel'), true),
      ': plate +state +fuel #use :Size seats (x.trip) #papers :Bus route --- (x.fine)',
    ],
    ['but beside no heading', flanked(rows, key('plate'), true), said(rows)],
  ] as const)('%s', (_, after, expected) => {
    expect(said(after)).toBe(expected)
  })

  test('leaves out what holds nothing', () => {
    expect(formOf(removed(removed(rows, key('seats')), key('(x.trip)')), [])).toEqual({
      tabs: [form.tabs?.[1]],
      sections: [form.sections[0], form.sections[2]],
      related: [fines],
    })
  })
})

test('What of a screen its plugin took along is named, and what a plugin placed beside one’s own is not', () => {
  const without = { ...form, sections: [{ fields: ['plate', 'placed'] }, ...form.sections.slice(1)], related: [], hidden: [] }
  const board = { by: 'state', card: ['plate', 'lent'], measures: ['sum:toll' as const] }
  const list = { columns: ['plate', 'lent'], views: [{ label: 'Lent', where: { lent: true } }] }
  const of = { entity: 'x.vehicle' }
  const model = {
    forms: { 'x.vehicle': form },
    layouts: { 'x.vehicle': [{ ...form, role: 'x.driver' }] },
    boards: { 'x.vehicle': board },
    lists: { 'x.vehicle': list },
    screens: {
      forms: { 'x.vehicle': { ...of, ...without, kind: 'form' as const } },
      layouts: { 'x.vehicle': [{ ...of, ...form, kind: 'form' as const, role: 'x.driver' }] },
      boards: [{ ...of, kind: 'board' as const, by: 'state', card: ['plate'], measures: [] }],
      lists: [{ ...of, kind: 'list' as const, columns: ['plate'], views: [] }],
    },
  }
  expect([asideOfForm(model, 'x.vehicle', null), asideOfForm(model, 'x.vehicle', 'x.driver'), asideOfForm(model, 'x.bus', null)]).toEqual([
    ['state', 'fuel', 'insurer', 'x.fine'],
    [],
    [],
  ])
  expect([asideOfBoard(model, 'x.vehicle'), asideOfList(model, 'x.vehicle')]).toEqual([
    ['lent', 'sum:toll'],
    ['lent', 'Lent'],
  ])
})
