import type { EntityMeta, HistoryEntry } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { dayOf, formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/menu.ts'
import '../../ui/small.ts'
import { cameAbout, changeStyles, changesOf, said, thenOf, versionMenu } from './changes.ts'

type Entry = HistoryEntry<Row>

/** Who changed what and when, from the newest. Reads itself anew when `version` moves. */
class SgHistory extends LitElement {
  static override properties = {
    entity: {},
    record: {},
    version: { type: Number },
    asOf: {},
    fixed: { type: Boolean },
    entries: { state: true },
    error: { state: true },
    open: { state: true },
  }
  declare entity: string
  declare record: string
  declare version: number
  /** The moment that is shown beside it; empty for the present one. In the past nothing is taken back. */
  declare asOf: string
  /** Nothing is taken back from here: the record lies in the bin. */
  declare fixed: boolean
  declare entries: readonly Entry[] | null
  declare error: unknown
  declare open: number

  constructor() {
    super()
    this.asOf = ''
    this.fixed = false
    this.entries = null
    this.error = null
    this.open = 30
  }

  static override styles = [
    base,
    changeStyles,
    css`
    :host { display: block; padding-block: 12px; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { position: relative; display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 10px; padding-block-end: 16px; }
    li:not(:last-child)::before { content: ''; position: absolute; inset-block: 28px 4px; inset-inline: 12.5px auto; inline-size: 1px; background: var(--sg-border); }
    b { font-weight: 550; } small { color: var(--sg-text-2); font-size: var(--sg-text-xs); display: block; }
    li[aria-current] b { color: var(--sg-accent-text); }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('record') || changed.has('version')) void this.#load()
  }

  protected override render(): unknown {
    if (this.error) return html`<sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>`
    const shape = entityMeta(this.entity)
    if (!this.entries || !shape) return html`<sangam-skeleton lines="4"></sangam-skeleton>`
    return html`<ol>${this.entries.slice(0, this.open).map(entry => this.#entry(shape, entry))}</ol>
      ${this.entries.length > this.open ? html`<sangam-button size="small" @click=${() => (this.open += 50)}>${t('Show older')}</sangam-button>` : nothing}`
  }

  #entry(shape: EntityMeta, entry: Entry): TemplateResult {
    const who = entry.by?.name ?? t('The system')
    const changes = changesOf(shape, entry)
    const looking = this.fixed || this.asOf !== ''
    const menu = looking ? [] : versionMenu(shape, this.record, entry, this.entries?.[0]?.version === entry.version, () => void this.#load())
    return html`<li aria-current=${entry === this.#shown() ? 'true' : nothing}><sangam-avatar name=${who} size="26"></sangam-avatar><div><b>${who}</b> ${said(entry)}<small><time title=${formatInstant(entry.at)}>${formatRelative(entry.at)}</time>${cameAbout(entry)}</small>
      ${changes.length > 0 ? html`<dl>${changes}</dl>` : nothing}</div>
      ${menu.length > 0 ? html`<sangam-menu end .items=${menu} label=${t('This version')}><sangam-button slot="opener" size="small" kind="quiet" icon="history" label=${t('This version')}></sangam-button></sangam-menu>` : nothing}
      ${looking && entry.verb !== 'remove' ? html`<sangam-button size="small" kind="quiet" icon="eye" label=${t('See it as it was')} href=${thenOf(shape, this.record, entry)}></sangam-button>` : nothing}</li>`
  }

  /** The change after which the record was as it is shown. */
  #shown(): Entry | undefined {
    const { asOf } = this
    return asOf === '' ? undefined : this.entries?.find(entry => (asOf.includes('T') ? Date.parse(entry.at) <= Date.parse(asOf) : dayOf(entry.at) <= asOf))
  }

  async #load(): Promise<void> {
    try {
      this.entries = await records.history(this.entity, this.record)
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-history', SgHistory)
