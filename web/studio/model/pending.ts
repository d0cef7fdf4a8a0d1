import { html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import type { Pending } from './shown.ts'

/** Says that something is only in the draft. */
export function pendingBadge(pending: Pending): TemplateResult | typeof nothing {
  if (pending === null) return nothing
  return pending === 'new'
    ? html`<sangam-badge colour="yellow">${t('new in the draft')}</sangam-badge>`
    : html`<sangam-badge colour="yellow">${t('changed in the draft')}</sangam-badge>`
}
