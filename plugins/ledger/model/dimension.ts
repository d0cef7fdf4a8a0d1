import { Party } from '@sangam/plugin-parties/model'
import { boolean, choices, date, decimal, defineEntity, parent, reference, text } from '@sangam/sdk'
import { Account, accountTypes } from './account.ts'

/** While it is used: from a day, until a day, and at all. */
const used = {
  from: date({ label: 'Used from' }),
  until: date({ label: 'Used until' }),
  active: boolean({ required: true, default: true }),
}

/** A part of the business that is asked what it earns and costs: a department, a shop, a machine. */
export const CostCentre = defineEntity('ledger.costCentre', {
  title: 'name',
  label: 'Cost centre',
  description: 'A part of the business that is asked what it earns and costs.',
  sort: ['code', 'name'],
  steady: true,
  fields: {
    name: text({ required: true, max: 120 }),
    code: text({ max: 20, search: true, index: true }),
    above: parent('ledger.costCentre', { label: 'Part of', help: 'In reports that one holds what all below it come to.' }),
    ...used,
  },
})

/** Work that begins and ends, and is asked what it earns and costs. */
export const Project = defineEntity('ledger.project', {
  title: 'name',
  label: 'Project',
  description: 'Work that begins and ends, and is asked what it earns and costs.',
  sort: ['code', 'name'],
  steady: true,
  fields: {
    name: text({ required: true, max: 120 }),
    code: text({ max: 20, search: true, index: true }),
    customer: reference(Party),
    ...used,
  },
})

/** The fields of a line that the plugin itself brings for dimensions; more are added by administrators and by other plugins. */
export const dimensionFields = { costCentre: reference(CostCentre), project: reference(Project) }

/**
 * By what else than accounts the books are divided. Its values are the records that a field of the entry line refers to: cost centres, projects, or whatever an administrator gives the
 * line a field for, such as branches or teams.
 */
export const Dimension = defineEntity('ledger.dimension', {
  title: 'name',
  label: 'Dimension',
  description: 'By what else than accounts the books are divided, such as cost centres, projects or branches.',
  sort: ['name'],
  unique: [['field']],
  steady: true,
  keep: { years: 8 },
  fields: {
    name: text({ required: true, max: 60, help: 'As the field of the entry line is called that tells it.' }),
    field: text({ readonly: true, max: 60, label: 'Field of the line' }),
    requiredFor: choices(accountTypes, { label: 'Asked for on', help: 'Lines on accounts of these types are not posted without it.' }),
    active: boolean({ required: true, default: true, help: 'Off, what is posted from then on is not divided by it.' }),
  },
})

/** What a posted line tells of one dimension: made as its entry is posted, and held with it. */
export const DimensionLine = defineEntity('ledger.dimensionLine', {
  title: 'account',
  label: 'Dimension of a line',
  plural: 'Dimensions of lines',
  fields: {
    entry: reference('ledger.entry', { required: true, onRemove: 'cascade' }),
    line: text({ required: true, max: 40, label: 'Line' }),
    account: reference(Account, { required: true }),
    dimension: reference(Dimension, { required: true }),
    value: text({ required: true, max: 40, label: 'Value of the dimension' }),
    debit: decimal({ digits: 3, required: true, default: '0' }),
    credit: decimal({ digits: 3, required: true, default: '0' }),
    base: decimal({ digits: 3, required: true, default: '0' }),
  },
})

/** What an account comes to on a day by one dimension: kept by the database as entries are posted. */
export const DimensionBalance = defineEntity('ledger.dimensionBalance', {
  title: 'account',
  label: 'Balance by dimension',
  plural: 'Balances by dimension',
  description: 'What accounts come to by one dimension, day by day, kept up as entries are posted.',
  bin: false,
  sort: ['-day'],
  fields: {
    account: reference(Account, { required: true }),
    dimension: reference(Dimension, { required: true }),
    value: text({ required: true, max: 40, label: 'Value of the dimension' }),
    company: reference('core.company', { index: true }),
    day: date({ required: true }),
    kind: text(),
    debit: decimal({ digits: 3 }),
    credit: decimal({ digits: 3 }),
    base: decimal({ digits: 3 }),
  },
})
