import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../data/client.ts'
import { entityMeta, loadMeta, meta } from '../data/meta.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/dialog.ts'
import '../ui/pick.ts'
import '../ui/small.ts'
import { toast } from '../ui/toast.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly state: 'active' | 'invited' | 'disabled' | 'noSignIn'
  readonly roles: readonly { readonly name: string; readonly label: string }[]
  readonly lastSeen: string | null
}

export interface RoleChoice {
  readonly name: string
  readonly label: string
  readonly description: string | null
  readonly plugin: string
}

const styles = [
  base,
  inputs,
  css`
  form, .body { display: grid; gap: 14px; }
  fieldset { border: 0; padding: 0; margin: 0; display: grid; gap: 2px; } legend { font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); margin-block-end: 5px; padding: 0; }
  .roles { max-block-size: 320px; overflow: auto; display: grid; gap: 2px; }
  .role { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 10px; padding: 8px; border-radius: 7px; cursor: pointer; } .role:hover { background: var(--sg-surface-2); } .role input { margin-block-start: 2px; } .role small { grid-column: 2; color: var(--sg-text-2); }
  .link { display: flex; gap: 8px; align-items: center; } .link input { flex: 1; }
  p { color: var(--sg-text-2); } .wrong { color: var(--sg-danger); }
`,
]

