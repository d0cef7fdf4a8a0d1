import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../data/client.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'

/** Above the mail settings of a workspace: what goes through its server, and what through that of the installation. */
class SgMailRoads extends LitElement {
  static override properties = { from: { state: true }, notices: { state: true } }
  /** Unknown until it is answered. */
  declare from: string | null | undefined
  declare notices: boolean

  static override styles = [
    base,
    css`
    p { max-inline-size: 640px; margin-block-end: 16px; padding: 12px 14px; border-radius: 9px; background: var(--sg-surface-2); color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    if (this.from === undefined) return nothing
    return html`<p role="note">${
      this.from === null
        ? t(
            'All mail of this workspace goes through the server that you set here, links for signing in and invitations too: whoever reads its log can read them. Whoever runs the installation can set a server of its own for those.',
          )
        : t(
            'Links for signing in and invitations come from {from}, by the mail server of this installation, and never go through the server that you set here. All other mail of this workspace does.',
            { from: this.from },
          )
    }</p>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void ask<{ from: string | null; notices: boolean }>('/api/address')
      .then(({ from, notices }) => {
        this.notices = notices
        this.from = from
      })
      .catch(() => undefined)
  }
}
customElements.define('sangam-mail-roads', SgMailRoads)
