import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { mailHref, phoneHref, whatsappHref } from '../../fields/contact.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'

/** One tap to reach the people behind a record. */
export function reach(shape: EntityMeta, saved: { readonly [field: string]: Json }): TemplateResult | typeof nothing {
  const ways = Object.values(shape.fields).flatMap(field => waysOf(field, saved[field.name] ?? null))
  return ways.length === 0
    ? nothing
    : html`<div class="reach" style="margin-block-end:14px">${ways.slice(0, 6).map(way => html`<a href=${way.href} target=${way.href.startsWith('http') ? '_blank' : nothing} rel="noopener noreferrer"><sangam-icon name=${way.icon}></sangam-icon>${way.label}</a>`)}</div>`
}

type Way = { readonly href: string; readonly icon: string; readonly label: string }

function waysOf(field: FieldMeta, value: Json): readonly Way[] {
  if (field.type === 'lines' && Array.isArray(value))
    return (value as readonly { readonly [name: string]: Json }[]).flatMap(line => waysOfLine(field.to ?? '', line))
  if (typeof value !== 'string' || value === '') return []
  if (field.format === 'phone') return phone(value)
  return field.format === 'email' ? mail(value) : []
}

/** A line says by its fields' formats, or by a word such as "mobile" beside the number, how to reach someone. */
function waysOfLine(entity: string, line: { readonly [name: string]: Json }): readonly Way[] {
  const fields = Object.values(entityMeta(entity)?.fields ?? {})
  const kinds = fields.filter(field => field.type === 'choice').map(field => String(line[field.name] ?? ''))
  const told = fields.flatMap(field => waysOf(field, field.type === 'lines' ? null : (line[field.name] ?? null)))
  const value = line.value
  if (told.length > 0 || typeof value !== 'string') return told
  if (kinds.some(kind => ['phone', 'mobile', 'whatsapp'].includes(kind))) return phone(value)
  return kinds.some(kind => ['email', 'mail'].includes(kind)) ? mail(value) : []
}

function phone(number: string): readonly Way[] {
  const chat = whatsappHref(number)
  return [{ href: phoneHref(number), icon: 'phone', label: number }, ...(chat ? [{ href: chat, icon: 'send', label: 'WhatsApp' }] : [])]
}

function mail(address: string): readonly Way[] {
  return [{ href: mailHref(address), icon: 'mail', label: address }]
}

/** When it was made and last changed. */
export function stamp(saved: { readonly [field: string]: Json }): TemplateResult | typeof nothing {
  if (typeof saved.updatedAt !== 'string' || typeof saved.createdAt !== 'string') return nothing
  return html`<p class="stamp">${t('Created {created}, last changed {changed}', { created: formatInstant(saved.createdAt), changed: formatRelative(saved.updatedAt) })}</p>`
}
