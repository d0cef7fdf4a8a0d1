import type { EntityMeta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { entityMeta, meta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { conditionSaid, verbSaid } from '../../studio/said.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/pick.ts'
import '../../ui/small.ts'

type Truth = boolean | null
interface Explanation {
  readonly allowed: boolean
  readonly text: string
  readonly rules: readonly {
    readonly label: string
    readonly holds: Truth
    readonly parts: readonly { readonly condition: object; readonly holds: Truth }[]
  }[]
  readonly shared: boolean
  readonly hidden: readonly string[]
  readonly frozen: readonly string[]
}

/** Why someone may see a record or do something with it, or why not: role by role. Of a `person` given, the record is chosen here. Tells `close`. */
class SgExplain extends LitElement {
  static override properties = {
    shape: { attribute: false },
    record: {},
    person: { attribute: false },
    user: { state: true },
    verb: { state: true },
    found: { state: true },
    error: { state: true },
  }
  static override styles = [
    base,
    inputs,
    css`
    .body { display: grid; gap: 14px; } .asked { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 8px; }
    .verdict { display: flex; gap: 8px; align-items: center; font-weight: 500; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; } ul ul { padding-inline-start: 26px; gap: 2px; margin-block-start: 2px; }
    li > span { display: inline-flex; gap: 8px; align-items: center; } p { margin: 0; color: var(--sg-text-2); }
    .yes { color: var(--sg-success, inherit); } .no { color: var(--sg-danger); }
  `,
  ]
  declare shape: EntityMeta | null
  declare record: string
  declare person: { readonly id: string; readonly name: string } | null
  declare user: string
  declare verb: string
  declare found: Explanation | null
  declare error: unknown

  constructor() {
    super()
    this.shape = null
    this.record = ''
    this.person = null
    this.user = meta().user.id
    this.verb = 'read'
    this.found = null
    this.error = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.person) this.user = this.person.id
    void this.#ask()
  }

  protected override render(): unknown {
    const { shape } = this
    const verbs = ['read', 'update', 'remove', 'export', 'share', ...(shape?.actions ?? []).map(action => action.name)]
    const heading = this.person ? t('What {name} may do, and why', { name: this.person.name }) : t('Who may do what here, and why')
    return html`<sangam-dialog open wide heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <div class="asked">${this.person ? this.#which() : meta().user.admin ? html`<label class="field">${t('Person')}<sangam-pick entity="core.user" label=${t('Person')} .value=${this.user} .named=${meta().user.name} @pick=${(event: CustomEvent<{ id: string } | null>) => this.#turn({ user: event.detail?.id ?? meta().user.id })}></sangam-pick></label>` : nothing}
        <label class="field">${t('May they')}<select @change=${(event: Event) => this.#turn({ verb: (event.target as HTMLSelectElement).value })}>${verbs.map(verb => html`<option value=${verb} ?selected=${this.verb === verb}>${verbSaid(shape?.name ?? '', verb)}</option>`)}</select></label></div>
      <sangam-problem .error=${this.error}></sangam-problem>${this.found ? this.#told(this.found) : nothing}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  #told({ allowed, text, rules, hidden, frozen }: Explanation): TemplateResult {
    return html`<div class="verdict" role="status">${mark(allowed)}<span>${text}</span></div>
      ${rules.length > 0 ? html`<ul aria-label=${t('Roles that allow it')}>${rules.map(rule => html`<li><span>${mark(rule.holds)}${t('Role {role}', { role: rule.label })}${rule.parts.length === 0 ? `: ${t('with all records')}` : ''}</span>${rule.parts.length > 0 ? html`<ul>${rule.parts.map(part => html`<li><span>${mark(part.holds)}${conditionSaid(this.shape?.name ?? '', part.condition)}</span></li>`)}</ul>` : nothing}</li>`)}</ul>` : nothing}
      ${hidden.length > 0 ? html`<p>${t('Not shown to them here: {fields}.', { fields: hidden.join(', ') })}</p>` : nothing}
      ${allowed && this.verb === 'update' && frozen.length > 0 ? html`<p>${t('Not to be changed by them here: {fields}.', { fields: frozen.join(', ') })}</p>` : nothing}`
  }

  /** Any record of any kind: titles are shown as the one who asks sees them. */
  #which(): TemplateResult {
    const kinds = Object.values(meta().entities)
      .filter(entity => !entity.linesOf)
      .map(entity => [entity.name, called(entity.plural)] as const)
      .sort(([, a], [, b]) => a.localeCompare(b))
    return html`<label class="field">${t('Kind of record')}<select @change=${(event: Event) => this.#kind((event.target as HTMLSelectElement).value)}><option value="" ?selected=${!this.shape}>${t('Choose…')}</option>${kinds.map(([name, label]) => html`<option value=${name} ?selected=${name === this.shape?.name}>${label}</option>`)}</select></label>
      ${this.shape ? html`<label class="field">${t('Record')}<sangam-pick entity=${this.shape.name} label=${t('Record')} .value=${this.record} @pick=${(event: CustomEvent<{ id: string } | null>) => this.#record(event.detail?.id ?? '')}></sangam-pick></label>` : nothing}`
  }

  #kind(name: string): void {
    this.shape = entityMeta(name) ?? null
    this.verb = 'read'
    this.#record('')
  }

  #record(id: string): void {
    this.record = id
    void this.#ask()
  }

  #turn(asked: { readonly user?: string; readonly verb?: string }): void {
    this.user = asked.user ?? this.user
    this.verb = asked.verb ?? this.verb
    void this.#ask()
  }

  async #ask(): Promise<void> {
    this.error = null
    if (!this.shape || this.record === '') {
      this.found = null
      return
    }
    try {
      const words = new URLSearchParams({ verb: this.verb, ...(this.user !== meta().user.id && { user: this.user }) })
      this.found = await ask<Explanation>(`/api/explain/${this.shape.name}/${this.record}?${words}`)
    } catch (error) {
      this.found = null
      this.error = error
    }
  }
}
customElements.define('sangam-explain', SgExplain)

/** A sign and a word for those who don’t see it; what is unknown says so. */
function mark(holds: Truth): TemplateResult {
  if (holds === null) return html`<sangam-icon name="info"></sangam-icon><span class="visually-hidden">${t('Unknown')}</span>`
  return html`<sangam-icon class=${holds ? 'yes' : 'no'} name=${holds ? 'check' : 'close'}></sangam-icon><span class="visually-hidden">${holds ? t('Yes') : t('No')}</span>`
}
