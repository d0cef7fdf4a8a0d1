import type { EntityMeta, Meta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { onChange } from '../../data/live.ts'
import { entityMeta, fieldAt, meta, metaStore } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { watch } from '../../data/store.ts'
import { formatNumber } from '../../shell/format.ts'
import { type Place, placeGroups } from '../../shell/places.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { cellOf, isRight } from '../list/cells.ts'
import { fieldsFor, screenOf } from '../list/state.ts'
import './tasks.ts'

interface Own {
  readonly place: Place
  readonly shape: EntityMeta
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** Whether they are the person's own, or everyone's newest. */
  readonly mine: boolean
  readonly total: number
}

/** The day's beginning: what is due, what is one's own, and the next step. */
class SgMyDay extends LitElement {
  static override properties = { own: { state: true }, loaded: { state: true }, error: { state: true } }
  declare own: readonly Own[]
  declare loaded: boolean
  declare error: unknown
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.own = []
    this.loaded = false
    this.error = null
    watch(this, metaStore)
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    .grid { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 20px; align-items: start; max-inline-size: 1280px; }
    .col { display: grid; gap: 20px; }
    section { border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; }
    section > header { display: flex; align-items: center; gap: 8px; padding: 13px 16px 9px; --sg-icon: 15px; } section > header sangam-icon { color: var(--sg-accent-text); } section > header h2 { flex: 1; } section > header a { font-size: var(--sg-text-sm); }
    ul { list-style: none; margin: 0; padding: 0 8px 8px; }
    .lines a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 8px; border-radius: 8px; color: inherit; text-decoration: none; } .lines a:hover { background: var(--sg-surface-2); }
    .lines b { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lines small { color: var(--sg-text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lines .side { text-align: end; font-variant-numeric: tabular-nums; }
    .none { padding: 6px 16px 18px; color: var(--sg-text-2); }
    .quick { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 10px; margin-block-end: 20px; max-inline-size: 1280px; }
    .quick a { display: flex; gap: 10px; align-items: center; padding: 12px 14px; border: 1px solid var(--sg-border); border-radius: 10px; color: var(--sg-text); font-weight: 550; text-decoration: none; --sg-icon: 15px; transition: border-color 120ms; } .quick a:hover { border-color: var(--sg-accent); background: var(--sg-selected); } .quick sangam-icon { color: var(--sg-accent-text); }
    .quick span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .steps { display: grid; gap: 12px; padding: 4px 16px 18px; } .steps a { display: flex; gap: 12px; align-items: center; padding: 12px; border: 1px solid var(--sg-border); border-radius: 9px; color: inherit; text-decoration: none; --sg-icon: 16px; } .steps a:hover { border-color: var(--sg-accent); } .steps sangam-icon { color: var(--sg-accent-text); } .steps span { display: grid; } .steps small { color: var(--sg-text-2); }
    @media (max-width: 900px) { .grid { grid-template-columns: minmax(0, 1fr); } .quick { grid-template-columns: 1fr 1fr; } }
  `,
  ]

  protected override render(): unknown {
    const model = meta()
    const empty = this.loaded && this.own.every(one => one.total === 0)
    return html`<sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      <div class="quick">${madeFirst(model).map(
        place =>
          html`<a href="/new/${place.entity}"><sangam-icon name="plus"></sangam-icon><span>${t('New {entity}', { entity: called(entityMeta(place.entity ?? '')?.label ?? '') })}</span></a>`,
      )}</div>
      ${empty ? this.#begin(model) : html`<div class="grid"><div class="col">${this.#tasks()}</div><div class="col">${this.loaded ? this.own.filter(one => one.total > 0).map(one => this.#own(one)) : html`<section><div class="none"><sangam-skeleton lines="5"></sangam-skeleton></div></section>`}</div></div>`}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
    this.#stop = onChange('*', () => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 1500)
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
  }

  #tasks(): TemplateResult {
    return html`<section aria-label=${t('To do')}><header><sangam-icon name="task"></sangam-icon><h2>${t('To do')}</h2></header><sangam-tasks></sangam-tasks></section>`
  }

  #own(one: Own): TemplateResult {
    const [lead = '', ...rest] = one.columns
    const side = rest.find(path => isRight(fieldAt(one.shape.name, path)))
    const badge = rest.find(path => ['choice', 'flow'].includes(fieldAt(one.shape.name, path)?.type ?? ''))
    const under = rest.filter(path => path !== side && path !== badge && path !== 'owner').slice(0, 2)
    const entities = called(one.shape.plural)
    const label = one.mine ? t('My {entities}', { entities }) : t('Newest: {entities}', { entities })
    return html`<section aria-label=${label}><header><sangam-icon name=${one.place.icon}></sangam-icon><h2>${label}</h2><a href=${one.place.href}>${t('All {count}', { count: formatNumber(one.total) })}</a></header>
      ${
        one.rows.length === 0
          ? html`<p class="none">${t('None of these is yours yet.')}</p>`
          : html`<ul class="lines">${one.rows.map(
              row => html`<li><a href="/record/${one.shape.name}/${row.id}"><b>${cellOf(one.shape.name, lead, row)}</b><span class="side">${side ? cellOf(one.shape.name, side, row) : nothing}</span>
        <small>${under
          .map(path => cellOf(one.shape.name, path, row))
          .filter(Boolean)
          .map(
            (cell, at) => html`${at > 0 ? ' · ' : nothing}${cell}`,
          )}</small><span class="side">${badge ? cellOf(one.shape.name, badge, row) : nothing}</span></a></li>`,
            )}</ul>`
      }</section>`
  }

  #begin(model: Meta): TemplateResult {
    const first = places(model).find(place => may(place, 'import')) ?? places(model)[0]
    const step = (href: string, icon: string, heading: string, text: string): TemplateResult =>
      html`<a href=${href}><sangam-icon name=${icon}></sangam-icon><span><b>${heading}</b><small>${text}</small></span></a>`
    const steps = [
      ...model.pages
        .filter(page => page.setsUp?.open)
        .map(page => step(`/page/${page.name}`, page.icon ?? 'flag', called(page.label), t('It leads you to the first one, a step at a time.'))),
      ...(first?.entity && may(first, 'import')
        ? [
            step(
              `/import/${first.entity}`,
              'upload',
              t('Import {entities}', { entities: first.label }),
              t('Bring what you have in a spreadsheet; every row is shown before anything is written.'),
            ),
          ]
        : []),
      ...(first?.entity && may(first, 'create')
        ? [
            step(
              `/new/${first.entity}`,
              'plus',
              t('New {entity}', { entity: called(entityMeta(first.entity)?.label ?? '') }),
              t('Write the first one by hand.'),
            ),
          ]
        : []),
      ...(model.user.admin
        ? [
            step('/users', 'users', t('Invite colleagues'), t('They get a link, choose a password, and see what their role lets them see.')),
            step('/plugins', 'plugin', t('Look at the plugins'), t('Switch on what your business needs.')),
          ]
        : []),
    ]
    const none = html`<p>${t('You have no role that opens records yet. Ask an administrator for one.')}</p>`
    return html`<div class="grid"><section><header><h2>${t('Let us begin')}</h2></header><div class="steps">${steps.length > 0 ? steps : none}</div></section>${this.#tasks()}</div>`
  }

  async #load(): Promise<void> {
    try {
      this.own = await ownRecords(meta())
      this.error = null
    } catch (error) {
      this.error = error
    }
    this.loaded = true
  }
}
customElements.define('sangam-my-day', SgMyDay)

