import { migration } from '@sangam/sdk'

/** What it costs is a figure from now on, a make is called a model, and the state in which a vehicle is registered is read off its plate. */
export const to2 = migration('2.0.0', {
  steps: [
    { step: 'rename', entity: 'vehicles.vehicle', field: 'make', to: 'model' },
    { step: 'convert', entity: 'vehicles.service', field: 'cost' },
    { step: 'map', entity: 'vehicles.service', field: 'what', choices: { tyres: 'wheels' } },
    { step: 'fill', entity: 'vehicles.vehicle', field: 'group', formula: 'startsWith(plate, "MH") ? "MH" : "DL"' },
  ],
  proof: [
    { entity: 'vehicles.vehicle', never: { group: { isEmpty: true } } },
    { entity: 'vehicles.service', never: { cost: { lt: '0' } } },
  ],
})
