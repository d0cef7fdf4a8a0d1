import { choice, defineEntity, hooks, integer, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** Where administrators let a series go on at another number: kept, so that whoever asks for the numbers left out is answered. */
export const NextNumber = defineEntity('core.nextNumber', {
  title: 'number',
  label: 'Next number',
  plural: 'Next numbers',
  description: 'Where administrators set the next number of a series, and when.',
  sort: ['-createdAt'],
  bin: false,
  fields: {
    series: text({ required: true, readonly: true, max: 200, index: true, help: 'The record’s kind and field, such as sales.invoice.number.' }),
    scope: text({ readonly: true, max: 250, help: 'What stands around the counter, such as INV/26-27/.' }),
    given: integer({ required: true, readonly: true, label: 'Last given', help: 'The last number that a record had then; 0 where none had.' }),
    next: integer({ required: true, readonly: true, label: 'Goes on at' }),
    number: text({ required: true, readonly: true, max: 80, label: 'Next number' }),
  },
})

export const nextNumberHooks = hooks(NextNumber, {
  async check(ctx, changes) {
    if ((ctx as CoreCtx).access.system) return
    return changes.map((_, index) => ({ index, code: 'own_door', message: 'The next number is set under Number series, not as a record.' }))
  },
})

/** In which order the dates of a series may go: a record for each series that is not free in it. */
export const SeriesOrder = defineEntity('core.seriesOrder', {
  title: 'series',
  label: 'Order of dates',
  plural: 'Orders of dates',
  description: 'Of which series an earlier date is refused, or numbered in a series of its own.',
  sort: ['series'],
  bin: false,
  steady: true,
  fields: {
    series: text({ required: true, readonly: true, max: 200, unique: true, help: 'The record’s kind and field, such as sales.invoice.number.' }),
    dates: choice(
      { refuse: { label: 'An earlier date is refused' }, apart: { label: 'An earlier date has a series of its own' } },
      { required: true, readonly: true, label: 'Earlier dates' },
    ),
    pattern: text({ readonly: true, max: 60, label: 'Pattern of earlier dates' }),
  },
})

export const seriesOrderHooks = hooks(SeriesOrder, {
  async check(ctx, changes) {
    if ((ctx as CoreCtx).access.system) return
    return changes.map((_, index) => ({ index, code: 'own_door', message: 'The order of dates is set under Number series, not as a record.' }))
  },
})
