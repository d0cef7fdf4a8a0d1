import { definePlugin } from '@sangam/sdk'
import { finish, finished, Thing } from './model.ts'
import { roles } from './roles.ts'
import { screens } from './screens.ts'
import { checks, finishing, lookForLate } from './server/behaviour.ts'
import { hindi } from './translations/hi.ts'

export default definePlugin({
  id: 'things',
  version: '0.1.0',
  title: 'Things',
  description: 'What it is for, in a sentence.',
  icon: 'box',
  engines: { sangam: '>=0.1.0 <1.0.0' },
  entities: [Thing],
  parts: [finish, finished, finishing, checks, lookForLate, ...screens, ...roles, hindi],
})
