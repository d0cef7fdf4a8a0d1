import { boolean, choice, choices, datetime, defineAction, defineEntity, integer, json, reference, references, text, time } from '@sangam/sdk'

/** What someone sees in a list, sent by mail on a schedule: to themselves and to colleagues, to each what they may see. */
export const ScheduledReport = defineEntity('core.scheduledReport', {
  title: 'name',
  label: 'Report by mail',
  plural: 'Reports by mail',
  description: 'A list that comes by mail on a schedule, to each reader as they may see it.',
  sort: ['name'],
  bin: false,
  fields: {
    name: text({ required: true, max: 120 }),
    owner: reference('core.user', { default: '$me', readonly: true, onRemove: 'cascade' }),
    entity: text({ required: true, max: 100, index: true, label: 'List' }),
    definition: json({ required: true, label: 'What it shows' }),
    format: choice({ pdf: { label: 'PDF' }, xlsx: { label: 'XLSX' }, csv: { label: 'CSV' } }, { required: true, default: 'pdf' }),
    every: choice(
      {
        workday: { label: 'Each working day, Monday to Friday' },
        week: { label: 'On days of the week' },
        month: { label: 'Each month on a day' },
        monthEnd: { label: 'Each month on its last day' },
      },
      { required: true, default: 'workday', label: 'When' },
    ),
    weekdays: choices(
      {
        mon: { label: 'Monday' },
        tue: { label: 'Tuesday' },
        wed: { label: 'Wednesday' },
        thu: { label: 'Thursday' },
        fri: { label: 'Friday' },
        sat: { label: 'Saturday' },
        sun: { label: 'Sunday' },
      },
      { label: 'Days of the week' },
    ),
    monthDay: integer({ min: 1, max: 31, label: 'Day of the month', help: 'In a shorter month it comes on the last day.' }),
    time: time({ required: true, default: '09:00' }),
    zone: text({ max: 60, label: 'Time zone', help: 'Such as Asia/Kolkata. Empty: that of your company.' }),
    recipients: references('core.user', { max: 50, onRemove: 'clear', label: 'Also to', help: 'Each gets what they may see.' }),
    skipEmpty: boolean({ default: false, label: 'Send nothing when there is nothing in it' }),
    active: boolean({ default: true }),
    stopped: choice(
      {
        left: { label: 'Whoever set it up may not sign in any more.' },
        forbidden: { label: 'The list is not there any more, or whoever set it up may not export it.' },
        others: { label: 'Whoever set it up may not have reports sent to others any more.' },
        failed: { label: 'It failed five times, one after another. Mend what it says, then resume it.' },
      },
      { readonly: true, label: 'Stopped because' },
    ),
    nextAt: datetime({ readonly: true, index: true, label: 'Next time' }),
    lastAt: datetime({ readonly: true, label: 'Last time' }),
    lastOutcome: choice(
      {
        sending: { label: 'On its way' },
        retrying: { label: 'Not sent yet; it is tried again' },
        sent: { label: 'Sent', colour: 'green' },
        partly: { label: 'Not sent to everyone', colour: 'orange' },
        empty: { label: 'There was nothing in it for whoever set it up' },
        failed: { label: 'Not sent', colour: 'red' },
      },
      { readonly: true, label: 'Last outcome' },
    ),
    lastSaid: text({ max: 500, readonly: true, label: 'What went wrong' }),
    failures: integer({ default: 0, readonly: true, label: 'Failures in a row' }),
  },
  rules: [
    { require: ['weekdays'], when: { every: 'week' }, because: 'Choose the days of the week on which it comes.' },
    { require: ['monthDay'], when: { every: 'month' }, because: 'Say on which day of the month it comes, from 1 to 31.' },
  ],
})

/** Sends it at once, whatever its schedule says. */
export const sendReportNow = defineAction(ScheduledReport, 'sendNow', { label: 'Send now' })

/** Takes the caller out of those whom it goes to. */
export const leaveReport = defineAction(ScheduledReport, 'leave', { label: 'Get it no more' })
