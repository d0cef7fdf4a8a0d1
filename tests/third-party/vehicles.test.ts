import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import first from './vehicles/2.0.0/migrations/1.0.0.json' with { type: 'json' }
import vehicles from './vehicles/2.0.0/plugin.ts'

checkPlugin(vehicles, { needs: [parties], examples: { 'vehicles.service': { cost: '1250.5' } }, released: [first] })
