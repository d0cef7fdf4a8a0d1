import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { beginBulk, followAside, tellEnd } from '../data/bulk.ts'
import { ask } from '../data/client.ts'
import { counted } from '../data/counted.ts'
import { entityMeta, meta } from '../data/meta.ts'
import { formatInstant, formatRelative } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import './record/history.ts'

interface Binned {
  readonly id: string
  readonly title: string | null
  readonly removedAt: string
  readonly by: string | null
}

/** What was removed of one kind of record, newest first, and the way back. */
class SgBinScreen extends LitElement {
  static override properties = {
    entity: {},
    items: { state: true },
    next: { state: true },
    chosen: { state: true },
    error: { state: true },
    busy: { state: true },
    open: { state: true },
  }
  declare entity: string
  declare items: readonly Binned[] | null
  declare next: string | null
  declare chosen: ReadonlySet<string>
  declare error: unknown
  declare busy: boolean
  /** Whose history is looked at. */
  declare open: Binned | null
  #search = ''
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.items = null
    this.next = null
    this.chosen = new Set()
    this.error = null
    this.busy = false
    this.open = null
  }

  static override styles = [
    base,
    inputs,
    css`
    .tools { display: flex; gap: 8px; align-items: center; margin-block-end: 10px; flex-wrap: wrap; } input[type='search'] { max-inline-size: 280px; }
    table { inline-size: 100%; border-collapse: collapse; background: var(--sg-surface); }
    th { text-align: start; padding: 7px 14px; font-size: var(--sg-text-xs); color: var(--sg-text-2); } td { padding: 8px 14px; border-block-start: 1px solid var(--sg-border); overflow-wrap: anywhere; } td input { vertical-align: middle; }
    .box { inline-size: 20px; } td button { all: unset; cursor: pointer; font-weight: 550; color: var(--sg-accent-text); border-radius: 4px; } td button:hover { text-decoration: underline; } td button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape) return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')}></sangam-empty>`
    const crumbs = [{ label: called(shape.plural), href: `/list/${this.entity}` }]
    return html`<sangam-page heading=${t('Bin: {plural}', { plural: called(shape.plural) })} .crumbs=${crumbs}>
      <div class="tools"><input type="search" aria-label=${t('Search in the bin')} placeholder=${t('Search')} @input=${(event: Event) => this.#find((event.target as HTMLInputElement).value)}>
        <sangam-button kind="primary" ?disabled=${this.chosen.size === 0} ?busy=${this.busy} @click=${() => this.#restore()}>${t('Put back')}</sangam-button>
        ${meta().user.admin ? html`<sangam-button kind="danger" ?disabled=${this.chosen.size === 0} ?busy=${this.busy} @click=${() => void this.#purge()}>${t('Remove for good…')}</sangam-button>` : nothing}</div>
      <sangam-problem .error=${this.error}></sangam-problem>
      ${this.items === null ? html`<sangam-skeleton lines="4"></sangam-skeleton>` : this.items.length === 0 ? html`<sangam-empty icon="remove" heading=${t('The bin is empty')}></sangam-empty>` : this.#table(this.items)}
      ${this.next ? html`<sangam-button @click=${() => this.#load(this.next)}>${t('Show older')}</sangam-button>` : nothing}</sangam-page>${this.open ? this.#history(this.open) : nothing}`
  }

  #table(items: readonly Binned[]): TemplateResult {
    return html`<table><thead><tr><th class="box"><span class="visually-hidden">${t('Choose')}</span></th><th scope="col">${t('Record')}</th><th scope="col">${t('Removed')}</th><th scope="col">${t('By')}</th></tr></thead>
      <tbody>${items.map(
        item => html`<tr><td><input type="checkbox" aria-label=${item.title ?? item.id} .checked=${this.chosen.has(item.id)} @change=${() => this.#choose(item.id)}></td>
          <td><button type="button" title=${t('See its history')} @click=${() => (this.open = item)}>${item.title ?? t('Untitled')}</button></td><td><time title=${formatInstant(item.removedAt)}>${formatRelative(item.removedAt)}</time></td><td>${item.by ?? t('The system')}</td></tr>`,
      )}</tbody></table>`
  }

  #history(item: Binned): TemplateResult {
    const close = (): void => {
      this.open = null
    }
    const back = (): void => {
      close()
      void this.#restore([item.id])
    }
    return html`<sangam-dialog side open heading=${t('History of {name}', { name: item.title ?? t('Untitled') })} @close=${close}>
      <sangam-history fixed entity=${this.entity} record=${item.id} .version=${1}></sangam-history>
      <sangam-button slot="actions" kind="primary" @click=${back}>${t('Put back')}</sangam-button></sangam-dialog>`
  }

  #choose(id: string): void {
    const chosen = new Set(this.chosen)
    if (!chosen.delete(id)) chosen.add(id)
    this.chosen = chosen
  }

  #find(text: string): void {
    this.#search = text.trim()
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#load(), 250)
  }

  async #load(after: string | null = null): Promise<void> {
    try {
      const query = { search: this.#search || undefined, after: after ?? undefined }
      const page = await ask<{ items: readonly Binned[]; next: string | null }>(`/api/bin/${this.entity}`, { query })
      this.items = after === null ? page.items : [...(this.items ?? []), ...page.items]
      this.next = page.next
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  /** One after another: what must be kept, or is pointed at, stays and says why. */
  async #purge(): Promise<void> {
    const question = t('{what} will be gone for good, with lines. Nobody can put that back.', { what: counted(this.entity, this.chosen.size) })
    if (!(await confirm(question, { heading: t('Remove for good?'), go: t('Remove for good'), danger: true }))) return
    this.busy = true
    let gone = 0
    let refused: unknown = null
    for (const id of this.chosen)
      await ask(`/api/bin/${this.entity}/${id}`, { method: 'DELETE' }).then(
        () => (gone += 1),
        (error: unknown) => (refused = error),
      )
    if (refused) toastProblem(refused)
    else toast(t('Gone for good: {what}.', { what: counted(this.entity, gone) }))
    this.chosen = new Set()
    this.busy = false
    await this.#load()
  }

  async #restore(ids: readonly string[] = [...this.chosen]): Promise<void> {
    this.busy = true
    try {
      tellEnd(await followAside(await beginBulk(this.entity, { ids }, { restore: true }), t('Putting it back…')), null, this.entity)
      this.chosen = new Set([...this.chosen].filter(id => !ids.includes(id)))
    } catch (error) {
      toastProblem(error)
    }
    this.busy = false
    await this.#load()
  }
}
customElements.define('sangam-bin-screen', SgBinScreen)
