import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const boolean: TypeShape = {
  type: 'boolean',
  label: () => t('Yes or no'),
  about: () => t('A box to tick.'),
  icon: 'check',
  group: 'choices',
  common: ['default', 'index'],
  options: [],
  start: { default: false },
}

export const date: TypeShape = {
  type: 'date',
  label: () => t('Date'),
  about: () => t('A day of the calendar, the same for everyone.'),
  icon: 'calendar',
  group: 'time',
  common: ['required', 'unique', 'default', 'index'],
  options: [],
  fillIns: () => [['$today', t('the day it is made')]],
}

export const datetime: TypeShape = {
  type: 'datetime',
  label: () => t('Date and time'),
  about: () => t('A moment, shown in each person’s own time.'),
  icon: 'clock',
  group: 'time',
  common: ['required', 'default', 'index'],
  options: [],
  fillIns: () => [['$now', t('the moment it is made')]],
}

export const series: TypeShape = {
  type: 'series',
  label: () => t('Running number'),
  about: () => t('Given by itself, without gaps: INV-2027-0041.'),
  icon: 'sort',
  group: 'words',
  common: [],
  start: { pattern: '{0000}' },
  options: [
    {
      name: 'pattern',
      label: () => t('Pattern'),
      help: () =>
        t('Zeros in braces count up; yyyy, mm, fy and company in braces stand for year, month, fiscal year and the company’s short code. A counter is needed.'),
      kind: 'text',
      required: true,
    },
    { name: 'max', label: () => t('Most characters'), help: () => t('Empty: 60. A GST invoice may have 16.'), kind: 'integer' },
  ],
}

export const json: TypeShape = {
  type: 'json',
  label: () => t('Structured data'),
  about: () => t('What another program writes and reads.'),
  icon: 'box',
  group: 'more',
  common: ['required'],
  options: [],
}