function places(model: Meta): readonly Place[] {
  return grouped(model).flat()
}

/** The lists of records under each heading of the navigation. */
function grouped(model: Meta): readonly (readonly Place[])[] {
  return placeGroups(model)
    .filter(group => !group.setUp)
    .map(group => group.places.filter(place => place.entity !== undefined && !place.entity.startsWith('core.')))
}

/** What one makes at once, of each heading the first, then what else there is: of a business that sells and keeps its books, of both. */
function madeFirst(model: Meta): readonly Place[] {
  const groups = grouped(model).map(group => group.filter(place => may(place, 'create')))
  return [...groups.flatMap(group => group.slice(0, 1)), ...groups.flatMap(group => group.slice(1))].slice(0, 5)
}

function may(place: Place, verb: string): boolean {
  return entityMeta(place.entity ?? '')?.verbs.includes(verb) ?? false
}

/** Of each list whose records have an owner: one's own, the newest first. */
async function ownRecords(model: Meta): Promise<readonly Own[]> {
  const owned = places(model).slice(0, 6)
  return Promise.all(
    owned.map(async (place): Promise<Own> => {
      const shape = entityMeta(place.entity ?? '') as EntityMeta
      const columns = (screenOf(model, shape.name)?.columns ?? [shape.title]).filter(path => fieldAt(shape.name, path))
      const mine = shape.fields.owner?.to === 'core.user'
      const [own, all] = await Promise.all([
        mine ? newest(shape.name, columns, { owner: '$me' }) : { items: [] },
        records.find(shape.name, { fields: ['id'], limit: 1, count: 'exact' }),
      ])
      const total = mine || (all.count ?? 0) === 0 ? (all.count ?? 0) : 0
      // Who has none of their own looks after others': they see what is new.
      const shown = mine && own.items.length === 0 && total > 0 ? await newest(shape.name, columns, {}) : own
      return { place, shape, columns, rows: shown.items, mine: shown === own, total }
    }),
  )
}

function newest(entity: string, columns: readonly string[], where: object): Promise<{ readonly items: readonly Row[] }> {
  return records.find(entity, { where, sort: ['-updatedAt'], fields: fieldsFor(entity, columns), limit: 6 })
}
