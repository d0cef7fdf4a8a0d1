import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'

/** What a package says of itself, before any of it runs. */
interface Looked {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly description: string
  readonly author: string | null
  readonly sha256: string
  /** Where it was fetched from, when it was asked for by its name. */
  readonly from: { readonly registry: string; readonly name: string; readonly integrity: string } | null
  /** The version whose place it would take. */
  readonly replaces: string | null
  /** Of a bridge: what it comes and goes with. */
  readonly joins: readonly string[]
  readonly asks: readonly string[]
  /** What the version whose place it takes did not ask for. */
  readonly more: readonly string[]
  readonly warnings: readonly string[]
}

interface Removed {
  readonly id: string
  readonly title: string
  readonly version: string
}

/** What is asked about: a name that is yet to be given, a package that was looked at (`body` is what asks for it again), or one to remove. */
type Asked = 'name' | { readonly body: Blob | { readonly name: string; readonly integrity: string }; readonly looked: Looked } | { readonly remove: Removed }

/** Takes a plugin in from a file or by its name, or away again: says what it means, and asks for the password. Tells `done`. */
class SgInstallPlugin extends LitElement {
  static override properties = { asked: { state: true }, busy: { state: true }, error: { state: true } }
  declare asked: Asked | null
  declare busy: boolean
  declare error: unknown

  constructor() {
    super()
    this.asked = null
    this.busy = false
    this.error = null
  }

  static override styles = [
    base,
    inputs,
    css`
    form { display: grid; gap: 14px; } p, ul { margin: 0; } ul { padding-inline-start: 20px; display: grid; gap: 4px; }
    .who { color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow-wrap: anywhere; }
    .warn { display: grid; gap: 6px; padding: 10px 14px; border-inline-start: 3px solid var(--sg-danger); background: var(--sg-surface-2); border-radius: var(--sg-radius); }
  `,
  ]

  /** Lets the person choose a file. */
  choose(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click()
  }

  /** Lets the person name one. */
  name(): void {
    this.error = null
    this.asked = 'name'
  }

  /** Looks, because the person asks, whether there is a newer version of one that came by its name. */
  async newer({ id, title, version }: Removed): Promise<void> {
    try {
      this.error = null
      const { newer } = await ask<{ newer: Looked | null }>(`/api/plugins/${id}/newer`, { method: 'POST' })
      if (newer) this.#named(newer)
      else toast(t('There is nothing newer than {plugin} {version} that runs here.', { plugin: title, version }))
    } catch (error) {
      toastProblem(error)
    }
  }

  letGo(plugin: Removed): void {
    this.error = null
    this.asked = { remove: plugin }
  }

  protected override render(): unknown {
    return html`<input type="file" hidden accept=".tgz,.tar.gz,application/gzip" aria-label=${t('The file of a plugin')} @change=${(event: Event) => void this.#look(event.target as HTMLInputElement)} />${this.#dialog()}`
  }

