import { definePlugin } from '@sangam/sdk'
import { hindi } from './hi.ts'
import { Asked, Entry, Loyal, settings } from './model.ts'
import { roles, screens } from './screens.ts'
import { earn } from './server.ts'

export default definePlugin({
  id: 'loyalty',
  version: '1.0.0',
  title: 'Loyalty',
  description: 'Points for customers whose leads are won.',
  icon: 'star',
  needs: { parties: '>=0.1.0 <1.0.0', leads: '>=0.1.0 <1.0.0' },
  // It reads and changes nothing of others: customers are only pointed at.
  permissions: {},
  engines: { sangam: '>=0.1.0 <1.0.0' },
  entities: [Entry],
  extensions: [Loyal, Asked],
  parts: [settings, earn, ...screens, ...roles, hindi],
})
