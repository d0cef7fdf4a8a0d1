import { seed } from '@sangam/sdk'
import { Unit } from './model.ts'

const units = [
  ['NOS', 'Number'],
  ['PCS', 'Piece'],
  ['SET', 'Set'],
  ['BOX', 'Box'],
  ['KGS', 'Kilogram'],
  ['GMS', 'Gram'],
  ['MTR', 'Metre'],
  ['SQM', 'Square metre'],
  ['LTR', 'Litre'],
  ['HRS', 'Hour'],
  ['DAY', 'Day'],
  ['MON', 'Month'],
] as const

export const seeds = seed('items.units', {
  async run(ctx) {
    await ctx.repo(Unit).createMany(units.map(([code, name]) => ({ code, name: ctx.t(name) })))
  },
})
