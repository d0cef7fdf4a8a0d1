import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { download } from '../../data/download.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import type { Studio } from '../model/store.ts'

/** What would be in the plugin, as the server says. */
interface Graduating {
  readonly entities: readonly string[]
  readonly roles: readonly string[]
  readonly added: readonly string[]
  readonly stays: readonly { readonly what: string; readonly names: readonly string[]; readonly why: string }[]
  readonly untranslated: readonly string[]
}

/** Takes what was shaped here on as the sources of a plugin: says what goes along and what stays, and gives them as a file. Tells `close`. */
class SgGraduate extends LitElement {
  static override properties = {
    studio: { attribute: false },
    name: { state: true },
    left: { state: true },
    plan: { state: true },
    error: { state: true },
  }
  declare studio: Studio | null
  declare name: string
  /** Kinds of records that don't go along. */
  declare left: ReadonlySet<string>
  declare plan: Graduating | null
  declare error: unknown
  #round = 0
  #timer = 0

  constructor() {
    super()
    this.studio = null
    this.name = ''
    this.left = new Set()
    this.plan = null
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`.body { display: grid; gap: 14px; } fieldset { border: 0; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 4px 16px; } legend { padding: 0; margin-block-end: 6px; font-weight: 550; } .check { display: flex; gap: 8px; align-items: center; min-block-size: 28px; }
    .name { max-inline-size: 320px; } ul { margin: 0; padding-inline-start: 18px; display: grid; gap: 6px; } li { overflow-wrap: anywhere; } h3 { margin: 0 0 6px; font-size: inherit; font-weight: 550; } li small { display: block; }`,
  ]

  protected override render(): unknown {
    const own = this.#own()
    return html`<sangam-dialog wide open heading=${t('Continue as a plugin')} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <p>${t('A developer carries on in code what was shaped here, with the same names and records. You get the sources as a file; nothing is changed here.')}</p>
      <label class="field name">${t('Short name of the plugin')}<input maxlength="20" autocapitalize="none" spellcheck="false" placeholder="fleet" .value=${this.name} @input=${(event: Event) => this.#named((event.target as HTMLInputElement).value)} /></label>
      <fieldset><legend>${t('What goes along')}</legend>${own.map(
        ({ name, label }) =>
          html`<label class="check"><input type="checkbox" .checked=${!this.left.has(name)} @change=${(event: Event) => this.#chosen(name, (event.target as HTMLInputElement).checked)} />${called(label)}</label>`,
      )}</fieldset>
      <sangam-problem .error=${this.error}></sangam-problem>
      ${this.plan ? this.#planned(this.plan) : nothing}
      ${this.studio?.draft ? html`<p class="quiet">${t('What waits in the draft is not in it. Apply it first.')}</p>` : nothing}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind="primary" icon="download" ?disabled=${!this.plan} @click=${() => this.#download()}>${t('Download')}</sangam-button></sangam-dialog>`
  }

  #own() {
    return (this.studio?.model.entities ?? []).filter(entity => entity.custom && entity.pending !== 'new')
  }

  #planned({ entities, roles, added, stays, untranslated }: Graduating): TemplateResult {
    const { model } = this.studio as Studio
    const labels = new Map([...model.entities, ...model.allRoles].map(({ name, label }) => [name, label]))
    const names = (list: readonly string[]): string => list.map(name => called(labels.get(name) ?? name)).join(', ')
    return html`<section aria-live="polite"><h3>${t('In the plugin')}</h3><ul><li>${names(entities)}</li>
      ${roles.length > 0 ? html`<li>${t('Roles: {names}', { names: names(roles) })}</li>` : nothing}
      ${added.length > 0 ? html`<li>${t('Taken along, because the others name them: {names}', { names: names(added) })}</li>` : nothing}
      ${untranslated.length > 0 ? html`<li>${t('{count, plural, one {# text has} other {# texts have}} no word in Hindi yet; the developer finds them listed.', { count: untranslated.length })}</li>` : nothing}</ul></section>
      ${stays.length > 0 ? html`<section><h3>${t('Stays here')}</h3><ul>${stays.map(one => html`<li>${one.what}: ${one.names.join(', ')}<small class="quiet">${one.why}</small></li>`)}</ul></section>` : nothing}`
  }

  #named(name: string): void {
    this.name = name.trim().toLowerCase()
    this.#later()
  }

  #chosen(entity: string, along: boolean): void {
    const left = new Set(this.left)
    along ? left.delete(entity) : left.add(entity)
    this.left = left
    this.#later()
  }

  #later(): void {
    this.#round += 1
    this.plan = null
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#look(), 250)
  }

  /** Whoever typed on meanwhile gets what belongs to that. */
  async #look(): Promise<void> {
    const round = this.#round
    this.error = null
    if (this.name === '' || this.#asked().entities.length === 0) return
    try {
      const plan = await ask<Graduating>('/api/model/graduate/plan', { method: 'POST', body: this.#asked() })
      if (round === this.#round) this.plan = plan
    } catch (error) {
      if (round === this.#round) this.error = error
    }
  }

  #asked() {
    return {
      name: this.name,
      entities: this.#own()
        .map(({ name }) => name)
        .filter(name => !this.left.has(name)),
    }
  }

  /** What waits is asked for, and says by itself how far it is: the dialog has done its part. */
  #download(): void {
    void download({ path: '/api/model/graduate', method: 'POST', body: this.#asked(), name: `${this.name}-sources.tgz` })
    this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-graduate', SgGraduate)
