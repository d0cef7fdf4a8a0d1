import { Lead } from '@sangam/plugin-leads/model'
import { Party } from '@sangam/plugin-parties/model'
import { choice, date, defineEntity, defineSettings, extendEntity, integer, reference, rollup, text } from '@sangam/sdk'

/** One line of a customer's account of points. */
export const Entry = defineEntity('loyalty.entry', {
  title: 'why',
  plural: 'Points',
  fields: {
    party: reference(Party, { label: 'Customer', required: true, onRemove: 'cascade' }),
    lead: reference(Lead, { onRemove: 'clear' }),
    points: integer({ required: true }),
    day: date({ required: true, default: '$today' }),
    why: text({ required: true, max: 200 }),
    /** The telling of a won lead that it came of: told again it counts once. */
    delivery: text({ readonly: true, unique: true, max: 60 }),
  },
})

export const Loyal = extendEntity(Party, {
  fields: {
    points: rollup('sum', Entry, 'party', 'points', { label: 'Loyalty points' }),
    tier: choice({ silver: { label: 'Silver', colour: 'grey' }, gold: { label: 'Gold', colour: 'yellow' } }, { label: 'Loyalty tier' }),
  },
})

export const Asked = extendEntity(Lead, { fields: { introducedBy: reference(Party, { label: 'Introduced by', onRemove: 'clear' }) } })

export const settings = defineSettings('loyalty', 'Loyalty', {
  perThousand: integer({ label: 'Points for each thousand', default: 10, min: 0, max: 1000 }),
})
