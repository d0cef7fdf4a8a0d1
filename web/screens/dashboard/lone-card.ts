import type { DashboardCard } from '@sangam/sdk'
import { css, html, LitElement } from 'lit'
import './card.ts'
import { sizeOf } from './cards.ts'

/** A card of a dashboard on a plugin's own screen: as wide as there is room, as high as it would be on the board. */
class SgLoneCard extends LitElement {
  static override properties = { card: { attribute: false } }
  static override styles = css`
    :host { display: block; min-inline-size: 0; block-size: calc(var(--rows) * 76px - 16px); }
  `
  declare card: DashboardCard

  constructor() {
    super()
    this.card = { kind: 'tasks' }
  }

  protected override render(): unknown {
    return html`<sangam-dashboard-card .card=${this.card}></sangam-dashboard-card>`
  }

  protected override willUpdate(): void {
    this.style.setProperty('--rows', String(sizeOf(this.card).height))
  }
}
customElements.define('sangam-lone-card', SgLoneCard)
