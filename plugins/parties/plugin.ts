import { definePlugin } from '@sangam/sdk'
import { Account, Address, ContactPoint, Party, Relation } from './model.ts'
import { roles } from './roles.ts'
import { sample } from './sample.ts'
import { screens } from './screens.ts'
import { addressHooks, contactHooks, partyHooks, relationHooks } from './server/hooks.ts'
import { hindi } from './translations/hi.ts'

export default definePlugin({
  id: 'parties',
  version: '0.1.0',
  title: 'Contacts',
  description: 'People and organisations, how to reach them, and what they are to you: customer, supplier, employee.',
  icon: 'address-book',
  engines: { sangam: '^0.1.0' },
  entities: [Party, Address, ContactPoint, Relation, Account],
  parts: [addressHooks, contactHooks, partyHooks, relationHooks, ...roles, ...screens, sample, hindi],
})
