import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { mailHref, phoneHref, whatsappHref } from '../../fields/contact.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'

/** One tap to reach the people behind a record. */
export function reach(shape: EntityMeta, saved: { readonly [field: string]: Json }): TemplateResult | typeof nothing {
  const ways = Object.values(shape.fields).flatMap(field => waysOf(field, saved[field.name] ?? null))
  return ways.length === 0 ? nothing : html`<div class="reach" style="margin-block-end:14px">${ways.slice(0, 6).map(way => html`<a href=${way.href} target=${way.href.startsWith('http') ? '_blank' : nothing} rel="noopener noreferrer"><sg-icon name=${way.icon}></sg-icon>${way.label}</a>`)}</div>`
}

function waysOf(field: FieldMeta, value: Json): readonly { readonly href: string; readonly icon: string; readonly label: string }[] {
  if (typeof value !== 'string' || value === '') return []
  if (field.format === 'phone') return [{ href: phoneHref(value), icon: 'phone', label: value }, { href: whatsappHref(value), icon: 'send', label: 'WhatsApp' }]
  return field.format === 'email' ? [{ href: mailHref(value), icon: 'mail', label: value }] : []
}

/** When it was made and last changed. */
export function stamp(saved: { readonly [field: string]: Json }): TemplateResult | typeof nothing {
  if (typeof saved.updatedAt !== 'string' || typeof saved.createdAt !== 'string') return nothing
  return html`<p class="stamp">${t('Created {created}, last changed {changed}', { created: formatInstant(saved.createdAt), changed: formatRelative(saved.updatedAt) })}</p>`
}
