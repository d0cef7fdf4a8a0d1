import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const reference: TypeShape = {
  type: 'reference',
  label: () => t('Link to a record'),
  about: () => t('A customer, a person, a product: one record of another list.'),
  icon: 'link',
  group: 'links',
  common: ['required', 'unique', 'default'],
  options: [
    { name: 'to', label: () => t('Links to'), kind: 'entity', required: true },
    {
      name: 'tree',
      label: () => t('What it stands below'),
      help: () => t('Only where it links to its own list: departments, categories. Nothing can stand below itself.'),
      kind: 'flag',
    },
    {
      name: 'onRemove',
      label: () => t('When that record is removed'),
      kind: 'pick',
      picks: () => [
        ['', t('it can’t be, while this points to it')],
        ['clear', t('this is emptied')],
        ['cascade', t('this record is removed too')],
      ],
    },
  ],
  fillIns: () => [['$me', t('whoever makes it')]],
}
