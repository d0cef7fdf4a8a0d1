import { definePlugin } from '@sangam/sdk'
import { hindi } from './hi.ts'
import { to2 } from './migrations/2.0.0.ts'
import { Driver, handOut, Service, Vehicle } from './model.ts'
import { roles, screens } from './screens.ts'
import { behaviour } from './server.ts'

export default definePlugin({
  id: 'vehicles',
  version: '2.0.0',
  title: 'Vehicles',
  description: 'The vehicles of a business, who has them, and when they go to the workshop.',
  icon: 'truck',
  needs: { parties: '>=0.1.0 <1.0.0' },
  // It reads and changes nothing of others: customers are only pointed at.
  permissions: {},
  engines: { sangam: '>=0.1.0 <1.0.0' },
  entities: [Vehicle, Service],
  extensions: [Driver],
  parts: [handOut, ...behaviour, ...screens, ...roles, to2, hindi],
})
