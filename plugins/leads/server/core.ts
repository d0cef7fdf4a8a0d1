import { boolean, choice, datetime, defineEntity, lines, reference, text } from '@sangam/sdk'

// Core's own entities, as far as leads look at them. Entities are equal by name, so these are handles, not definitions: the plugin does not list them.

export const Activity = defineEntity('core.activity', {
  title: 'subject',
  fields: {
    kind: choice(['note', 'call', 'meeting', 'task', 'mail'], { required: true, default: 'note' }),
    subject: text({ required: true }),
    entity: text(),
    record: text(),
    due: datetime(),
    doneAt: datetime(),
    assignee: reference('core.user', { default: '$me' }),
  },
})

export const User = defineEntity('core.user', { title: 'name', fields: { name: text({ required: true }), active: boolean({ default: true }) } })

export const TeamMember = defineEntity('core.teamMember', {
  title: 'user',
  fields: { team: reference('core.team', { required: true }), user: reference('core.user', { required: true }) },
})

export const Team = defineEntity('core.team', {
  title: 'name',
  fields: { name: text({ required: true }), leader: reference('core.user'), region: text(), members: lines(TeamMember, 'team') },
})
