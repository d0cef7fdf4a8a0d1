import { boolean, choice, defineEntity, lines, reference, text } from '@sangam/sdk'
import { Company } from './organisation.ts'

export const Role = defineEntity('core.role', {
  title: 'label',
  description: 'What people of a kind may see and do. Plugins bring roles; people are given them.',
  sort: ['label'],
  external: 'name',
  fields: {
    name: text({ required: true, max: 100, unique: true, readonly: true }),
    label: text({ required: true, max: 100, readonly: true }),
    description: text({ max: 500, readonly: true }),
    plugin: text({ required: true, max: 40, readonly: true }),
  },
})

export const UserRole = defineEntity('core.userRole', {
  title: 'role',
  unique: [['user', 'role']],
  fields: {
    user: reference('core.user', { required: true, onRemove: 'cascade' }),
    role: reference(Role, { required: true, onRemove: 'cascade' }),
  },
})

/** A person of a workspace. Those without an account can't sign in: owners of imported records, people who left. */
export const User = defineEntity('core.user', {
  title: 'name',
  description: 'Someone who works here. Without an account a user can’t sign in and can still own records.',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 120 }),
    email: text({ format: 'email', unique: true }),
    locale: choice({ en: { label: 'English' }, hi: { label: 'हिन्दी' } }, { required: true, default: 'en', label: 'Language' }),
    zone: text({ max: 60, label: 'Time zone', help: 'Such as Asia/Kolkata. Empty: that of the company.' }),
    numberFormat: choice(
      {
        indian: { label: '1,00,000.00 (Indian)' },
        international: { label: '100,000.00 (international)' },
        european: { label: '100.000,00 (European)' },
        space: { label: '100 000,00 (with spaces)' },
      },
      { label: 'Numbers', help: 'Empty: as is usual where the company is.' },
    ),
    dateFormat: choice(
      {
        dashes: { label: '26-11-2026' },
        slashes: { label: '26/11/2026 (day first)' },
        dots: { label: '26.11.2026' },
        american: { label: '11/26/2026 (month first)' },
        iso: { label: '2026-11-26' },
        words: { label: '26 Nov 2026' },
      },
      { label: 'Dates', help: 'Empty: as is usual where the company is.' },
    ),
    hourFormat: choice({ h12: { label: '4:30 pm' }, h24: { label: '16:30' } }, { label: 'Time of the day', help: 'Empty: as is usual where the company is.' }),
    company: reference(Company),
    active: boolean({ default: true, readonly: true }),
    account: text({ max: 36, readonly: true }),
    roles: lines(UserRole, 'user', { readonly: true }),
  },
})

/** One record, opened to a user, a team or a role whose rows do not reach it. Made and ended by those who may share it. */
export const Share = defineEntity('core.share', {
  title: 'entity',
  internal: true,
  bin: false,
  fields: {
    entity: text({ required: true, max: 100 }),
    record: text({ required: true, max: 36, index: true }),
    user: reference(User, { onRemove: 'cascade' }),
    team: reference('core.team', { onRemove: 'cascade' }),
    role: reference(Role, { onRemove: 'cascade' }),
    may: choice({ read: { label: 'See' }, change: { label: 'See and change' } }, { required: true, default: 'read' }),
  },
})
