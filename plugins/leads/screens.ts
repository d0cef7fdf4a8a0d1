import { Party } from '@sangam/plugin-parties/model'
import { boardScreen, formScreen, listScreen, pageScreen, placeRelated } from '@sangam/sdk'
import { Lead, Pipeline, Stage } from './model.ts'

const totals = ['count', 'sum:value.amount'] as const

export const screens = [
  listScreen(Lead, {
    menu: 'Sales',
    icon: 'funnel',
    position: 10,
    columns: ['title', 'party', 'stage', 'value', 'owner', 'expectedClose', 'lastActivityAt', 'source'],
    views: [
      { label: 'Mine', where: { owner: '$me', state: 'open' }, sort: ['expectedClose'] },
      { label: 'Open', where: { state: 'open' }, sort: ['-createdAt'] },
      { label: 'Closing this month', where: { state: 'open', expectedClose: { within: 'this_month' } }, sort: ['expectedClose'] },
      { label: 'Overdue', where: { state: 'open', expectedClose: { lt: '$today' } }, sort: ['expectedClose'] },
      {
        label: 'Gone quiet',
        where: { state: 'open', quietNoticeAt: { isEmpty: false } },
        sort: ['lastActivityAt'],
        waits: { verb: 'update', measure: 'sum:value.amount' },
      },
      {
        label: 'Won this month',
        where: { state: 'won', actualClose: { within: 'this_month' } },
        sort: ['-actualClose'],
        columns: ['title', 'party', 'value', 'owner', 'actualClose'],
      },
      { label: 'Lost', where: { state: 'lost' }, sort: ['-actualClose'], columns: ['title', 'party', 'value', 'owner', 'lostReason', 'actualClose'] },
      {
        label: 'Closing calendar',
        kind: 'calendar',
        by: 'expectedClose',
        where: { state: 'open' },
        card: ['title', 'party', 'stage', 'value', 'owner'],
      },
      { label: 'Deals over time', kind: 'gantt', start: 'createdAt', end: 'expectedClose', group: ['owner'], where: { state: 'open' } },
      { label: 'By stage', group: ['stage'], measures: totals },
      { label: 'Value by stage', kind: 'chart', chart: 'funnel', group: ['stage'], measure: 'sum:value.amount', where: { state: 'open' } },
      { label: 'Owners by source', kind: 'pivot', rows: ['owner'], columns: ['source'], measures: ['count', 'sum:value.amount'] },
      { label: 'By owner', where: { state: 'open' }, group: ['owner'], measures: totals },
      {
        label: 'Forecast by month',
        where: { state: 'open', expectedClose: { isEmpty: false } },
        group: ['expectedClose:month'],
        measures: ['count', 'sum:value.amount', 'sum:weighted.amount'],
        columns: ['title', 'party', 'stage', 'value', 'probability', 'weighted', 'expectedClose'],
      },
    ],
  }),
  boardScreen(Lead, {
    by: 'stage',
    order: 'position',
    scope: { field: 'pipeline', within: 'pipeline' },
    card: ['title', 'party', 'value', 'owner', 'expectedClose'],
    measures: totals,
  }),
  formScreen(Lead, {
    sections: [
      { fields: ['title', ['party', 'contact'], ['stage', 'pipeline'], ['value', 'expectedClose', 'probability'], ['owner', 'team']] },
      {
        label: 'The enquiry',
        fields: [
          ['rawName', 'companyName'],
          ['email', 'phone'],
          ['source', 'campaign'],
        ],
      },
      { label: 'What they ask for', fields: ['lines'] },
      {
        label: 'How it ended',
        fields: [
          ['state', 'actualClose'],
          ['lostReason', 'lostNote'],
        ],
      },
      {
        label: 'Since when',
        fields: [
          ['engagedAt', 'stageSince'],
          ['firstResponseAt', 'lastActivityAt', 'quietNoticeAt'],
        ],
      },
      { label: 'Where it came from', fields: [['externalSystem', 'externalId']] },
    ],
  }),
  placeRelated(Party, { entity: 'leads.lead', by: 'party', columns: ['title', 'stage', 'state', 'value', 'owner', 'expectedClose'] }),
  pageScreen('leads.review', Lead, { label: 'Monday review', element: 'leads-review', menu: 'Sales', icon: 'calendar', position: 20 }),
  listScreen(Pipeline, { menu: 'Set-up', icon: 'route', position: 70, columns: ['name', 'isDefault', 'active'] }),
  listScreen(Stage, {
    menu: 'Set-up',
    icon: 'flag',
    position: 80,
    columns: ['name', 'pipeline', 'position', 'kind', 'probability'],
    views: [{ label: 'By pipeline', group: ['pipeline'], measures: ['count'] }],
  }),
  formScreen(Pipeline, {
    sections: [{ fields: ['name', ['isDefault', 'active']] }],
    related: [{ entity: 'leads.stage', by: 'pipeline', label: 'Stages', columns: ['name', 'position', 'kind', 'probability'] }],
  }),
  formScreen(Stage, {
    sections: [
      {
        fields: [
          ['name', 'pipeline'],
          ['kind', 'probability', 'position'],
        ],
      },
    ],
  }),
]
