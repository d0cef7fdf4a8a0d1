import { chartCard, dashboard, defineEntity, definePlugin, extendEntity, listCard, listScreen, numberCard, reference, text } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { deals, Firm } from './note.ts'

test('what is wrong with a plugin is said at boot: the plugin, the thing, the fix, all at once', () => {
  const Broken = defineEntity('broken.thing', {
    title: 'name',
    sort: ['nothing', '-stamp'],
    fields: { name: text(), where: reference('nowhere.place'), stamp: reference('deals.deal') },
  })
  const broken = definePlugin({
    id: 'broken',
    version: '1.0.0',
    title: 'B',
    description: 'B',
    engines: { sangam: '^0.1.0' },
    entities: [Broken],
    extensions: [extendEntity(Firm, { fields: { name: text(), needed: text({ required: true }) } })],
    parts: [
      listScreen(Broken, {
        columns: ['colour'],
        views: [
          { label: 'All', where: { name: { within: 'today' } as never } },
          { label: 'Lit', pinned: 9, colours: [{ where: { name: 'x', 'broken.thing:stamp': { some: { name: 'y' } } }, colour: 'pink' as never }] },
          { label: 'When', kind: 'calendar', by: 'name', span: 'year' as never, card: ['size'] },
          { label: 'Made', kind: 'calendar', by: 'createdAt' },
          { label: 'Bars', kind: 'gantt', start: 'name', end: 'stamp', group: ['updatedAt', 'name'] as never, colour: 'name', scale: 'year' as never },
          { label: 'Drawn', kind: 'chart', chart: 'radar' as never, group: ['createdAt', 'name:month'], measure: 'sum:name' as never },
          { label: 'Laid', kind: 'pivot', rows: ['name', 'nothing', 'createdBy'] as never, columns: ['createdAt:decade'], measures: [] },
          { label: 'Branches', kind: 'tree' },
          { label: 'Under', kind: 'tree', by: 'stamp' },
          { label: 'Map', kind: 'map' as never },
          { label: 'Sorted', sort: ['name', '-stamp', 'createdBy'] as never },
        ],
      }),
      dashboard('board.main', {
        label: 'Broken',
        home: ['broken.nobody'],
        filters: [{ entity: 'broken.thing', field: 'colour' }],
        cards: [
          numberCard(Broken, { label: 'Figure', measure: 'sum:size' as never, by: 'name' as never, period: 'decade' as never }),
          numberCard(Broken, { label: 'Half', period: 'month' }),
          chartCard(Broken, { label: 'Drawn', group: ['colour'] }),
          listCard(Broken, { label: 'Listed', columns: ['size'], limit: 100, width: 1 }),
          { kind: 'number', entity: 'nowhere.place', label: 'Away' },
          { kind: 'clock' } as never,
        ],
      }),
    ],
  })
  expect(() => buildModel([corePlugin, deals, broken])).toThrow(
    expect.objectContaining({
      problems: [
        'Plugins deals and broken both add the field "name" to deals.firm. Rename one, or disable one of the plugins.',
        'Plugin broken: field "needed" added to deals.firm is required without a default. Give it a default: others create such records without knowing it.',
        'Plugin broken: field "where" on broken.thing refers to nowhere.place, which no enabled plugin defines. Add it to `entities`, or list the plugin that defines it in `needs`.',
        'Plugin broken: field "stamp" on broken.thing refers to deals.deal of plugin deals. List it in `needs`: { deals: \'^…\' }.',
        'Plugin broken: broken.thing: sort: broken.thing has no field "nothing".',
        'Plugin broken: broken.thing: no list can be sorted by "stamp", a reference. Sort by "stamp.$title".',
        'The list of broken.thing: broken.thing has no field "colour".',
        'The list of broken.thing, view "All": "name" does not take the operator "within"; it takes eq, ne, gt, gte, lt, lte, in, notIn, between, contains, startsWith, isEmpty.',
        'The list of broken.thing, view "Lit": one to five columns stay where they are, not 9.',
        'The list of broken.thing, view "Lit": no field "stamp" of broken.thing points at broken.thing.',
        'The list of broken.thing, view "Lit": a colour looks at what a line itself says: a condition of related records has no meaning there.',
        'The list of broken.thing, view "Lit": "pink" is no colour. Use one of grey, blue, teal, green, yellow, orange, red, purple.',
        'The list of broken.thing, view "When": broken.thing has no field "size".',
        'The list of broken.thing, view "When": a calendar stands on the days of a date or datetime field of its own, and "name" is none.',
        'The list of broken.thing, view "When": a calendar spans a day, a week or a month, not "year".',
        'The list of broken.thing, view "Bars": a bar starts at a date or datetime field of its own, and "name" is none.',
        'The list of broken.thing, view "Bars": a bar ends at a date, datetime or duration field of its own, and "stamp" is none.',
        'The list of broken.thing, view "Bars": bars stand under one field, not 2.',
        'The list of broken.thing, view "Bars": "updatedAt" is grouped by a part of it: updatedAt:month.',
        'The list of broken.thing, view "Bars": bars are coloured by a choice or flow field of its own, and "name" is none.',
        'The list of broken.thing, view "Bars": the axis of a gantt is of day, week, month, quarter, not "year".',
        'The list of broken.thing, view "Drawn": a chart is one of bar, line, area, pie, funnel, not "radar".',
        'The list of broken.thing, view "Drawn": "createdAt" is grouped by a part of it: createdAt:month.',
        'The list of broken.thing, view "Drawn": "name:month" is no part of a day. Use one of day, week, month, quarter, year, fiscal_quarter, fiscal_year with a date or datetime.',
        'The list of broken.thing, view "Drawn": "sum:name" measures no number. Use count, or sum, avg, min, max of one: sum:value.amount.',
        'The list of broken.thing, view "Laid": broken.thing has no field "nothing".',
        'The list of broken.thing, view "Laid": a pivot has rows of one field or two, not 3.',
        'The list of broken.thing, view "Laid": a pivot has one to three measures, not 0.',
        'The list of broken.thing, view "Laid": "createdAt:decade" is no part of a day. Use one of day, week, month, quarter, year, fiscal_quarter, fiscal_year with a date or datetime.',
        'The list of broken.thing, view "Branches": a tree needs a reference to broken.thing itself, made with parent(\'broken.thing\').',
        'The list of broken.thing, view "Under": a tree is made by a reference to broken.thing itself, made with parent(\'broken.thing\'), and "stamp" is none.',
        'The list of broken.thing, view "Map": there is no view of the kind "map". Use list, calendar, gantt, tree, chart or pivot.',
        'The list of broken.thing, view "Sorted": no list can be sorted by "stamp", a reference. Sort by "stamp.$title".',
        'The list of broken.thing, view "Sorted": no list can be sorted by "createdBy", a reference. Sort by "createdBy.$title".',
        'Plugin broken: the dashboard board.main must begin with "broken.".',
        'The dashboard board.main is the home of the role broken.nobody, which does not exist.',
        'The dashboard board.main, filter "colour": broken.thing has no field "colour".',
        'The dashboard board.main, card "Figure": "sum:size" measures no number. Use count, or sum, avg, min, max of one: sum:value.amount.',
        'The dashboard board.main, card "Figure": a period is told by a date or datetime field of its own, and "name" is none.',
        'The dashboard board.main, card "Figure": "decade" is no period. Use one of day, week, month, quarter, year, fiscal_quarter, fiscal_year.',
        'The dashboard board.main, card "Half": a period goes with the field of its days: say both "by" and "period".',
        'The dashboard board.main, card "Drawn": broken.thing has no field "colour".',
        'The dashboard board.main, card "Listed": it is 2 to 12 columns wide, not 1.',
        'The dashboard board.main, card "Listed": broken.thing has no field "size".',
        'The dashboard board.main, card "Listed": it shows 1 to 20 records.',
        'The dashboard board.main, card "Away": it is of nowhere.place, which no enabled plugin defines.',
        'The dashboard board.main, card "clock": there is no card of the kind "clock". Use number, chart, list, tasks or heading.',
      ],
    }),
  )
})
