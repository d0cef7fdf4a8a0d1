import type { EntityMeta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { formatDate, formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { trying } from './trying.ts'

interface Link {
  readonly id: string
  readonly state: 'live' | 'over' | 'stopped'
  readonly until: string
  readonly at: string
  readonly by: string | null
  readonly openedAt: string | null
  readonly seenAt: string | null
}
interface Links {
  readonly items: readonly Link[]
  readonly until: string
}

/** Links by which somebody sees a record without signing in: made and copied, with who opened them when, renewed and stopped. Tells `close`. */
class SgLinks extends LitElement {
  static override properties = {
    shape: { attribute: false },
    record: {},
    heading: {},
    links: { state: true },
    made: { state: true },
    until: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  static override styles = [
    base,
    inputs,
    css`
    .body { display: grid; gap: 14px; } .new { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; } .new label { flex: 1 1 150px; }
    .made { display: grid; gap: 8px; padding: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); } .made div { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; } .made a { color: var(--sg-accent-text); }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } li { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; justify-content: space-between; }
    li > div { display: grid; gap: 2px; flex: 1 1 180px; min-inline-size: 0; justify-items: start; } li > span { display: flex; gap: 6px; } small, p { color: var(--sg-text-2); margin: 0; }
  `,
  ]
  declare shape: EntityMeta
  declare record: string
  declare heading: string
  declare links: Links | null
  declare made: string | null
  declare until: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.heading = ''
    this.links = null
    this.made = null
    this.until = ''
    this.error = null
    this.busy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void trying(this, () => this.#load())
  }

  protected override render(): unknown {
    return html`<sangam-dialog open heading=${t('Share a link to this {entity}', { entity: called(this.shape.label) })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <p>${t('Whoever has a link sees the paper without signing in, with what is paid and what is not, as you may see it.')}</p>
      <sangam-problem .error=${this.error}></sangam-problem>${this.#new()}${this.made === null ? nothing : this.#told(this.made)}
      ${this.links === null ? nothing : this.links.items.length === 0 ? html`<p>${t('There is no link to it yet.')}</p>` : html`<ul aria-label=${t('Links')}>${this.links.items.map(link => this.#row(link))}</ul>`}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  #new(): TemplateResult {
    return html`<div class="new"><label class="field">${t('Lasts until')}<input type="date" .value=${this.until} @change=${(event: Event) => (this.until = (event.target as HTMLInputElement).value)}></label>
      <sangam-button kind="primary" icon="link" ?busy=${this.busy} ?disabled=${this.until === ''} @click=${() => this.#make()}>${t('Make a link')}</sangam-button></div>`
  }

  #told(address: string): TemplateResult {
    const message = encodeURIComponent(`${this.heading}\n${address}`)
    return html`<div class="made"><label class="field">${t('The link')}<input readonly .value=${address} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}></label>
      <div>${'clipboard' in navigator ? html`<sangam-button icon="link" @click=${() => this.#copy(address)}>${t('Copy')}</sangam-button>` : nothing}
        <a href="https://wa.me/?text=${message}" target="_blank" rel="noopener noreferrer">WhatsApp</a>
        <a href="mailto:?subject=${encodeURIComponent(this.heading)}&body=${encodeURIComponent(address)}">${t('By mail')}</a></div>
      <p role="status">${t('Copy it now: it is not shown again. You can make another one at any time.')}</p></div>`
  }

  #row(link: Link): TemplateResult {
    const { state, until, at, by, openedAt, seenAt } = link
    const said = { live: t('until {day}', { day: formatDate(until) }), over: t('ended on {day}', { day: formatDate(until) }), stopped: t('stopped') }[state]
    const opened = openedAt === null ? t('not opened yet') : t('opened {when}', { when: formatRelative(seenAt ?? openedAt) })
    const name = t('made by {name}, {when}', { name: by ?? t('The system'), when: formatRelative(at) })
    return html`<li><div><sangam-badge colour=${{ live: 'green', over: 'grey', stopped: 'grey' }[state]}>${said}</sangam-badge><small>${name} · ${opened}</small></div>
      ${
        state === 'stopped'
          ? nothing
          : html`<span><sangam-button size="small" label=${t('Renew the link {name}', { name })} @click=${() => this.#renew(link)}>${t('Renew')}</sangam-button>
      ${state === 'live' ? html`<sangam-button size="small" label=${t('Stop the link {name}', { name })} @click=${() => this.#stop(link)}>${t('Stop')}</sangam-button>` : nothing}</span>`
      }</li>`
  }

  get #at(): string {
    return `/api/records/${this.shape.name}/${this.record}/links`
  }

  async #load(): Promise<void> {
    this.links = await ask<Links>(this.#at)
    this.until ||= this.links.until
  }

  async #make(): Promise<void> {
    await trying(this, async () => {
      this.made = (await ask<Link & { address: string }>(this.#at, { method: 'POST', body: { until: this.until } })).address
      await this.#load()
    })
  }

  async #copy(address: string): Promise<void> {
    await navigator.clipboard.writeText(address).then(() => toast(t('The link is copied.')), toastProblem)
  }

  async #renew({ id }: Link): Promise<void> {
    await trying(this, async () => {
      // Where whoever shared it may not any more, another one takes its place.
      this.made = (await ask<Link & { address?: string }>(`${this.#at}/${id}`, { method: 'PATCH', body: { until: this.until } })).address ?? null
      await this.#load()
    })
  }

  async #stop({ id }: Link): Promise<void> {
    if (!(await confirm(t('Whoever has this link sees nothing by it any more, at once and for good.'), { heading: t('Stop this link?'), go: t('Stop it') })))
      return
    await trying(this, async () => {
      await ask(`${this.#at}/${id}`, { method: 'DELETE' })
      await this.#load()
    })
  }
}
customElements.define('sangam-links', SgLinks)