/** A dialog with one thing to send; what is refused is shown in it. */
abstract class Sending extends LitElement {
  static override properties: { [name: string]: object } = { error: { state: true }, busy: { state: true } }
  static override styles = styles
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.error = null
    this.busy = false
  }

  protected frame(heading: string, go: string, body: TemplateResult): TemplateResult {
    return html`<sangam-dialog open heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}><form @submit=${(event: Event) => this.#submit(event)} novalidate>${body}
        ${this.error && Object.keys(this.fields()).length === 0 ? html`<sangam-problem .error=${this.error}></sangam-problem>` : nothing}<input type="submit" hidden /></form>
      <sangam-button slot="actions" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Cancel')}</sangam-button><sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${(event: Event) => this.#submit(event)}>${go}</sangam-button></sangam-dialog>`
  }

  protected abstract send(form: FormData): Promise<void>

  protected fields(): { readonly [field: string]: string } {
    return this.error instanceof ProblemError ? this.error.fields : {}
  }

  protected wrong(field: string): TemplateResult | typeof nothing {
    const message = this.fields()[field]
    return message ? html`<span class="wrong" role="alert">${message}</span>` : nothing
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    const form = this.renderRoot.querySelector('form')
    if (!form || this.busy || !form.reportValidity()) return
    this.busy = true
    this.error = null
    try {
      await this.send(new FormData(form))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}

/** Tells `link` ({ link, mailed, name }) when the invitation is made. */
class SgInvite extends Sending {
  static override properties = { ...Sending.properties, roles: { attribute: false } }
  declare roles: readonly RoleChoice[]

  protected override render(): unknown {
    return this.frame(
      t('Invite someone'),
      t('Invite'),
      html`
      <label class="field">${t('Name')}<input name="name" required maxlength="120" autocomplete="off" autofocus />${this.wrong('name')}</label>
      <label class="field">${t('E-mail')}<input name="email" type="email" required autocomplete="off" />${this.wrong('email')}</label>
      ${roleBoxes(this.roles, ['core.member'])}${this.wrong('roles')}`,
    )
  }

  protected override async send(form: FormData): Promise<void> {
    const name = String(form.get('name'))
    const made = await ask<{ link: string | null; mailed: boolean }>('/api/users/invite', {
      method: 'POST',
      body: { name, email: form.get('email'), roles: form.getAll('roles') },
    })
    this.dispatchEvent(new CustomEvent('link', { detail: { ...made, name } }))
  }
}
customElements.define('sangam-invite', SgInvite)

class SgUserRoles extends Sending {
  static override properties = { ...Sending.properties, roles: { attribute: false }, user: { attribute: false } }
  declare roles: readonly RoleChoice[]
  declare user: User

  protected override render(): unknown {
    return this.frame(
      t('Roles of {name}', { name: this.user.name }),
      t('Save'),
      html`${roleBoxes(
        this.roles,
        this.user.roles.map(role => role.name),
      )}${this.wrong('roles')}`,
    )
  }

  protected override async send(form: FormData): Promise<void> {
    await ask(`/api/users/${this.user.id}/roles`, { method: 'PUT', body: { roles: form.getAll('roles') } })
    toast(t('{name} has other roles now.', { name: this.user.name }))
    if (this.user.id === meta().user.id) await loadMeta()
    this.dispatchEvent(new Event('done'))
    this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-user-roles', SgUserRoles)

class SgHandOver extends Sending {
  static override properties = { ...Sending.properties, user: { attribute: false }, to: { state: true } }
  declare user: User
  declare to: string

  constructor() {
    super()
    this.to = ''
  }

  protected override render(): unknown {
    return this.frame(
      t('Hand over the records of {name}', { name: this.user.name }),
      t('Hand over'),
      html`<p>${t('Everything that stands in this name goes to another person: records, tasks, teams.')}</p>
      <label class="field">${t('To whom')}<sangam-pick entity="core.user" label=${t('To whom')} .value=${this.to} @pick=${(event: CustomEvent<{ id: string } | null>) => (this.to = event.detail?.id ?? '')}></sangam-pick></label>`,
    )
  }

  protected override async send(): Promise<void> {
    if (this.to === '') return
    const { counts } = await ask<{ counts: { readonly [entity: string]: number } }>(`/api/users/${this.user.id}/hand-over`, {
      method: 'POST',
      body: { to: this.to },
    })
    const parts = Object.entries(counts).map(([entity, count]) => `${called(entityMeta(entity)?.plural ?? entity)}: ${count}`)
    toast(parts.length > 0 ? t('Handed over. {parts}', { parts: parts.join(', ') }) : t('There was nothing to hand over.'))
    this.dispatchEvent(new Event('done'))
    this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-hand-over', SgHandOver)

/** A link that was made, to copy; and whether it was mailed as well. One that the installation mails nobody but its reader is given. */
class SgLinkMade extends LitElement {
  static override properties = { link: { attribute: false }, name: {}, mailed: { type: Boolean } }
  static override styles = styles
  declare link: string | null
  declare name: string
  declare mailed: boolean

  protected override render(): unknown {
    return html`<sangam-dialog open heading=${t('A link for {name}', { name: this.name })} @close=${() => this.dispatchEvent(new Event('close'))}><div class="body">
      ${this.link === null ? html`<p>${t('It goes to their mailbox by the mail server of this installation. Nobody else is given it.')}</p>` : this.#copied(this.link)}</div>
      <sangam-button slot="actions" kind="primary" @click=${() => this.dispatchEvent(new Event('close'))}>${t('Close')}</sangam-button></sangam-dialog>`
  }

  #copied(link: string): TemplateResult {
    return html`<p>${this.mailed ? t('It was mailed. You can also send it yourself.') : t('Mail is not set up here: send the link yourself. It works once, and ends by itself.')}</p>
      <div class="link"><input readonly aria-label=${t('Link')} .value=${link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /><sangam-button icon="copy" @click=${() => void this.#copy(link)}>${t('Copy')}</sangam-button></div>`
  }

  async #copy(link: string): Promise<void> {
    // Copying by itself works on secure pages only; elsewhere the link stands chosen, ready for the keyboard.
    if ('clipboard' in navigator) await navigator.clipboard.writeText(link).then(() => toast(t('Copied.')))
    else this.renderRoot.querySelector('input')?.focus()
  }
}
customElements.define('sangam-link-made', SgLinkMade)

function roleBoxes(roles: readonly RoleChoice[], chosen: readonly string[]): TemplateResult {
  return html`<fieldset><legend>${t('Roles')}</legend><div class="roles">${roles.map(role => html`<label class="role"><input type="checkbox" name="roles" value=${role.name} ?checked=${chosen.includes(role.name)} /><span>${called(role.label)}</span>${role.description ? html`<small>${called(role.description)}</small>` : nothing}</label>`)}</div></fieldset>`
}
