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

export const references: TypeShape = {
  type: 'references',
  label: () => t('Links to several records'),
  about: () => t('The people on a project, the products of a campaign: any number, in an order.'),
  icon: 'link',
  group: 'links',
  common: ['required'],
  options: [
    { name: 'to', label: () => t('Links to'), kind: 'entity', required: true },
    { name: 'max', label: () => t('At most so many'), kind: 'integer' },
    {
      name: 'onRemove',
      label: () => t('When one of them is removed'),
      kind: 'pick',
      picks: () => [
        ['', t('it can’t be, while this points to it')],
        ['clear', t('it is taken out of the list')],
      ],
    },
  ],
}

export const oneOf: TypeShape = {
  type: 'oneOf',
  label: () => t('Link to one of several lists'),
  about: () => t('A complaint about an order or a delivery: one record, of whichever list.'),
  icon: 'link',
  group: 'links',
  common: ['required'],
  options: [
    { name: 'targets', label: () => t('Links to'), help: () => t('Two lists at least.'), kind: 'entities', required: true },
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
}
