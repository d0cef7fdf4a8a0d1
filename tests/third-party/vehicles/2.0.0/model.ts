import { Party } from '@sangam/plugin-parties/model'
import { choice, date, decimal, defineAction, defineEntity, extendEntity, flow, integer, reference, text } from '@sangam/sdk'

export const Vehicle = defineEntity('vehicles.vehicle', {
  title: 'plate',
  description: 'A car, a van, a lorry.',
  activities: true,
  fields: {
    plate: text({ required: true, unique: true, max: 20 }),
    model: text({ max: 80, search: true }),
    fuel: choice({ petrol: { label: 'Petrol' }, diesel: { label: 'Diesel' }, electric: { label: 'Electric' } }),
    keeper: reference('core.user', { default: '$me' }),
    owner: reference(Party, { help: 'Whose it is, where it is not ours.' }),
    colour: text({ max: 40 }),
    km: integer({ label: 'Kilometres', min: 0 }),
    group: text({ label: 'State of registration', max: 2, index: true }),
    due: date({ label: 'Next service' }),
    state: flow({
      free: { label: 'Free', colour: 'green', to: ['out', 'workshop'] },
      out: { label: 'Out', colour: 'blue', to: ['free'] },
      workshop: { label: 'In the workshop', colour: 'orange', to: ['free'] },
    }),
  },
})

export const Service = defineEntity('vehicles.service', {
  title: 'note',
  fields: {
    vehicle: reference(Vehicle, { required: true, onRemove: 'cascade' }),
    day: date({ required: true, default: '$today' }),
    what: choice({ oil: { label: 'Oil' }, wheels: { label: 'Wheels' }, other: { label: 'Something else' } }, { required: true, default: 'other' }),
    cost: decimal({ digits: 2, min: '0' }),
    note: text({ required: true, max: 200 }),
  },
})

export const Driver = extendEntity(Party, { fields: { licence: text({ label: 'Driving licence', max: 40, search: true }) } })

export const handOut = defineAction(Vehicle, 'handOut', {
  label: 'Hand out',
  when: { state: 'free' },
  primary: true,
  input: { keeper: reference('core.user', { required: true }) },
})
