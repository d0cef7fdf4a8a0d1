import { boolean, choice, date, datetime, decimal, defineEntity, integer, json, money, reference, text } from '@sangam/sdk'
import { noticeKinds } from './talk.ts'

/** What people do about a record: a note, a call, a meeting, a task, a mail. Whoever sees the record sees it. */
export const Activity = defineEntity('core.activity', {
  title: 'subject',
  plural: 'Activities',
  description: 'Notes, calls, meetings and tasks about a record.',
  sort: ['-createdAt'],
  about: { entity: 'entity', record: 'record', title: 'recordTitle' },
  fields: {
    kind: choice({ note: {}, call: {}, meeting: {}, task: {}, mail: { label: 'E-mail' } }, { required: true, default: 'note' }),
    subject: text({ required: true, max: 200 }),
    body: text({ multiline: true }),
    entity: text({ max: 100, index: true, label: 'Record’s kind' }),
    record: text({ max: 36, index: true }),
    recordTitle: text({ max: 255, readonly: true, label: 'About' }),
    due: datetime({ index: true }),
    doneAt: datetime({ label: 'Done', index: true }),
    outcome: text({ max: 500 }),
    assignee: reference('core.user', { default: '$me' }),
  },
  rules: [{ require: ['record'], when: { entity: { isEmpty: false } }, because: 'Say which record it is about.' }],
})

/** A typed edge from one record (or its line) to another: quote → order → delivery → invoice → payment → return. */
export const Link = defineEntity('core.link', {
  title: 'kind',
  internal: true,
  bin: false,
  fields: {
    kind: text({ required: true, max: 60 }),
    fromEntity: text({ required: true, max: 100 }),
    fromRecord: text({ required: true, max: 36, index: true }),
    fromLine: text({ max: 36 }),
    toEntity: text({ required: true, max: 100 }),
    toRecord: text({ required: true, max: 36, index: true }),
    toLine: text({ max: 36 }),
    quantity: decimal(),
    amount: money(),
    day: date({ default: '$today' }),
  },
})

/** A file's name, size and place; its bytes are in the file store under `key`. */
export const File = defineEntity('core.file', {
  title: 'name',
  description: 'A file kept with a record.',
  internal: true,
  fields: {
    name: text({ required: true, max: 255 }),
    contentType: text({ max: 127, label: 'Type' }),
    bytes: integer({ required: true, min: 0 }),
    sha256: text({ required: true, max: 64 }),
    key: text({ required: true, max: 32 }),
    entity: text({ max: 100 }),
    record: text({ max: 36, index: true }),
  },
})

/** A saved way of looking at an entity's records, as a list, a board, a calendar, a gantt, a tree, a chart or a pivot: one's own, a team's, or everyone's. */
export const View = defineEntity('core.view', {
  title: 'name',
  sort: ['name'],
  bin: false,
  fields: {
    name: text({ required: true, max: 80 }),
    entity: text({ required: true, max: 100, index: true }),
    kind: choice(['list', 'board', 'calendar', 'gantt', 'tree', 'chart', 'pivot'], { required: true, default: 'list' }),
    owner: reference('core.user', { default: '$me', readonly: true }),
    shared: boolean({ default: false }),
    team: reference('core.team', { onRemove: 'clear' }),
    firstOf: json({ label: 'First of', help: 'Roles that see it first.' }),
    pinned: boolean({ default: false, label: 'In the navigation' }),
    position: integer({ label: 'Its place among one’s own' }),
    definition: json({ required: true }),
  },
})

/** The values of a page of settings. */
export const Setting = defineEntity('core.setting', {
  title: 'name',
  steady: true,
  internal: true,
  bin: false,
  fields: { name: text({ required: true, max: 100, unique: true }), values: json({ required: true }) },
})

/** A message in the app for one person. */
export const Notification = defineEntity('core.notification', {
  title: 'text',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
    kind: choice(noticeKinds, { required: true, default: 'other' }),
    text: text({ required: true, max: 500 }),
    values: json(),
    about: json(),
    /** Of those with the same key only the newest is unread. */
    key: text({ max: 160, index: true }),
    readAt: datetime({ readonly: true }),
  },
})
