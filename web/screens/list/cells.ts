import type { FieldMeta, Json, Money } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { fieldAt } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { addressLine } from '../../fields/address-line.ts'
import '../../fields/file-chip.ts'
import { wordsIn } from '../../fields/html.ts'
import { displayNumber } from '../../fields/number-text.ts'
import { stars } from '../../fields/stars.ts'
import { apart } from '../../shell/direction.ts'
import { formatDate, formatDuration, formatInstant, formatMoney, formatRelative, formatTime } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'

/** One value in a line of a list: short, one line, one or two nodes, because there are hundreds of them. */
export function cellOf(entity: string, path: string, row: Row): TemplateResult | string {
  const field = fieldAt(entity, path)
  if (!field) return ''
  if (field.type === 'references') return titlesText(row[`${path}.$title`])
  if (field.type === 'oneOf') return row[path] === null ? '' : textOf(row[`${path}.$title`] ?? t('Not visible to you'))
  if (field.type === 'reference') return textOf(row[`${path}.$title`] ?? null)
  return shown(field, row[path] ?? null)
}

/** The titles of several records; those out of sight are counted and not named. */
function titlesText(titles: Json | undefined): string {
  if (!Array.isArray(titles)) return ''
  const named = titles.filter(title => typeof title === 'string').map(apart)
  const hidden = titles.length - named.length
  const more =
    hidden === 0 ? [] : [named.length === 0 ? t('{count} not visible to you', { count: hidden }) : t('and {count} not visible to you', { count: hidden })]
  return [named.join(', '), ...more].filter(Boolean).join(' ')
}

/** A value of a field as it stands in a line; also the heading of a group. */
export function shown(field: FieldMeta, value: Json): TemplateResult | string {
  if (value === null || value === '') return ''
  switch (field.type) {
    case 'choice':
    case 'flow': {
      const one = optionsOf(field)[String(value)]
      return html`<sangam-badge colour=${one?.colour ?? 'grey'}>${optionLabel(field, String(value))}</sangam-badge>`
    }
    case 'choices':
      return html`${(value as readonly string[]).map(word => html`<sangam-badge colour=${optionsOf(field)[word]?.colour ?? 'grey'}>${optionLabel(field, word)}</sangam-badge>`)}`
    case 'money':
      return formatMoney(value as unknown as Money)
    case 'decimal':
    case 'percent':
    case 'integer':
      return displayNumber(field, value)
    case 'time':
      return formatTime(String(value))
    case 'duration':
      return formatDuration(Number(value))
    case 'file':
    case 'image':
    case 'files':
      return html`${(Array.isArray(value) ? value : [value]).map(id => html`<sangam-file-chip style="--sg-picture:26px" file=${String(id)} ?picture=${field.type === 'image'}></sangam-file-chip> `)}`
    case 'richText':
      return wordsIn(String(value)).slice(0, 200)
    case 'address':
      return addressLine(value)
    case 'rating':
      return stars(field, value)
    case 'emails':
    case 'phones':
    case 'urls':
      return (value as readonly string[]).map(apart).join(', ')
    case 'date':
      return formatDate(String(value))
    case 'datetime':
      return html`<time title=${formatInstant(String(value))}>${formatRelative(String(value))}</time>`
    case 'boolean':
      return value === true ? html`<sangam-icon name="check" label=${t('Yes')}></sangam-icon>` : ''
    default:
      return textOf(value)
  }
}

/** The options of a choice, or the states of a flow. */
export function optionsOf(field: FieldMeta): {
  readonly [value: string]: {
    readonly label?: string
    readonly colour?: 'grey' | 'blue' | 'teal' | 'green' | 'yellow' | 'orange' | 'red' | 'purple'
    readonly retired?: boolean
  }
} {
  return field.choices ?? field.states ?? {}
}

export function optionLabel(field: FieldMeta, value: string): string {
  return called(optionsOf(field)[value]?.label ?? humane(value))
}

export function isRight(field: FieldMeta | undefined): boolean {
  return field !== undefined && ['money', 'decimal', 'percent', 'integer', 'duration', 'time'].includes(field.type)
}

/** A figure that says by itself what it is: an amount of money, a share, a time. A bare number needs its name beside it. */
export function tellsItself(field: FieldMeta | undefined): boolean {
  return field !== undefined && ['money', 'percent', 'duration', 'time'].includes(field.type)
}

function textOf(value: Json): string {
  return value === null ? '' : apart(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function humane(value: string): string {
  const words = value
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
