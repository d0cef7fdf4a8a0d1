import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const richText: TypeShape = {
  type: 'richText',
  label: () => t('Formatted text'),
  about: () => t('Terms, a description: with headings, lists and links.'),
  icon: 'edit',
  group: 'words',
  common: ['required', 'default'],
  options: [{ name: 'max', label: () => t('Most characters'), kind: 'integer' }],
}

export const address: TypeShape = {
  type: 'address',
  label: () => t('Postal address'),
  about: () => t('Street, city, state, postcode and country, each to be filtered by.'),
  icon: 'pin',
  group: 'words',
  common: ['required'],
  options: [],
}

export const emails: TypeShape = {
  type: 'emails',
  label: () => t('E-mail addresses'),
  about: () => t('Several, the first is the primary one.'),
  icon: 'mail',
  group: 'words',
  common: ['required'],
  options: [],
}

export const phones: TypeShape = { ...emails, type: 'phones', label: () => t('Phone numbers'), icon: 'phone' }

export const urls: TypeShape = { ...emails, type: 'urls', label: () => t('Web addresses'), icon: 'open' }
