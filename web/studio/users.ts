import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, lookAs } from '../data/client.ts'
import { onChange } from '../data/live.ts'
import { meta } from '../data/meta.ts'
import { formatInstant, formatRelative } from '../shell/format.ts'
import '../screens/record/explain.ts'
import { t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/menu.ts'
import type { MenuItem } from '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { studioStyles } from './studio.css.ts'
import type { RoleChoice, User } from './user-dialogs.ts'
import './user-dialogs.ts'

type Open =
  | { readonly kind: 'invite' }
  | { readonly kind: 'roles' | 'handOver' | 'explain'; readonly user: User }
  | { readonly kind: 'link'; readonly link: string | null; readonly mailed: boolean; readonly name: string }

/** Who works here: inviting, roles, letting go. */
class SgUsersScreen extends LitElement {
  static override properties = { users: { state: true }, roles: { state: true }, error: { state: true }, open: { state: true }, find: { state: true } }
  declare users: readonly User[] | null
  declare roles: readonly RoleChoice[]
  declare error: unknown
  declare open: Open | null
  declare find: string
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.users = null
    this.roles = []
    this.error = null
    this.open = null
    this.find = ''
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    .who { display: flex; gap: 10px; align-items: center; } .who div { display: grid; min-inline-size: 0; } .who small { color: var(--sg-text-2); }
    .roles { display: flex; gap: 4px; flex-wrap: wrap; } td.end { text-align: end; inline-size: 1%; } td.seen { white-space: nowrap; color: var(--sg-text-2); }
    .tools { max-inline-size: 300px; margin-block-end: 12px; }
    tr.off td { color: var(--sg-text-2); }
    @media (max-width: 760px) { thead { position: absolute; clip-path: inset(50%); } tr { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; border-block-start: 1px solid var(--sg-border); padding: 10px 14px; position: relative; } td { border: 0; padding: 0; } td:first-child { flex: 1 0 100%; } td.end { position: absolute; inset-block-start: 8px; inset-inline-end: 8px; inline-size: auto; } td.seen:not(:has(time)) { display: none; } }
  `,
  ]

  protected override render(): unknown {
    const shown = (this.users ?? []).filter(user => `${user.name} ${user.email ?? ''}`.toLocaleLowerCase().includes(this.find.toLocaleLowerCase()))
    return html`<sangam-page heading=${t('People who sign in')}>${meta().user.admin ? html`<sangam-button slot="actions" kind="primary" icon="plus" @click=${() => (this.open = { kind: 'invite' })}>${t('Invite someone')}</sangam-button>` : nothing}
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      ${this.users && this.users.length > 8 ? html`<div class="tools"><input type="search" aria-label=${t('Find a person')} placeholder=${t('Find a person')} .value=${this.find} @input=${(event: Event) => (this.find = (event.target as HTMLInputElement).value)} /></div>` : nothing}
      ${
        this.users === null
          ? this.error
            ? nothing
            : html`<sangam-skeleton lines="6"></sangam-skeleton>`
          : html`<div class="scroll"><table><thead><tr><th scope="col">${t('Name')}</th><th scope="col">${t('Status')}</th><th scope="col">${t('Roles')}</th><th scope="col">${t('Last seen')}</th><th><span class="visually-hidden">${t('More')}</span></th></tr></thead>
        <tbody>${shown.map(user => this.#row(user))}</tbody></table></div>`
      }</sangam-page>${this.#dialog()}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = onChange('core.user', () => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 400)
    })
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
  }

  #row(user: User): TemplateResult {
    const states = {
      active: ['green', t('Active')],
      invited: ['yellow', t('Invited')],
      disabled: ['grey', t('Disabled')],
      noSignIn: ['grey', t('Does not sign in')],
    } as const
    const [colour, label] = states[user.state]
    return html`<tr class=${user.state === 'disabled' ? 'off' : ''}><td class="wide"><div class="who"><sangam-avatar name=${user.name} size="30"></sangam-avatar><div><a href="/record/core.user/${user.id}">${user.name}</a><small>${user.email ?? t('No e-mail address')}</small></div></div></td>
      <td class="wide"><sangam-badge colour=${colour} dot>${label}</sangam-badge></td><td class="wide"><div class="roles">${user.roles.length > 0 ? user.roles.map(role => html`<sangam-badge>${role.label}</sangam-badge>`) : html`<span class="quiet">${t('No role')}</span>`}</div></td>
      <td class="wide seen">${user.lastSeen ? html`<time title=${formatInstant(user.lastSeen)}>${formatRelative(user.lastSeen)}</time>` : '—'}</td>
      <td class="end"><sangam-menu end .items=${this.#items(user)} label=${user.name}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: user.name })}></sangam-button></sangam-menu></td></tr>`
  }

  #items(user: User): readonly MenuItem[] {
    const oneself = user.id === meta().user.id
    const link = user.state === 'active' ? t('Make a link for a new password') : t('Make a link to sign in')
    return [
      { label: t('Change the roles'), icon: 'shield', run: () => (this.open = { kind: 'roles', user }) },
      ...(user.email && user.state !== 'disabled' ? [{ label: link, icon: 'key', run: () => this.#link(user) }] : []),
      ...(looked(user) ? [{ label: t('Look as {name}', { name: user.name }), icon: 'eye', run: () => lookAs(user.id) }] : []),
      { label: t('What may they do, and why?'), icon: 'help', run: () => (this.open = { kind: 'explain', user }) },
      { label: t('Hand over the records'), icon: 'users', run: () => (this.open = { kind: 'handOver', user }) },
      ...(oneself
        ? []
        : ([
            'line',
            user.state === 'disabled'
              ? { label: t('Enable'), icon: 'check', run: () => this.#enable(user) }
              : { label: t('Disable'), icon: 'lock', danger: true, run: () => this.#disable(user) },
          ] as const)),
    ]
  }

  #dialog(): TemplateResult | typeof nothing {
    const { open } = this
    if (!open) return nothing
    const close = (): void => {
      this.open = null
    }
    const done = (): void => void this.#load()
    const linked = (event: CustomEvent<{ link: string | null; mailed: boolean; name: string }>): void => {
      this.open = { kind: 'link', ...event.detail }
      void this.#load()
    }
    switch (open.kind) {
      case 'invite':
        return html`<sangam-invite .roles=${this.roles} @close=${close} @link=${linked}></sangam-invite>`
      case 'roles':
        return html`<sangam-user-roles .roles=${this.roles} .user=${open.user} @close=${close} @done=${done}></sangam-user-roles>`
      case 'explain':
        return html`<sangam-explain .person=${open.user} @close=${close}></sangam-explain>`
      case 'handOver':
        return html`<sangam-hand-over .user=${open.user} @close=${close} @done=${done}></sangam-hand-over>`
      default:
        return html`<sangam-link-made name=${open.name} .link=${open.link} ?mailed=${open.mailed} @close=${close}></sangam-link-made>`
    }
  }

  async #link(user: User): Promise<void> {
    await this.#try(async () => {
      const made = await ask<{ link: string | null; mailed?: boolean }>(`/api/users/${user.id}/reset-link`, { method: 'POST' })
      this.open = { kind: 'link', link: made.link, mailed: made.mailed ?? false, name: user.name }
    })
  }

  async #disable(user: User): Promise<void> {
    const question = t('{name} is signed out at once and can’t sign in any more. Their records stay.', { name: user.name })
    if (!(await confirm(question, { heading: t('Disable {name}?', { name: user.name }), go: t('Disable'), danger: true }))) return
    await this.#try(async () => {
      await ask(`/api/users/${user.id}/disable`, { method: 'POST' })
      toast(t('{name} is disabled.', { name: user.name }), {
        action: { label: t('Hand over the records'), run: () => (this.open = { kind: 'handOver', user }) },
      })
    })
    await this.#load()
  }

  async #enable(user: User): Promise<void> {
    await this.#try(async () => {
      await ask(`/api/users/${user.id}/enable`, { method: 'POST' })
      toast(t('{name} can sign in again.', { name: user.name }))
    })
    await this.#load()
  }

  async #load(): Promise<void> {
    try {
      const [users, roles] = await Promise.all([ask<{ items: readonly User[] }>('/api/users'), ask<{ items: readonly RoleChoice[] }>('/api/roles')])
      this.users = users.items
      this.roles = roles.items
      this.error = null
    } catch (error) {
      this.error = error
    }
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-users-screen', SgUsersScreen)

/** Who signs in, or will, and does not see everything. */
function looked({ state, roles }: User): boolean {
  return (state === 'active' || state === 'invited') && !roles.some(({ name }) => name === 'core.owner' || name === 'core.admin')
}
