import { boolean, defineEntity, definePlugin, integer, lines, reference, text } from '@sangam/sdk'
import type { ProbeField } from './probe-fields.ts'

/** What administrators make, with a field of each type. */
export const entity = 'x.thing'
/** What a plugin brings: only that has lines. */
export const sheet = 'probe.sheet'
export const rows = ['probe.hiddenRow', 'probe.partlyRow'] as const

const row = {
  sheet: reference(sheet, { required: true, onRemove: 'cascade' }),
  name: text({ required: true, search: true }),
  size: integer(),
} as const
const HiddenRow = defineEntity('probe.hiddenRow', { title: 'name', fields: row })
const PartlyRow = defineEntity('probe.partlyRow', { title: 'name', fields: row })
const Sheet = defineEntity('probe.sheet', {
  title: 'name',
  fields: {
    name: text({ required: true, search: true }),
    owner: reference('core.user'),
    open: boolean({ default: false }),
    ref: reference(sheet),
    hiddenLines: lines(HiddenRow, 'sheet'),
    partlyLines: lines(PartlyRow, 'sheet'),
  },
})

export const probePlugin = definePlugin({
  id: 'probe',
  version: '1.0.0',
  title: 'Probe',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Sheet, HiddenRow, PartlyRow],
})

/** Of lines a value is a condition that some of them meet. */
export const sheetFields: readonly ProbeField[] = ['hiddenLines', 'partlyLines'].map(name => ({
  name,
  type: 'lines',
  options: {},
  values: [{ name: 'amber' }, { name: 'birch' }, { name: 'cedar' }],
}))
