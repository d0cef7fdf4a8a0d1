import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { asked } from '../fields/asked.ts'
import { rememberFile } from '../fields/file-names.ts'
import { fieldDisplay, fieldEditor } from '../fields/index.ts'
import { rememberTitle } from '../fields/titles.ts'
import type { State } from './states.ts'

const choices = {
  web: { label: 'Website', colour: 'blue' },
  fair: { label: 'Trade fair', colour: 'orange' },
  old: { label: 'An old customer', colour: 'green' },
} as const

/** What the fields of the gallery point to, as somebody who is signed in would see it. */
const entity = (name: string, label: string, plural: string, fields: readonly FieldMeta[], linesOf: EntityMeta['linesOf'] = null): EntityMeta => ({
  ...{ name, plugin: 'demo', label, plural, description: null, title: fields[0]?.name ?? '', sort: [], rules: [], actions: [], documents: [] },
  ...{ verbs: ['read'], activities: false, duplicates: [], trial: false, bin: false, external: null, linesOf },
  fields: Object.fromEntries(fields.map(field => [field.name, field])),
})
export const entities: { readonly [name: string]: EntityMeta } = {
  'demo.party': entity('demo.party', 'Customer', 'Customers', [asked('name', 'text', 'Name')]),
  'demo.part': entity(
    'demo.part',
    'Part',
    'Parts',
    [
      asked('what', 'text', 'What', { required: true }),
      asked('quantity', 'decimal', 'Quantity'),
      asked('price', 'money', 'Price'),
      asked('order', 'reference', 'Order', { to: 'demo.party' }),
    ],
    { entity: 'demo.party', by: 'order' },
  ),
}
rememberTitle('demo.party', '1', 'Indore Cold Store')
rememberTitle('demo.party', '2', 'Gupta Mills')
rememberFile({ id: '1', name: 'Roof, from the south.pdf', type: 'application/pdf', bytes: 482_100 })
rememberFile({ id: '2', name: 'Battery.pdf', type: 'application/pdf', bytes: 48_000 })

const states = {
  open: { label: 'Open', colour: 'blue', to: { won: { label: 'Win' }, lost: { label: 'Lose' } } },
  won: { label: 'Won', colour: 'green', to: [] },
  lost: { label: 'Lost', colour: 'red', to: [] },
} as const

/** A field of each type with a value, by what they have in common. */
const groups: { readonly [group: string]: readonly (readonly [type: string, label: string, value: Json, more?: Partial<FieldMeta>])[] } = {
  Words: [
    ['text', 'Title', 'Cold store, Indore', { required: true, help: 'What it is about.' }],
    ['text', 'Note', 'They have asked twice.\nThe roof faces south.', { multiline: true }],
    ['richText', 'Letter', '<p>Dear <strong>Asha</strong>,</p><ul><li>forty kilowatts</li></ul>'],
    ['emails', 'E-mails', ['asha@example.com', 'office@example.com']],
    ['phones', 'Phones', ['+91 98200 12345']],
    ['urls', 'Pages', ['https://example.com']],
    ['address', 'Address', { lines: '12 Mill Road', city: 'Indore', state: 'MP', postcode: '452001', country: 'IN' }],
  ],
  Numbers: [
    ['integer', 'Seats', 12],
    ['decimal', 'Capacity', '40.5', { digits: 2 }],
    ['percent', 'Chance', '60'],
    ['money', 'Value', { amount: '482100', currency: 'INR' }],
    ['duration', 'Visit', 5400],
    ['rating', 'Interest', 4, { max: 5 }],
    ['series', 'Number', 'Q-0042'],
  ],
  'Days and times': [
    ['date', 'Closes on', '2026-11-26'],
    ['datetime', 'Visit', '2026-11-26T10:30:00.000Z'],
    ['time', 'From', '09:30'],
  ],
  'Choices and records': [
    ['boolean', 'Wants a battery', true],
    ['choice', 'Source', 'web', { choices }],
    ['choices', 'Tags', ['fair', 'old'], { choices }],
    ['reference', 'Customer', '1', { to: 'demo.party' }],
    ['references', 'Partners', ['1', '2'], { to: 'demo.party' }],
    ['oneOf', 'Paid by', { entity: 'demo.party', id: '2' }, { targets: ['demo.party', 'demo.part'] }],
    ['flow', 'Way', 'open', { states, default: 'open' }],
  ],
  'Files and what holds several': [
    ['file', 'Drawing', '1'],
    ['files', 'Drawings', ['1', '2']],
    ['json', 'From the machine', { volts: 415, phases: ['R', 'Y', 'B'] }],
    [
      'lines',
      'Parts',
      [
        { what: 'Panel', quantity: '40', price: { amount: '9200', currency: 'INR' } },
        { what: 'Battery', quantity: '1', price: { amount: '114000', currency: 'INR' } },
      ],
      { to: 'demo.part', by: 'order' },
    ],
  ],
}

/** The states of each field: empty, filled, locked, wrong, in a line of a table, shown. */
export const fieldStates: { readonly [group: string]: readonly State[] } = Object.fromEntries(
  Object.entries(groups).map(([group, fields]) => [
    group,
    fields.flatMap(([type, label, value, more]): readonly State[] => {
      const field = asked(label.toLowerCase().replaceAll(/\W/g, ''), type, label, more)
      const record = { [`${field.name}.$title`]: 'Indore Cold Store', [field.name]: value }
      const draw = (what: Json, options: object): TemplateResult => fieldEditor(field, what, { record, ...options })
      return [
        { label: `${type}, empty`, drawn: draw(Array.isArray(value) ? [] : null, {}) },
        { label: `${type}, filled`, drawn: draw(value, {}) },
        { label: `${type}, read-only`, drawn: draw(value, { readonly: true }) },
        { label: `${type}, wrong`, drawn: draw(value, { invalid: 'That can’t be.' }) },
        { label: `${type}, in a line`, drawn: draw(value, { compact: true }) },
        { label: `${type}, shown`, drawn: html`<span>${fieldDisplay(field, value, record)}</span>` },
      ]
    }),
  ]),
)
