import { css, html, LitElement, nothing } from 'lit'
import { ask } from '../data/client.ts'
import { Listing } from '../data/listing.ts'
import { base } from '../style/parts.ts'
import '../ui/dialog.ts'
import '../ui/small.ts'
import { toastProblem } from '../ui/toast.ts'
import { formatInstant, formatRelative } from './format.ts'
import { go } from './router.ts'
import { t } from './words.ts'

interface Notice {
  readonly id: string
  readonly text: string
  readonly about: { readonly entity: string; readonly id: string } | null
  readonly at: string
  readonly read: boolean
}

/** The person's notifications. */
class SgInbox extends LitElement {
  readonly #all = new Listing<Notice>(this, '/api/notifications')

  static override styles = [
    base,
    css`
    ul { list-style: none; margin: 0 -10px; padding: 0; display: grid; gap: 2px; }
    button { all: unset; box-sizing: border-box; cursor: pointer; display: grid; grid-template-columns: 10px 1fr; gap: 4px 10px; inline-size: 100%; padding: 10px; border-radius: 8px; }
    button:hover { background: var(--sg-surface-2); } button:focus-visible { outline: 2px solid var(--sg-focus); }
    i { inline-size: 8px; block-size: 8px; border-radius: 50%; margin-block-start: 6px; } i.new { background: var(--sg-accent); }
    time { grid-column: 2; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    const unread = items?.some(item => !item.read) ?? false
    return html`<sg-dialog side open heading=${t('Notifications')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <sg-problem .error=${error} retry @retry=${() => void this.#all.load()}></sg-problem>
      ${items === null && !error ? html`<sg-skeleton lines="6"></sg-skeleton>` : nothing}
      ${items?.length === 0 ? html`<sg-empty icon="bell" heading=${t('Nothing new')} text=${t('Reminders and what others assign to you will show up here.')}></sg-empty>` : nothing}
      <ul>${(items ?? []).map(item => html`<li><button type="button" @click=${() => this.#open(item)}><i class=${item.read ? '' : 'new'}></i><span>${item.text}${item.read ? nothing : html`<span class="visually-hidden"> (${t('new')})</span>`}</span><time datetime=${item.at} title=${formatInstant(item.at)}>${formatRelative(item.at)}</time></button></li>`)}</ul>
      ${unread ? html`<sg-button slot="actions" @click=${() => void this.#read()}>${t('Mark all as read')}</sg-button>` : nothing}</sg-dialog>`
  }

  async #read(ids?: readonly string[]): Promise<void> {
    await ask('/api/notifications/read', { method: 'POST', body: ids ? { ids } : {} }).catch(toastProblem)
    await this.#all.load()
    this.dispatchEvent(new Event('read'))
  }

  #open(item: Notice): void {
    if (!item.read) void this.#read([item.id])
    if (!item.about) return
    this.dispatchEvent(new Event('close'))
    void go(`/record/${item.about.entity}/${item.about.id}`)
  }
}
customElements.define('sg-inbox', SgInbox)
