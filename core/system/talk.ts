import { boolean, choice, datetime, defineEntity, files, integer, json, reference, references, text } from '@sangam/sdk'

/** What someone says about a record to those who see it. Its words stay its author's: they alone change them. */
export const Comment = defineEntity('core.comment', {
  title: 'body',
  description: 'What people say to each other about a record.',
  sort: ['-createdAt'],
  about: { entity: 'entity', record: 'record' },
  fields: {
    body: text({ multiline: true, max: 4000, label: 'Comment' }),
    entity: text({ required: true, max: 100, index: true, label: 'Record’s kind' }),
    record: text({ required: true, max: 36, index: true }),
    author: reference('core.user', { default: '$me', readonly: true }),
    mentions: references('core.user', { max: 20, onRemove: 'clear', label: 'People mentioned' }),
    files: files({ label: 'Files' }),
    editedAt: datetime({ readonly: true, label: 'Edited' }),
  },
  rules: [{ refuse: 'Write something, or add a file.', when: { body: { isEmpty: true }, files: { isEmpty: true } }, field: 'body' }],
})

/** What a plugin, or the platform, says happened around a record. */
export const TimelineEvent = defineEntity('core.timelineEvent', {
  title: 'text',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    entity: text({ required: true, max: 100 }),
    record: text({ required: true, max: 36, index: true }),
    text: text({ required: true, max: 300 }),
    values: json(),
    icon: text({ max: 40 }),
    by: reference('core.user', { onRemove: 'clear' }),
  },
})

/** Someone wants to hear of a record: `told` is the version they last heard of. */
export const Follow = defineEntity('core.follow', {
  title: 'record',
  internal: true,
  bin: false,
  unique: [['user', 'record', 'entity']],
  fields: {
    entity: text({ required: true, max: 100 }),
    record: text({ required: true, max: 36, index: true }),
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
    told: integer({ required: true, default: 0 }),
  },
})

export const noticeKinds = ['mention', 'comment', 'change', 'task', 'reminder', 'approval', 'other'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Which messages a person wants in the app and by mail, where they chose. */
export const NoticeChoice = defineEntity('core.noticeChoice', {
  title: 'about',
  internal: true,
  bin: false,
  unique: [['user', 'about']],
  fields: {
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
    about: choice(noticeKinds, { required: true }),
    app: boolean({ default: true }),
    mail: boolean({ default: false }),
  },
})

/** Something of a person's work list that is put off until a moment. */
export const Snooze = defineEntity('core.snooze', {
  title: 'item',
  internal: true,
  bin: false,
  unique: [['user', 'item']],
  fields: {
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
    item: text({ required: true, max: 60 }),
    until: datetime({ required: true }),
  },
})
