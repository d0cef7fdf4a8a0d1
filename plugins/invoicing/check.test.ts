import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import invoicing from './plugin.ts'

checkPlugin(invoicing, {
  needs: [parties, items],
  examples: {
    'invoicing.document': {
      ...{ original: null, lines: [{ description: 'Work', price: '100' }], kind: 'invoice' },
      // At random they are nobody's, and a section has no rate.
      ...{ partyRegistration: null, ownRegistration: null, withholding: null },
    },
    'core.registration': { kind: 'pan' },
  },
})