  #dialog(): TemplateResult | typeof nothing {
    if (!this.asked) return nothing
    if (this.asked === 'name') return this.#asksName()
    const installs = 'looked' in this.asked
    const name = 'looked' in this.asked ? this.asked.looked.title : this.asked.remove.title
    const heading = installs ? t('Install {plugin}', { plugin: name }) : t('Remove {plugin} from the server', { plugin: name })
    return html`<sangam-dialog open wide heading=${heading} @close=${() => this.#close()}>
      <form @submit=${(event: SubmitEvent) => void this.#go(event)}>${'looked' in this.asked ? this.#what(this.asked.looked) : html`<p>${t('Its code goes from every workspace of this server. What was put away of it stays, and can be put back when it is installed again.')}</p>`}
        <label class="field">${t('Your password')}<input name="password" type="password" autocomplete="current-password" required /><small>${t('It is asked for again, so that nobody else does this at your desk.')}</small></label>
        <sangam-problem .error=${this.error}></sangam-problem><input type="submit" hidden /></form>
      <sangam-button slot="actions" @click=${() => this.#close()}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind=${installs ? 'primary' : 'danger'} ?busy=${this.busy} @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}>${installs ? t('Install') : t('Remove')}</sangam-button></sangam-dialog>`
  }

  #asksName(): TemplateResult {
    return html`<sangam-dialog open heading=${t('Install a plugin by its name')} @close=${() => this.#close()}>
      <form @submit=${(event: SubmitEvent) => void this.#find(event)}><label class="field">${t('Its name in the registry')}<input name="name" required maxlength="280" autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr" autofocus placeholder="vehicles-for-sangam" /><small>${t('As its author gave it to npm. Behind an @ you may say which versions will do, such as ^1.2.0.')}</small></label>
        <sangam-problem .error=${this.error}></sangam-problem><input type="submit" hidden /></form>
      <sangam-button slot="actions" @click=${() => this.#close()}>${t('Cancel')}</sangam-button>
      <sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}>${t('Look at it')}</sangam-button></sangam-dialog>`
  }

  #what({ description, version, replaces, author, sha256, from, more, asks, warnings }: Looked): TemplateResult {
    return html`<p>${description}</p>
      <p class="who">${replaces === null ? t('Version {version}', { version }) : t('Version {version}, in the place of {old}', { version, old: replaces })} · ${author === null ? t('It does not say who made it.') : t('Made by {author}, by its own word', { author })}<br />${from ? html`${t('{name} from {registry}', { name: from.name, registry: from.registry })}<br /><bdi>${from.integrity}</bdi>` : html`SHA-256 <bdi>${sha256}</bdi>`}</p>
      ${more.length > 0 ? html`<div><b>${t('It asks for more than version {old} did:', { old: replaces ?? '' })}</b><ul>${more.map(one => html`<li>${one}</li>`)}</ul></div>` : nothing}
      ${asks.length > 0 ? html`<ul>${asks.map(one => html`<li>${one}</li>`)}</ul>` : nothing}
      <div class="warn" role="note">${warnings.map(one => html`<p>${one}</p>`)}</div>`
  }

  #said({ title: plugin, version, replaces, joins }: Looked): string {
    if (replaces !== null) return t('{plugin} {version} is installed, in the place of {old}.', { plugin, version, old: replaces })
    if (joins.length > 0) return t('{plugin} is installed. It comes and goes with what it joins.', { plugin })
    return t('{plugin} is installed. Enable it to use it.', { plugin })
  }

  #close(): void {
    this.asked = null
    this.error = null
  }

  #named(looked: Looked): void {
    const { name, integrity } = looked.from ?? { name: '', integrity: '' }
    // The very version that was looked at, whatever comes meanwhile.
    this.asked = { body: { name: `${name}@${looked.version}`, integrity }, looked }
  }

  async #find(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const name = String(new FormData(event.target as HTMLFormElement).get('name'))
    this.busy = true
    this.error = null
    try {
      const looked = await ask<Looked>('/api/plugins/look', { method: 'POST', body: { name } })
      if (this.asked === 'name') this.#named(looked)
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }

  async #look(input: HTMLInputElement): Promise<void> {
    const [chosen] = input.files ?? []
    input.value = ''
    if (!chosen) return
    const file = new Blob([chosen], { type: 'application/octet-stream' })
    try {
      this.error = null
      this.asked = { body: file, looked: await ask<Looked>('/api/plugins/look', { method: 'POST', body: file }) }
    } catch (error) {
      toastProblem(error)
    }
  }

  async #go(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { asked } = this
    if (!asked || asked === 'name' || this.busy) return
    const password = String(new FormData(event.target as HTMLFormElement).get('password'))
    this.busy = true
    this.error = null
    try {
      if ('looked' in asked) await ask('/api/plugins/install', { method: 'POST', body: asked.body, password })
      else await ask(`/api/plugins/${asked.remove.id}/remove`, { method: 'POST', password })
      this.#close()
      toast('looked' in asked ? this.#said(asked.looked) : t('{plugin} is removed.', { plugin: asked.remove.title }))
      this.dispatchEvent(new Event('done'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-install-plugin', SgInstallPlugin)

declare global {
  interface HTMLElementTagNameMap {
    'sangam-install-plugin': SgInstallPlugin
  }
}
