import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const file: TypeShape = {
  type: 'file',
  label: () => t('File'),
  about: () => t('A contract, a drawing: one file, seen by who sees the record.'),
  icon: 'open',
  group: 'more',
  common: ['required'],
  options: [{ name: 'maxBytes', label: () => t('Most bytes'), kind: 'integer' }],
}

export const files: TypeShape = { ...file, type: 'files', label: () => t('Several files') }

export const image: TypeShape = { ...file, type: 'image', label: () => t('Picture'), about: () => t('A photo, shown where it stands.') }
