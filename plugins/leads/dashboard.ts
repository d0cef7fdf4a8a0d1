import { chartCard, dashboard, listCard, numberCard } from '@sangam/sdk'
import { Lead } from './model.ts'

/** What sales looks at in the morning: how much is open, how the month goes, what is to be done next. */
export const salesDashboard = dashboard('leads.sales', {
  label: 'Sales',
  home: ['leads.salesperson', 'leads.teamLeader', 'leads.manager'],
  filters: [
    { entity: Lead.name, field: 'owner' },
    { entity: Lead.name, field: 'team' },
    { entity: Lead.name, field: 'source' },
  ],
  cards: [
    numberCard(Lead, { label: 'Open value', where: { state: 'open' }, measure: 'sum:value.amount' }),
    numberCard(Lead, { label: 'Won this month', where: { state: 'won' }, measure: 'sum:value.amount', by: 'actualClose', period: 'month' }),
    numberCard(Lead, { label: 'Expected this month', where: { state: 'open', expectedClose: { within: 'this_month' } }, measure: 'sum:weighted.amount' }),
    numberCard(Lead, { label: 'Lost this month', where: { state: 'lost' }, by: 'actualClose', period: 'month', better: 'less' }),
    chartCard(Lead, {
      label: 'Forecast by month',
      chart: 'bar',
      where: { state: 'open', expectedClose: { isEmpty: false } },
      group: ['expectedClose:month'],
      measure: 'sum:weighted.amount',
      width: 7,
    }),
    chartCard(Lead, { label: 'Value by stage', chart: 'funnel', where: { state: 'open' }, group: ['stage'], measure: 'sum:value.amount', width: 5 }),
    { kind: 'tasks', width: 5 },
    listCard(Lead, {
      label: 'Gone quiet',
      where: { state: 'open', quietNoticeAt: { isEmpty: false } },
      sort: ['lastActivityAt'],
      columns: ['title', 'party', 'lastActivityAt', 'value'],
      width: 7,
    }),
  ],
})
