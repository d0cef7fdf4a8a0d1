import { boolean, choice, date, defineEntity, integer, lines, money, reference, text } from '@sangam/sdk'

export const Unit = defineEntity('items.unit', {
  title: 'name',
  description: 'In what things are counted, weighed and measured.',
  sort: ['name'],
  external: 'code',
  steady: true,
  fields: {
    name: text({ required: true, max: 60 }),
    code: text({ required: true, max: 10, unique: true, search: true, help: 'As on GST returns, such as NOS or KGS.' }),
  },
})

/** How much of an item's own unit another unit is: exact, as a fraction. */
export const Conversion = defineEntity('items.conversion', {
  title: 'unit',
  unique: [['item', 'unit']],
  fields: {
    item: reference('items.item', { required: true, onRemove: 'cascade' }),
    unit: reference(Unit, { required: true }),
    numerator: integer({ label: 'Holds', required: true, default: 1, min: 1, help: 'One of this unit holds so many of the item’s own, …' }),
    denominator: integer({
      label: 'Divided by',
      required: true,
      default: 1,
      min: 1,
      help: '… divided by this. A box of 12: 12 and 1. A gram, where the item is kept in kilograms: 1 and 1000.',
    }),
  },
})

/** The code under which a tax law lists an item, from one day to another. */
export const TaxCode = defineEntity('items.taxCode', {
  title: 'code',
  fields: {
    item: reference('items.item', { required: true, onRemove: 'cascade' }),
    code: text({ label: 'HSN or SAC', required: true, max: 8, help: 'Four, six or eight digits.' }),
    validFrom: date({ label: 'Valid from' }),
    validTo: date({ label: 'Valid to' }),
  },
})

/** Something bought, made or sold. */
export const Item = defineEntity('items.item', {
  title: 'name',
  description: 'Goods and services that are bought, made or sold.',
  sort: ['name'],
  duplicates: ['name'],
  external: 'code',
  activities: true,
  fields: {
    name: text({ required: true, max: 200 }),
    code: text({ max: 60, unique: true, search: true, help: 'Its number in your catalogue; an import updates by it.' }),
    kind: choice({ goods: { label: 'Goods', colour: 'teal' }, service: { label: 'Service', colour: 'purple' } }, { required: true, default: 'goods' }),
    category: text({ max: 100, index: true, help: 'The series or family it belongs to.' }),
    unit: reference(Unit),
    price: money({ label: 'Sales price', min: '0' }),
    taxCategory: choice(
      {
        standard: { label: 'Standard rate' },
        merit: { label: 'Merit rate' },
        demerit: { label: 'Demerit rate' },
        nil: { label: 'Nil rated' },
        exempt: { label: 'Exempt' },
        outside: { label: 'Outside GST' },
      },
      { help: 'The rate of a day follows from it.' },
    ),
    active: boolean({ default: true, help: 'Off for what is no longer sold.' }),
    description: text({ multiline: true, max: 5000 }),
    conversions: lines(Conversion, 'item', { label: 'Other units' }),
    taxCodes: lines(TaxCode, 'item', { label: 'Tax codes' }),
  },
})
