import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { Listing } from '../../data/listing.ts'
import { entityMeta } from '../../data/meta.ts'
import { optionOf } from '../../fields/options.ts'
import { formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { decide, handOver, type VerdictOn } from './decide.ts'

interface Waiting {
  readonly vote: string
  readonly entity: string
  readonly record: string
  readonly title: string
  readonly field: string
  readonly from: string
  readonly to: string
  readonly 'asker.name': string
  readonly comment: string | null
  readonly createdAt: string
}

/** All approvals that wait for oneself, oldest first. */
class SgApprovalsScreen extends LitElement {
  readonly #all = new Listing<Waiting>(this, '/api/approvals')

  static override styles = [
    base,
    css`
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } li { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; padding: 12px 16px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    li > div { flex: 1; min-inline-size: 200px; } @media (max-width: 600px) { li > div { flex-basis: 100%; } } small { display: block; color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    return html`<sg-page narrow heading=${t('Waiting for me')}><sg-problem .error=${error} retry @retry=${() => void this.#all.load()}></sg-problem>
      ${items === null ? (error ? nothing : html`<sg-skeleton lines="4"></sg-skeleton>`) : items.length === 0 ? html`<sg-empty icon="check" heading=${t('Nothing waits for you')} text=${t('When someone needs your approval, it stands here.')}></sg-empty>` : html`<ul>${items.map(item => this.#item(item))}</ul>`}</sg-page>`
  }

  #item(item: Waiting): TemplateResult {
    const shape = entityMeta(item.entity)
    const field = shape?.fields[item.field]
    const name = (state: string): string => (field ? optionOf(field, state).label : state)
    return html`<li><div><a href="/record/${item.entity}/${item.record}">${item.title}</a> <span>${t(shape?.label ?? '')}</span>
      <small>${t('{asker} asks: {from} → {to}', { asker: item['asker.name'], from: name(item.from), to: name(item.to) })} · ${formatRelative(item.createdAt)}</small>${item.comment ? html`<p>${item.comment}</p>` : nothing}</div>
      <sg-button size="small" kind="primary" @click=${() => void this.#decide(item.vote, 'approve')}>${t('Approve')}</sg-button><sg-button size="small" @click=${() => void this.#decide(item.vote, 'refuse')}>${t('Refuse')}</sg-button><sg-button size="small" kind="quiet" @click=${() => void this.#handOver(item.vote)}>${t('Hand over')}</sg-button></li>`
  }

  async #decide(vote: string, verdict: VerdictOn): Promise<void> {
    if (await decide(vote, verdict)) await this.#all.load()
  }

  async #handOver(vote: string): Promise<void> {
    if (await handOver(vote)) await this.#all.load()
  }
}
customElements.define('sg-approvals-screen', SgApprovalsScreen)
