import { css, html, LitElement } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'

/** Says that a set is being applied. */
class SgApplyProgress extends LitElement {
  static override styles = [
    base,
    css`p { display: flex; gap: 10px; align-items: center; padding: 12px 16px; margin-block-end: 14px; border-radius: var(--sg-radius-lg); background: var(--sg-accent-soft); } i { inline-size: 16px; block-size: 16px; border: 2px solid currentcolor; border-inline-end-color: transparent; border-radius: 50%; animation: spin 700ms linear infinite; } @keyframes spin { to { rotate: 1turn; } }`,
  ]

  protected override render(): unknown {
    return html`<p role="status"><i></i>${t('It is being applied. Everyone goes on working; you may leave this page.')}</p>`
  }
}
customElements.define('sg-apply-progress', SgApplyProgress)
