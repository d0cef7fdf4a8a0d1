import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'

export function mostStars(field: FieldMeta): number {
  return Number(field.max ?? 5)
}

/** A rating as stars, said in words to who can't see them. */
export function stars(field: FieldMeta, value: Json): TemplateResult | string {
  if (typeof value !== 'number') return ''
  const most = mostStars(field)
  const said = t('{count} of {most} stars', { count: formatNumber(value), most: formatNumber(most) })
  return html`<span role="img" aria-label=${said} title=${said} style="letter-spacing:1px;color:var(--sg-accent-text)">${'★'.repeat(Math.min(value, most))}<span style="color:var(--sg-text-2)">${'☆'.repeat(Math.max(0, most - value))}</span></span>`
}
