import { formScreen, listScreen } from '@sangam/sdk'
import { CostCentre, Dimension, Project } from '../model.ts'

export const dimensionScreens = [
  listScreen(CostCentre, {
    menu: 'Books',
    icon: 'group',
    position: 32,
    columns: ['code', 'name', 'above', 'from', 'until', 'active'],
    views: [{ label: 'As a tree', kind: 'tree', by: 'above', columns: ['code', 'active'], sort: ['code', 'name'] }],
  }),
  formScreen(CostCentre, { sections: [{ fields: [['name', 'code'], 'above', ['from', 'until'], 'active'] }] }),
  listScreen(Project, { menu: 'Books', icon: 'target', position: 33, columns: ['code', 'name', 'customer', 'from', 'until', 'active'] }),
  formScreen(Project, { sections: [{ fields: [['name', 'code'], 'customer', ['from', 'until'], 'active'] }] }),
  listScreen(Dimension, { menu: 'Set-up', icon: 'columns', position: 56, columns: ['name', 'requiredFor', 'active'] }),
  formScreen(Dimension, { sections: [{ fields: ['name', 'requiredFor', ['active', 'field']] }] }),
]
