import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { takeBack } from '../data/bulk.ts'
import { ask } from '../data/client.ts'
import { entityMeta, loadMeta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { fieldDisplay } from '../fields/index.ts'
import type { Route } from '../shell/router.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { same } from './record/draft.ts'

interface Pair {
  readonly a: { readonly id: string; readonly title: string }
  readonly b: { readonly id: string; readonly title: string }
  readonly why: readonly string[]
}

interface Open {
  readonly pair: Pair
  readonly winner: Row
  readonly loser: Row
  readonly take: ReadonlySet<string>
}

const enough = 20

/** Records that are probably one: looked for from the newest on, compared field by field, made one or kept apart. */
class SgDuplicatesScreen extends LitElement {
  static override properties = {
    entity: {},
    route: { attribute: false },
    pairs: { state: true },
    next: { state: true },
    open: { state: true },
    busy: { state: true },
    error: { state: true },
  }
  declare entity: string
  /** `pair` in its query names two that a person takes for one. */
  declare route: Route | undefined
  declare pairs: readonly Pair[]
  declare next: string | null
  declare open: Open | null
  declare busy: boolean
  declare error: unknown

  constructor() {
    super()
    this.pairs = []
    this.next = null
    this.open = null
    this.busy = false
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
    li { border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); padding: 10px 14px; }
    header { display: flex; gap: 8px 14px; align-items: center; flex-wrap: wrap; } header span { flex: 1; overflow-wrap: anywhere; } small { color: var(--sg-text-2); }
    table { inline-size: 100%; border-collapse: collapse; margin-block: 10px; table-layout: fixed; } th, td { text-align: start; padding: 6px 10px; border-block-start: 1px solid var(--sg-border); overflow-wrap: anywhere; vertical-align: top; }
    tbody th { color: var(--sg-text-2); font-weight: 450; } label { display: flex; gap: 7px; align-items: baseline; } footer { display: flex; gap: 8px; flex-wrap: wrap; } .more { margin-block-start: 12px; }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#begin()
  }

  protected override render(): unknown {
    const shape = entityMeta(this.entity)
    if (!shape) return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')}></sangam-empty>`
    return html`<sangam-page heading=${t('Duplicates: {plural}', { plural: called(shape.plural) })} .crumbs=${[{ label: called(shape.plural), href: `/list/${this.entity}` }]}>
      <sangam-problem .error=${this.error}></sangam-problem>
      <ul>${this.pairs.map(pair => this.#pair(shape, pair))}</ul>
      ${this.busy ? html`<sangam-skeleton lines="3"></sangam-skeleton>` : this.pairs.length === 0 && !this.next ? html`<sangam-empty icon="check" heading=${t('No two look alike')}></sangam-empty>` : nothing}
      ${this.next && !this.busy ? html`<sangam-button class="more" @click=${() => this.#look()}>${t('Look further')}</sangam-button>` : nothing}</sangam-page>`
  }

  #pair(shape: EntityMeta, pair: Pair): TemplateResult {
    const link = (one: Pair['a']): TemplateResult => html`<a href="/record/${shape.name}/${one.id}" target="_blank" rel="noopener">${one.title}</a>`
    const open = this.open?.pair === pair ? this.open : null
    return html`<li><header><span>${link(pair.a)} · ${link(pair.b)} <small>${pair.why.join(' ')}</small></span>
      ${open ? nothing : html`<sangam-button size="small" @click=${() => this.#apart(pair)}>${t('Not the same')}</sangam-button>${shape.merges === false ? nothing : html`<sangam-button size="small" kind="primary" @click=${() => this.#compare(pair, pair.b.id)}>${t('Compare')}</sangam-button>`}`}</header>
      ${open ? this.#compared(shape, open) : nothing}</li>`
  }

  #compared(shape: EntityMeta, open: Open): TemplateResult {
    const fields = Object.values(shape.fields).filter(
      field => !field.readonly && field.type !== 'series' && !same(open.winner[field.name] ?? null, open.loser[field.name] ?? null),
    )
    const title = (row: Row): string => String(row[shape.title] ?? '')
    return html`<table><thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('Stays')}: ${title(open.winner)}</th><th scope="col">${t('Goes')}: ${title(open.loser)}</th></tr></thead>
      <tbody>${fields.map(field => this.#choice(open, field))}</tbody></table>
      <footer><sangam-button kind="primary" ?busy=${this.busy} @click=${() => this.#merge(open)}>${t('Make one of them')}</sangam-button>
      <sangam-button @click=${() => this.#compare(open.pair, open.loser.id)}>${t('Keep the other one')}</sangam-button><sangam-button kind="quiet" @click=${() => (this.open = null)}>${t('Cancel')}</sangam-button></footer>`
  }

  #choice(open: Open, field: FieldMeta): TemplateResult {
    const said = (value: Json | undefined): unknown =>
      field.type === 'lines'
        ? t('{count, plural, one {# line} other {# lines}}', { count: Array.isArray(value) ? value.length : 0 })
        : fieldDisplay(field, value ?? null) || t('empty')
    const taken = open.take.has(field.name)
    const radio = (row: Row, take: boolean): TemplateResult =>
      html`<td><label><input type="radio" name=${field.name} .checked=${taken === take} @change=${() => this.#take(field.name, take)}><span>${said(row[field.name])}</span></label></td>`
    return html`<tr><th scope="row">${called(field.label)}</th>${radio(open.winner, false)}${radio(open.loser, true)}</tr>`
  }

  #take(name: string, take: boolean): void {
    if (!this.open) return
    const chosen = new Set(this.open.take)
    if (take) chosen.add(name)
    else chosen.delete(name)
    this.open = { ...this.open, take: chosen }
  }

  /** What only the other one has is taken from it, unless one says otherwise. */
  async #compare(pair: Pair, winnerId: string): Promise<void> {
    const loserId = winnerId === pair.a.id ? pair.b.id : pair.a.id
    try {
      const [winner, loser] = await Promise.all([records.get(this.entity, winnerId), records.get(this.entity, loserId)])
      const blank = (value: Json | undefined): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0)
      const fields = Object.values(entityMeta(this.entity)?.fields ?? {}).filter(field => !field.readonly && field.type !== 'series')
      const take = fields.filter(field => blank(winner[field.name]) && !blank(loser[field.name])).map(field => field.name)
      this.open = { pair, winner, loser, take: new Set(take) }
    } catch (error) {
      toastProblem(error)
    }
  }

  async #merge(open: Open): Promise<void> {
    this.busy = true
    try {
      const body = { winner: open.winner.id, loser: open.loser.id, take: [...open.take] }
      const { batch, kept } = await ask<{ batch: string; kept: readonly unknown[] }>(`/api/duplicates/${this.entity}/merge`, { method: 'POST', body })
      const said =
        kept.length > 0
          ? ` ${t('{count, plural, one {# record} other {# records}} that may not change any more keep the old one.', { count: kept.length })}`
          : ''
      toast(`${t('They are one now.')}${said}`, { action: { label: t('Undo'), run: () => this.#back(batch) } })
      const gone = open.loser.id
      this.pairs = this.pairs.filter(pair => pair.a.id !== gone && pair.b.id !== gone)
      this.open = null
      // Rules of forms that name one of them mean both from now on.
      await loadMeta()
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = false
    }
  }

  /** The two are there again, and so is what stood about them here. */
  async #back(batch: string): Promise<void> {
    await takeBack(batch)
    await loadMeta()
    this.pairs = []
    this.next = null
    await this.#look()
  }

  async #apart(pair: Pair): Promise<void> {
    try {
      await ask(`/api/duplicates/${this.entity}/distinct`, { method: 'POST', body: { ids: [pair.a.id, pair.b.id] } })
      this.pairs = this.pairs.filter(one => one !== pair)
    } catch (error) {
      toastProblem(error)
    }
  }

  /** The two that were chosen elsewhere lie open, before all that look alike by themselves. */
  async #begin(): Promise<void> {
    const [a, b] = this.route?.query.get('pair')?.split(',') ?? []
    const shape = entityMeta(this.entity)
    if (shape && shape.merges !== false && a && b && a !== b) {
      try {
        const [one, other] = await Promise.all([a, b].map(id => records.get(this.entity, id)))
        const named = (row: Row | undefined, id: string): Pair['a'] => ({ id, title: String(row?.[shape.title] ?? '') })
        const pair = { a: named(one, a), b: named(other, b), why: [] }
        this.pairs = [pair]
        await this.#compare(pair, a)
      } catch (error) {
        this.error = error
      }
    }
    await this.#look()
  }

  async #look(): Promise<void> {
    this.busy = true
    const before = this.pairs.length
    try {
      do {
        const page: { items: readonly Pair[]; next: string | null } = await ask(`/api/duplicates/${this.entity}/pairs`, {
          query: { after: this.next ?? undefined },
        })
        this.pairs = [...this.pairs, ...page.items.filter(found => !this.pairs.some(known => samePair(known, found)))]
        this.next = page.next
      } while (this.next !== null && this.pairs.length - before < enough && this.isConnected)
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
/** Whichever of the two is named first. */
function samePair(one: Pair, other: Pair): boolean {
  return [one.a.id, one.b.id].sort().join() === [other.a.id, other.b.id].sort().join()
}

customElements.define('sangam-duplicates-screen', SgDuplicatesScreen)
