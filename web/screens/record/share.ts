import type { EntityMeta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/pick.ts'
import '../../ui/small.ts'
import { trying } from './trying.ts'

type Kind = 'user' | 'team' | 'role'
interface Share {
  readonly id: string
  readonly with: { readonly kind: Kind; readonly id: string; readonly name: string }
  readonly may: 'read' | 'change'
  readonly at: string
  readonly by: string | null
}
interface Shares {
  readonly items: readonly Share[]
  readonly roles: readonly { readonly id: string; readonly label: string }[]
}

/** With whom a record is shared: people, teams and roles, to see it or to change it too. Tells `close`. */
class SgShare extends LitElement {
  static override properties = {
    shape: { attribute: false },
    record: {},
    shares: { state: true },
    kind: { state: true },
    target: { state: true },
    may: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  static override styles = [
    base,
    inputs,
    css`
    .body { display: grid; gap: 14px; } .new { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px; align-items: end; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; } li { display: flex; gap: 10px; align-items: center; justify-content: space-between; }
    li div { display: grid; min-inline-size: 0; } small, p { color: var(--sg-text-2); margin: 0; }
  `,
  ]
  declare shape: EntityMeta
  declare record: string
  declare shares: Shares | null
  declare kind: Kind
  declare target: string
  declare may: 'read' | 'change'
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.shares = null
    this.kind = 'user'
    this.target = ''
    this.may = 'read'
    this.error = null
    this.busy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void trying(this, () => this.#load())
  }

  protected override render(): unknown {
    return html`<sangam-dialog open heading=${t('Share this {entity}', { entity: called(this.shape.label) })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      <p>${t('It opens this one record to people whose roles know such records. What their roles hide stays hidden.')}</p>
      <sangam-problem .error=${this.error}></sangam-problem>${this.#new()}
      ${this.shares === null ? nothing : this.shares.items.length === 0 ? html`<p>${t('It is shared with nobody yet.')}</p>` : html`<ul aria-label=${t('Shared with')}>${this.shares.items.map(share => this.#row(share))}</ul>`}</div>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  #new(): TemplateResult {
    const kinds = [
      ['user', t('A person')],
      ['team', t('A team')],
      ['role', t('Everyone with a role')],
    ] as const
    return html`<div class="new"><label class="field">${t('With')}<select @change=${(event: Event) => this.#turn((event.target as HTMLSelectElement).value as Kind)}>${kinds.map(([kind, label]) => html`<option value=${kind} ?selected=${this.kind === kind}>${label}</option>`)}</select></label>
      <label class="field">${t('Whom')}${
        this.kind === 'role'
          ? html`<select @change=${(event: Event) => (this.target = (event.target as HTMLSelectElement).value)}><option value=""></option>${(this.shares?.roles ?? []).map(role => html`<option value=${role.id} ?selected=${this.target === role.id}>${role.label}</option>`)}</select>`
          : html`<sangam-pick entity=${this.kind === 'user' ? 'core.user' : 'core.team'} label=${t('Whom')} .value=${this.target} @pick=${(event: CustomEvent<{ id: string } | null>) => (this.target = event.detail?.id ?? '')}></sangam-pick>`
      }</label>
      <label class="field">${t('They may')}<select @change=${(event: Event) => (this.may = (event.target as HTMLSelectElement).value as 'read')}><option value="read" ?selected=${this.may === 'read'}>${t('See it')}</option>${this.shape.verbs.includes('update') ? html`<option value="change" ?selected=${this.may === 'change'}>${t('See and change it')}</option>` : nothing}</select></label>
      <sangam-button kind="primary" ?busy=${this.busy} ?disabled=${this.target === ''} @click=${() => this.#share()}>${t('Share')}</sangam-button></div>`
  }

  #row({ id, with: whom, may, at, by }: Share): TemplateResult {
    const said = may === 'change' ? t('sees and changes it') : t('sees it')
    return html`<li><div><strong>${whom.name}</strong><small>${said} · ${by ? t('by {name}, {when}', { name: by, when: formatRelative(at) }) : formatRelative(at)}</small></div>
      <sangam-button size="small" label=${t('End the sharing with {name}', { name: whom.name })} @click=${() => this.#end(id)}>${t('End')}</sangam-button></li>`
  }

  #turn(kind: Kind): void {
    this.kind = kind
    this.target = ''
  }

  get #at(): string {
    return `/api/records/${this.shape.name}/${this.record}/shares`
  }

  async #load(): Promise<void> {
    this.shares = await ask<Shares>(this.#at)
  }

  async #share(): Promise<void> {
    await trying(this, async () => {
      await ask(this.#at, { method: 'POST', body: { [this.kind]: this.target, may: this.may } })
      this.target = ''
      await this.#load()
    })
  }

  async #end(id: string): Promise<void> {
    await trying(this, async () => {
      await ask(`${this.#at}/${id}`, { method: 'DELETE' })
      await this.#load()
    })
  }
}
customElements.define('sangam-share', SgShare)
