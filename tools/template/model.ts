import { date, defineAction, defineEntity, defineEvent, flow, money, reference, text } from '@sangam/sdk'

/** What it keeps: one record each. The fields give the table, the API, lists, forms, search, import and export. */
export const Thing = defineEntity('things.thing', {
  title: 'name',
  activities: true,
  fields: {
    name: text({ required: true, max: 120 }),
    owner: reference('core.user', { default: '$me' }),
    due: date(),
    worth: money({ min: '0' }),
    state: flow({ open: { to: ['done'] }, done: { to: ['open'] } }),
    notes: text({ multiline: true }),
  },
  rules: [{ require: ['notes'], when: { state: 'done' }, because: 'Write what came of it.' }],
})

/** A button on the record; what it does is in `server/`. */
export const finish = defineAction(Thing, 'finish', {
  label: 'Finish',
  when: { state: 'open' },
  input: { notes: text({ required: true, multiline: true }) },
})

/** Other plugins may listen to it. */
export const finished = defineEvent('things.finished', { thing: reference(Thing) })
