import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../shell/words.ts'

export const plainPageStyles = css`.plain { border: 1px solid var(--sg-warning); border-radius: 8px; padding: 10px 12px; margin: 0 0 16px; font-size: var(--sg-text-sm); color: var(--sg-text); }`

/** Where passwords are typed and the page is open on plain HTTP elsewhere than on this machine: what to do about it. */
export function plainPage(): TemplateResult | typeof nothing {
  if (window.isSecureContext) return nothing
  return html`<p class="plain" role="note">${t('This page is open without HTTPS: others on the network could read your password, and you may not stay signed in. Open the https:// address, or ask whoever runs the server to set SANGAM_URL; the operator’s guide tells how.')}</p>`
}
