import { css, html, LitElement, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/pick.ts'
import type { Recipient } from './shape.ts'

/** Who is told: people, roles, whom a field of the record names, and for mails any address. Tells `change` with the list. */
class SgRecipients extends LitElement {
  static override properties = { to: { attribute: false }, entity: {}, roles: { attribute: false }, mail: { type: Boolean } }
  declare to: readonly Recipient[]
  declare entity: string
  declare roles: readonly { readonly name: string; readonly label: string }[]
  declare mail: boolean

  constructor() {
    super()
    this.to = []
    this.entity = ''
    this.roles = []
    this.mail = false
  }

  static override styles = [
    base,
    inputs,
    css`:host { display: grid; gap: 8px; } .row { display: grid; grid-template-columns: minmax(130px, 1fr) minmax(160px, 1.6fr) 30px; gap: 6px; align-items: center; }
    @media (max-width: 760px) { .row { grid-template-columns: 1fr 30px; } .row > :nth-child(2) { grid-column: 1; } .row > :last-child { grid-column: 2; grid-row: 1; } }`,
  ]

  protected override render(): unknown {
    return html`${this.to.map((one, at) => this.#row(one, at))}
      <div><sangam-button size="small" kind="quiet" icon="plus" @click=${() => this.#tell([...this.to, { user: '$me' }])}>${t('Add someone')}</sangam-button></div>`
  }

  #row(one: Recipient, at: number): TemplateResult {
    const [kind = 'user', value = ''] = Object.entries(one)[0] ?? []
    const put = (next: Recipient): void => this.#tell(this.to.with(at, next))
    const kinds = [
      ['user', t('Person')],
      ['role', t('Everyone with the role')],
      ['field', t('Whom a field names')],
      ...(this.mail ? [['address', t('E-mail address')] as const] : []),
    ] as const
    return html`<div class="row"><select aria-label=${t('Who')} @change=${(event: Event) => put({ [textIn(event)]: this.#first(textIn(event)) })}>${kinds.map(([name, label]) => html`<option value=${name} ?selected=${name === kind}>${label}</option>`)}</select>
      ${this.#value(kind, value, next => put({ [kind]: next }))}
      <sangam-button size="small" kind="quiet" icon="close" label=${t('Remove')} @click=${() => this.#tell(this.to.toSpliced(at, 1))}></sangam-button></div>`
  }

  #value(kind: string, value: string, put: (value: string) => void): TemplateResult {
    if (kind === 'user')
      return html`<sangam-pick entity="core.user" me label=${t('Person')} .value=${value} @pick=${(event: CustomEvent<{ id: string } | null>) => put(event.detail?.id ?? '$me')}></sangam-pick>`
    if (kind === 'address')
      return html`<input aria-label=${t('E-mail address')} .value=${value} placeholder="name@example.com" @change=${(event: Event) => put(textIn(event))} />`
    const options = kind === 'role' ? this.roles.map(role => [role.name, called(role.label)] as const) : this.#fields()
    return html`<select aria-label=${kind === 'role' ? t('Role') : t('Field')} @change=${(event: Event) => put(textIn(event))}>${options.map(([name, label]) => html`<option value=${name} ?selected=${name === value}>${label}</option>`)}</select>`
  }

  #fields(): readonly (readonly [string, string])[] {
    const own = Object.values(entityMeta(this.entity)?.fields ?? {})
    return [
      ...own.filter(field => field.to === 'core.user' && field.type === 'reference').map(field => [field.name, called(field.label)] as const),
      ['createdBy', t('Created by')] as const,
      ...(this.mail ? own.filter(field => field.format === 'email').map(field => [field.name, called(field.label)] as const) : []),
    ]
  }

  #first(kind: string): string {
    if (kind === 'role') return this.roles[0]?.name ?? ''
    return kind === 'field' ? (this.#fields()[0]?.[0] ?? '') : kind === 'user' ? '$me' : ''
  }

  #tell(to: readonly Recipient[]): void {
    this.to = to
    this.dispatchEvent(new CustomEvent('change', { detail: to }))
  }
}
customElements.define('sangam-recipients', SgRecipients)

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
