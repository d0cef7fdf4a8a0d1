import { formScreen, listScreen } from '@sangam/sdk'
import { Item, Unit } from './model.ts'

export const screens = [
  listScreen(Item, {
    menu: 'Items',
    icon: 'box',
    position: 10,
    columns: ['name', 'code', 'kind', 'category', 'unit', 'price', 'taxCategory', 'active'],
    views: [
      { label: 'Active', where: { active: true }, sort: ['name'] },
      { label: 'Goods', where: { kind: 'goods', active: true } },
      { label: 'Services', where: { kind: 'service', active: true } },
      { label: 'By category', where: { active: true }, group: ['category'], measures: ['count'] },
      { label: 'No longer sold', where: { active: false } },
    ],
  }),
  listScreen(Unit, { menu: 'Set-up', icon: 'ruler', position: 60, columns: ['name', 'code'] }),
  formScreen(Item, {
    sections: [
      { fields: [['name', 'code'], ['kind', 'category'], ['price', 'unit'], 'active', 'description'] },
      { label: 'Tax', fields: ['taxCategory', 'taxCodes'] },
      { label: 'Units', fields: ['conversions'] },
    ],
  }),
  formScreen(Unit, { sections: [{ fields: [['name', 'code']] }] }),
]
