import { LateCharge, Reminder, ReminderHold, ReminderLevel, ReminderLine } from './model.ts'
import { reminding } from './server/reminding.ts'

/** What of the books is about reminding customers of what is late. */
export const reminderEntities = [ReminderLevel, Reminder, ReminderLine, ReminderHold, LateCharge]
export const reminders = reminding
