import { t } from '../../shell/words.ts'
import type { OptionShape, TypeShape } from './shape.ts'

const digits: OptionShape = { name: 'digits', label: () => t('Digits after the point'), kind: 'integer' }

export const integer: TypeShape = {
  type: 'integer',
  label: () => t('Whole number'),
  about: () => t('How many: seats, employees, days.'),
  icon: 'chart',
  group: 'numbers',
  common: ['required', 'unique', 'default', 'index'],
  options: [
    { name: 'min', label: () => t('Smallest'), kind: 'integer' },
    { name: 'max', label: () => t('Largest'), kind: 'integer' },
  ],
}

export const decimal: TypeShape = {
  type: 'decimal',
  label: () => t('Decimal number'),
  about: () => t('Weights, lengths, rates: exact to the last digit.'),
  icon: 'chart',
  group: 'numbers',
  common: ['required', 'unique', 'default', 'index'],
  options: [digits, { name: 'min', label: () => t('Smallest'), kind: 'decimal' }, { name: 'max', label: () => t('Largest'), kind: 'decimal' }],
}

export const money: TypeShape = {
  type: 'money',
  label: () => t('Money'),
  about: () => t('An amount with its currency.'),
  icon: 'tag',
  group: 'numbers',
  common: ['required', 'default', 'index'],
  options: [{ name: 'min', label: () => t('Smallest amount'), kind: 'decimal' }, digits],
}
