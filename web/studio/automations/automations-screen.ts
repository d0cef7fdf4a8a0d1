import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { Listing } from '../../data/listing.ts'
import { entityMeta, loadMeta } from '../../data/meta.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import { bodyOf, type Listed, momentSaid, stateNames, whenSaid } from './shape.ts'

/** What happens by itself: on or off, when it last ran, and how often it failed. */
class SgAutomationsScreen extends LitElement {
  static override properties = { busy: { state: true } }
  readonly #all = new Listing<Listed>(this, '/api/automations')
  declare busy: string

  constructor() {
    super()
    this.busy = ''
  }

  static override styles = [
    base,
    studioStyles,
    css`td small { display: block; color: var(--sg-text-2); } .stopped { color: var(--sg-danger-text, var(--sg-danger)); } td:first-child { min-inline-size: 140px; } @media (max-width: 760px) { .wide { display: none; } }`,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    return html`<sangam-page heading=${t('Automations')}><sangam-button slot="actions" kind="primary" icon="plus" href="/automations/new">${t('New automation')}</sangam-button>
      <p class="lead">${t('When something happens, and a condition holds, something is done by itself.')}</p>
      <sangam-problem .error=${error} retry @retry=${() => void this.#all.load()}></sangam-problem>
      ${items === null ? (error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`) : items.length === 0 ? html`<sangam-empty icon="bolt" heading=${t('There are no automations yet')} text=${t('A mail when a deal is won, a task three days before a date, a call to another system: made here, without code.')}></sangam-empty>` : this.#table(items)}</sangam-page>`
  }

  #table(items: readonly Listed[]): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th>${t('Name')}</th><th class="wide">${t('When it happens')}</th><th>${t('Last run')}</th><th class="wide">${t('In a week')}</th><th></th></tr></thead><tbody>${items.map(item => this.#row(item))}</tbody></table></div>`
  }

  #row(item: Listed): TemplateResult {
    const last = item.lastRun === null ? null : momentSaid(item.lastRun)
    const [state, colour] = stateNames()[item.lastState ?? ''] ?? ['', 'grey' as const]
    return html`<tr><td><a href="/automations/${item.id}">${item.name}</a>${item.entity !== null && !entityMeta(item.entity) ? html` <sangam-badge colour="yellow">${t('Not there now')}</sangam-badge>` : nothing}${item.stopped ? html`<small class="stopped">${item.stopped}</small>` : nothing}</td><td class="wide">${whenSaid(item)}</td>
      <td>${last ? html`<span title=${last.long}>${last.short}</span> <sangam-badge colour=${colour} dot>${state}</sangam-badge>` : t('Never')}</td>
      <td class="wide">${item.failures > 0 ? t('{runs, plural, one {# run} other {# runs}}, {failures} failed', { runs: item.runs, failures: item.failures }) : t('{runs, plural, one {# run} other {# runs}}', { runs: item.runs })}</td>
      <td><sangam-button size="small" pressed=${String(item.active)} ?busy=${this.busy === item.id} @click=${() => void this.#switch(item)}>${item.active ? t('On') : t('Off')}</sangam-button></td></tr>`
  }

  async #switch(item: Listed): Promise<void> {
    this.busy = item.id
    try {
      await ask(`/api/automations/${item.id}`, { method: 'PUT', body: bodyOf({ ...item, active: !item.active }) })
      toast(item.active ? t('“{name}” is off.', { name: item.name }) : t('“{name}” is on, in your name.', { name: item.name }))
      await Promise.all([this.#all.load(), loadMeta()])
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = ''
    }
  }
}
customElements.define('sangam-automations-screen', SgAutomationsScreen)
