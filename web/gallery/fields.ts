import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { fieldDisplay, fieldEditor } from '../fields/index.ts'
import type { State } from './states.ts'

const plain: Omit<FieldMeta, 'name' | 'type' | 'label'> = {
  help: null,
  required: false,
  readonly: false,
  default: null,
  operators: [],
  sortable: false,
  groupable: false,
}
const choices = {
  web: { label: 'Website', colour: 'blue' },
  fair: { label: 'Trade fair', colour: 'orange' },
  old: { label: 'An old customer', colour: 'green' },
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
    ['files', 'Drawings', []],
  ],
}

function fieldOf(type: string, label: string, more: Partial<FieldMeta> = {}): FieldMeta {
  return { ...plain, name: label.toLowerCase().replaceAll(/\W/g, ''), type, label, ...more }
}

/** The states of each field: empty, filled, locked, wrong, in a line of a table, shown. */
export const fieldStates: { readonly [group: string]: readonly State[] } = Object.fromEntries(
  Object.entries(groups).map(([group, fields]) => [
    group,
    fields.flatMap(([type, label, value, more]): readonly State[] => {
      const field = fieldOf(type, label, more)
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
