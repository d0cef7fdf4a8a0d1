import { css, html, nothing, type TemplateResult } from 'lit'
import { holdLeaving, setQuery } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { confirm } from '../../ui/dialog.ts'
import { asideOfForm } from '../model/aside.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ShownEntity } from '../model/shown.ts'
import { entityOf, type Studio, said, studioStore } from '../model/store.ts'
import type { Arrangement } from './arrangement.ts'
import type { SgLayoutCanvas, Wish } from './canvas.ts'
import './canvas.ts'
import '../ui/aside.ts'
import { Drag } from '../ui/drag.ts'
import type { Held, Place } from './held.ts'
import type { Part } from './palette.ts'
import './palette.ts'
import './preview.ts'
import { layoutStyles, roleChoice, roleOrder } from './roles.ts'
import type { Row } from './rows.ts'
import { rowSaid } from './said.ts'
import type { SgLayoutSettings } from './settings.ts'
import './settings.ts'
import { LayoutWork } from './work.ts'

/** The page of a record, arranged by hand or by the keyboard beside the page itself: everyone's, or that of a role. */
class SgLayoutScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, entity: {} }
  declare entity: string
  #letGo: (() => void) | null = null
  readonly #work = new LayoutWork(this)
  readonly #drag = new Drag<Held, Place>(this)

  static override styles = [
    ...[StudioScreen.styles].flat(),
    layoutStyles,
    css`
    .desk { display: grid; grid-template-columns: minmax(230px, 270px) minmax(190px, 224px) minmax(0, 1fr); gap: var(--sg-space-4); align-items: start; }
    .tools, .desk > sangam-layout-preview { position: sticky; inset-block-start: 8px; max-block-size: calc(100dvh - 130px); overflow: auto; padding: 2px; margin: -2px; }
    .tools { display: grid; gap: var(--sg-space-5); grid-template-columns: minmax(0, 1fr); align-content: start; } .chosen { position: relative; padding: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    .help { color: var(--sg-text-2); font-size: var(--sg-text-sm); margin: 8px 4px 0; }
    .ghost { position: fixed; z-index: 9; pointer-events: none; padding: 4px 10px; border-radius: 7px; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); font-weight: 550; }
    :host([moving]) { user-select: none; cursor: grabbing; }
    .away { display: none; position: absolute; inset-block-start: 6px; inset-inline-end: 6px; }
    @media (max-width: 1180px) { .desk { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .desk > sangam-layout-preview { position: static; max-block-size: none; grid-column: 1 / -1; } }
    @media (max-width: 700px) {
      .desk { grid-template-columns: minmax(0, 1fr); } .tools { position: static; max-block-size: none; overflow: visible; }
      .chosen { position: fixed; z-index: 6; inset: auto 8px 66px; max-block-size: 44dvh; overflow: auto; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); } .away { display: block; }
    }
  `,
  ]

  get ofRole(): string | null {
    return this.route?.query.get('role') || null
  }

  protected override heading(): string {
    return t('Page of {entity}', { entity: said(entityOf(this.entity)?.label ?? this.entity) })
  }

  protected override screen(studio: Studio): TemplateResult {
    const shape = entityOf(this.entity)
    if (!shape)
      return html`<sangam-page heading=${t('Entities')}><sangam-empty icon="search" heading=${t('There is no such entity')} text=${t('It may have been removed, or its draft discarded.')}><sangam-button href="/studio">${t('All entities')}</sangam-button></sangam-empty></sangam-page>`
    const work = this.#work.now(studio)
    const crumbs = [
      { label: t('Entities'), href: '/studio' },
      { label: said(shape.plural), href: `/studio/${this.entity}?tab=screens` },
    ]
    return html`<sangam-page heading=${this.heading()} .crumbs=${crumbs} @keydown=${(event: KeyboardEvent) => this.#key(event)}>${this.#buttons(shape, work)}
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      <div class="who">${roleChoice(studio.model, this.entity, this.ofRole, role => void this.#turn(role))}</div>${roleOrder(studio.model, this.entity)}
      <div class="desk">${this.#canvas(work)}${this.#tools(work)}
        <sangam-layout-preview entity=${this.entity} .form=${this.#work.form(work)} tab=${this.#work.tab} @tab=${({ detail }: CustomEvent<string>) => (this.#work.tab = detail)}></sangam-layout-preview></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#work.spoken}</div>${this.#ghost()}</sangam-page>`
  }

  protected override updated(): void {
    this.toggleAttribute('moving', this.#drag.held !== null)
    if (this.#work.changed) this.#letGo ??= holdLeaving(askLeave)
    else {
      this.#letGo?.()
      this.#letGo = null
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#letGo?.()
  }

  placeAt(held: Held, x: number, y: number): Place | null {
    const place = this.#canvasPart()?.placeAt(x, y)
    return place ? this.#work.allowed(held, place) : null
  }

  drop(held: Held, place: Place | null): void {
    this.#work.drop(held, place)
  }

  focusOn(key: string): void {
    void this.updateComplete.then(() => this.#canvasPart()?.focusRow(key))
  }

  #canvas(work: Arrangement): TemplateResult {
    const { held, over } = this.#drag
    const grab = ({ detail: { event, row } }: CustomEvent<{ event: PointerEvent; row: Row }>): void =>
      this.#drag.begin(event, { kind: row.kind, label: rowSaid(this.entity, row), key: row.key, what: '' })
    return html`<div><sangam-layout-canvas .rows=${work.now.rows} entity=${this.entity} chosen=${this.#work.chosen} .target=${over} held=${held?.key ?? ''}
        @choose=${({ detail }: CustomEvent<string>) => this.#work.choose(detail)} @wish=${(event: CustomEvent<{ key: string; wish: Wish }>) => this.#wish(event)} @grab=${grab}></sangam-layout-canvas>
      <p class="help">${t('Drag parts, or choose one and press Alt with an arrow key: up and down move it, right puts a field beside the one above, left into a line of its own. Delete takes it out, Enter goes to its settings.')}</p></div>`
  }

  #tools(work: Arrangement): TemplateResult {
    const model = studioStore.value?.model
    const chosen = work.now.rows.find(one => one.key === this.#work.chosen)
    const grab = ({ detail: { event, part } }: CustomEvent<{ event: PointerEvent; part: Part }>): void => this.#drag.begin(event, { ...part, key: null })
    // What was dragged is no press.
    const put = ({ detail }: CustomEvent<Part>): void => void (this.#drag.moved || this.#work.put(detail))
    return html`<div class="tools">${
      chosen && chosen.kind !== 'foot'
        ? html`<div class="chosen"><sangam-layout-settings .row=${chosen} entity=${this.entity} @set=${({ detail }: CustomEvent<object>) => this.#work.set(chosen.key, detail)}
            @wish=${(event: CustomEvent<{ key: string; wish: Wish }>) => this.#wish(event)} @hide=${() => this.#work.hide(chosen)}></sangam-layout-settings><sangam-button class="away" kind="quiet" size="small" icon="close" label=${t('Let go of it')} @click=${() => this.#work.letGo()}></sangam-button></div>`
        : nothing
    }<sangam-layout-palette .rows=${work.now.rows} .leftOut=${work.now.hidden} entity=${this.entity} @put=${put} @show=${({ detail }: CustomEvent<string>) => this.#work.show(detail)} @grab=${grab}></sangam-layout-palette>
      ${model ? html`<sangam-aside .known=${model.aside[this.entity] ?? {}} .names=${asideOfForm(model, this.entity, this.ofRole)}></sangam-aside>` : nothing}</div>`
  }

  #buttons(shape: ShownEntity, work: Arrangement): TemplateResult {
    const { model } = studioStore.value ?? {}
    const own = this.ofRole === null ? model?.forms[this.entity] : model?.layouts[this.entity]?.find(one => one.role === this.ofRole)
    const away = shape.custom && this.ofRole === null ? t('Back to the order of the fields') : t('Take this page away')
    const back = this.#work.built() === null ? away : t('Back to the plugin’s page')
    return html`<sangam-button slot="actions" icon="undo" label=${t('Undo')} ?disabled=${!work.undoable} @click=${() => this.#work.undo()}></sangam-button>
      <sangam-button slot="actions" kind="quiet" ?disabled=${!work.redoable} @click=${() => this.#work.redo()}>${t('Redo')}</sangam-button>
      ${own && !work.now.built ? html`<sangam-button slot="actions" @click=${() => this.#work.back()}>${back}</sangam-button>` : nothing}
      ${work.changed ? html`<sangam-button slot="actions" @click=${() => this.#work.leave()}>${t('Leave as it was')}</sangam-button>` : nothing}
      <sangam-button slot="actions" kind="primary" ?disabled=${!work.changed} @click=${() => void this.#work.keep(work)}>${t('Keep in the draft')}</sangam-button>`
  }

  #ghost(): TemplateResult | typeof nothing {
    const { held, at } = this.#drag
    return held ? html`<div class="ghost" style="inset-block-start:${at.y + 10}px;left:${at.x + 12}px">${held.label}</div>` : nothing
  }

  #wish({ detail: { key, wish } }: CustomEvent<{ key: string; wish: Wish }>): void {
    if (wish === 'settings') this.renderRoot.querySelector<SgLayoutSettings>('sangam-layout-settings')?.focus()
    else this.#work.wish(key, wish)
  }

  async #turn(role: string | null): Promise<void> {
    const sure = !this.#work.changed || (await askLeave())
    this.requestUpdate()
    if (!sure) return
    this.#work.leave()
    setQuery({ role: role ?? undefined })
  }

  #key(event: KeyboardEvent): void {
    const from = event.composedPath()[0]
    const typing = from instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(from.tagName)
    if (!(event.ctrlKey || event.metaKey) || typing || !['z', 'y'].includes(event.key.toLowerCase())) return
    event.preventDefault()
    if (event.key.toLowerCase() === 'y' || event.shiftKey) this.#work.redo()
    else this.#work.undo()
  }

  #canvasPart(): SgLayoutCanvas | null {
    return this.renderRoot.querySelector<SgLayoutCanvas>('sangam-layout-canvas')
  }
}
customElements.define('sangam-layout-screen', SgLayoutScreen)

function askLeave(): Promise<boolean> {
  return confirm(t('What you arranged here is not kept.'), { heading: t('Leave without keeping it?'), go: t('Leave'), stay: t('Stay'), danger: true })
}
