import { Lead, LeadWon } from '@sangam/plugin-leads/model'
import {
  allow,
  chartCard,
  dashboard,
  date,
  decimal,
  defineEntity,
  definePlugin,
  defineSettings,
  flow,
  listScreen,
  numberCard,
  on,
  percent,
  reference,
  role,
} from '@sangam/sdk'
import { Loyal } from 'asha-loyalty/model'
import { hindi } from './hi.ts'

/** What one seller gets for one lead. */
export const Share = defineEntity('commission.share', {
  title: 'lead',
  plural: 'Commission',
  fields: {
    lead: reference(Lead, { required: true, unique: true, onRemove: 'cascade' }),
    seller: reference('core.user'),
    customer: reference(Loyal),
    day: date({ required: true, default: '$today' }),
    rate: percent({ required: true, default: '0' }),
    amount: decimal({ label: 'Commission', digits: 2, min: '0', required: true, default: '0' }),
    state: flow({ due: { label: 'Due', colour: 'orange', to: ['paid'] }, paid: { label: 'Paid', colour: 'green', to: [] } }),
  },
})

export const settings = defineSettings('commission', 'Commission', {
  rate: percent({ label: 'Of the value', default: '2', min: '0', max: '100' }),
  gold: percent({ label: 'Of the value, where the customer is gold', default: '3', min: '0', max: '100' }),
})

/** Beside what the winner writes, so once for a lead, however often it is told or won again. */
const reckon = on(LeadWon, { name: 'commission.reckon', as: 'system' }, async (ctx, { lead, party, owner, value, wonOn }) => {
  if (value === null || (await ctx.repo(Share).count({ lead })) > 0) return
  const of = await ctx.settings(settings)
  const customer = party === null ? null : await ctx.repo(Loyal).get(party, { fields: ['tier'] })
  const rate = (customer?.tier === 'gold' ? of.gold : of.rate) ?? '0'
  const amount = ((Number(value.amount) * Number(rate)) / 100).toFixed(2)
  await ctx.repo(Share).create({ lead, seller: owner, customer: party, day: wonOn, rate, amount })
})

const all = ['read', 'update', 'export'] as const

export default definePlugin({
  id: 'commission',
  version: '1.0.0',
  title: 'Commission',
  description: 'What a seller gets for a lead that was won, more where the customer is loyal.',
  icon: 'percent',
  joins: { leads: '>=0.1.0 <1.0.0', loyalty: '>=1.0.0 <3.0.0' },
  permissions: { read: ['parties.party'] },
  engines: { sangam: '>=0.1.0 <1.0.0' },
  entities: [Share],
  parts: [
    settings,
    reckon,
    listScreen(Share, {
      menu: 'Loyalty',
      columns: ['day', 'lead', 'seller', 'rate', 'amount', 'state'],
      views: [{ label: 'By seller and month', kind: 'pivot', rows: ['seller'], columns: ['day:month'], measures: ['sum:amount', 'count'] }],
    }),
    dashboard('commission.report', {
      label: 'Commission report',
      cards: [
        numberCard(Share, { label: 'Due', where: { state: 'due' }, measure: 'sum:amount' }),
        chartCard(Share, { label: 'By seller', chart: 'bar', group: ['seller'], measure: 'sum:amount' }),
      ],
    }),
    role('commission.seller', { label: 'Seller on commission', grants: [allow(Share, ['read', 'export'], { where: { seller: '$me' } })] }),
    role('commission.payer', { label: 'Pays commission', grants: [allow(Share, all)] }),
    hindi,
  ],
})
