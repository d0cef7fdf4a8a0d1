import { Party } from '@sangam/plugin-parties/model'
import { choice, date, defineAction, defineEntity, extendEntity, flow, integer, reference, text } from '@sangam/sdk'

export const Vehicle = defineEntity('vehicles.vehicle', {
  title: 'plate',
  description: 'A car, a van, a lorry.',
  activities: true,
  fields: {
    plate: text({ required: true, unique: true, max: 20 }),
    make: text({ max: 80, search: true }),
    keeper: reference('core.user', { default: '$me' }),
    owner: reference(Party, { help: 'Whose it is, where it is not ours.' }),
    km: integer({ label: 'Kilometres', min: 0 }),
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
    what: choice({ oil: { label: 'Oil' }, tyres: { label: 'Tyres' }, other: { label: 'Something else' } }, { required: true, default: 'other' }),
    cost: text({ max: 20 }),
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
