import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const percent: TypeShape = {
  type: 'percent',
  label: () => t('Per cent'),
  about: () => t('A discount, a chance, a growth: a share of a hundred.'),
  icon: 'chart',
  group: 'numbers',
  common: ['required', 'default', 'index'],
  options: [
    { name: 'digits', label: () => t('Digits after the point'), kind: 'integer' },
    { name: 'min', label: () => t('Smallest'), kind: 'decimal' },
    { name: 'max', label: () => t('Largest'), kind: 'decimal' },
  ],
}

export const duration: TypeShape = {
  type: 'duration',
  label: () => t('Duration'),
  about: () => t('How long something takes, typed as 1h 30m.'),
  icon: 'clock',
  group: 'time',
  common: ['required', 'default', 'index'],
  options: [],
}

export const time: TypeShape = {
  type: 'time',
  label: () => t('Time of day'),
  about: () => t('When a shop opens: 9:30 on any day.'),
  icon: 'clock',
  group: 'time',
  common: ['required', 'default', 'index'],
  options: [],
}

export const rating: TypeShape = {
  type: 'rating',
  label: () => t('Rating'),
  about: () => t('Stars, five unless you say otherwise.'),
  icon: 'star',
  group: 'numbers',
  common: ['required', 'default', 'index'],
  options: [{ name: 'max', label: () => t('Most stars'), kind: 'integer' }],
}
