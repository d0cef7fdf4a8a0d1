import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../data/client.ts'
import { can, loadMeta, meta, metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import { formatRelative } from '../shell/format.ts'
import { keepsSeen, possible, setKeepsSeen } from '../shell/offline.ts'
import { density, setDensity, setTheme, theme } from '../shell/preferences.ts'
import { changeLocale } from '../shell/session.ts'
import { localeStore, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import './me-address.ts'
import './me-formats.ts'
import './me-keys.ts'

interface Session {
  readonly id: string
  readonly createdAt: string
  readonly seenAt: string
  readonly userAgent: string | null
  readonly ip: string | null
  readonly current: boolean
}

/** One's own account: name, language and look, password, where one is signed in, keys for programs. */
class SgMeScreen extends LitElement {
  static override properties = {
    sessions: { state: true },
    error: { state: true },
    passwordError: { state: true },
  }
  declare sessions: readonly Session[]
  declare error: unknown
  declare passwordError: unknown

  constructor() {
    super()
    this.sessions = []
    this.error = null
    this.passwordError = null
    watch(this, metaStore)
  }

  static override styles = [
    base,
    inputs,
    css`
    section { display: grid; grid-template-columns: minmax(180px, 1fr) 2fr; gap: 12px 40px; padding-block: 24px; border-block-end: 1px solid var(--sg-border); }
    section:last-child { border: 0; }
    section > header { display: grid; gap: 4px; align-content: start; } section > header p { color: var(--sg-text-2); }
    .fields { display: grid; gap: 14px; align-content: start; }
    form { display: grid; gap: 14px; } .line { display: flex; gap: 10px; align-items: end; flex-wrap: wrap; } .line label { flex: 1; min-inline-size: 140px; }
    ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 8px; }
    li { display: flex; gap: 12px; align-items: center; padding: 10px 14px; border: 1px solid var(--sg-border); border-radius: 9px; } li div { flex: 1; min-inline-size: 0; } li small { color: var(--sg-text-2); display: block; }
    .tick { display: grid; grid-template-columns: auto 1fr; gap: 10px; align-items: start; } .tick small { display: block; color: var(--sg-text-2); }
    @media (max-width: 760px) { section { grid-template-columns: 1fr; } }
  `,
  ]

  protected override render(): unknown {
    const { user } = meta()
    return html`<sangam-page narrow heading=${t('Your account')}><sangam-problem .error=${this.error}></sangam-problem>
      ${this.#section(t('You'), user.email ?? '', html`<form @submit=${(event: SubmitEvent) => this.#rename(event)}><div class="line"><label class="field">${t('Name')}<input name="name" required .value=${user.name} autocomplete="name" /></label><sangam-button type="submit">${t('Save')}</sangam-button></div></form><sangam-my-address></sangam-my-address>`)}
      ${this.#section(
        t('Language and look'),
        t('The look is kept in this browser.'),
        html`
        <label class="field">${t('Language')}<select @change=${(event: Event) => this.#speak((event.target as HTMLSelectElement).value)}>${options(
          [
            ['en', 'English'],
            ['hi', 'हिन्दी'],
          ],
          localeStore.value,
        )}</select></label>
        <label class="field">${t('Look')}<select @change=${(event: Event) => setTheme((event.target as HTMLSelectElement).value as ReturnType<typeof theme>)}>${options(
          [
            ['system', t('Like the system')],
            ['light', t('Light')],
            ['dark', t('Dark')],
          ],
          theme(),
        )}</select></label>
        <label class="field">${t('Density')}<select @change=${(event: Event) => setDensity((event.target as HTMLSelectElement).value as ReturnType<typeof density>)}>${options(
          [
            ['comfortable', t('Comfortable')],
            ['compact', t('Compact')],
          ],
          density(),
        )}</select></label>
        ${possible() ? html`<label class="tick"><input type="checkbox" .checked=${keepsSeen()} @change=${(event: Event) => void setKeepsSeen((event.target as HTMLInputElement).checked).catch(toastProblem)} /><span>${t('Keep what I have seen on this device')}<small>${t('It can then be looked at without a connection, for seven days. Signing out removes it. Choose it on a device of your own only.')}</small></span></label>` : nothing}`,
      )}
      ${this.#section(t('Numbers, dates and times'), t('How you see them everywhere, and how what you type is understood. They come with you to every device.'), html`<sangam-my-formats></sangam-my-formats>`)}
      ${can('core.scheduledReport:read') ? this.#section(t('Reports by mail'), t('Lists that come to you by mail.'), html`<div><sangam-button href="/reports">${t('Open my reports')}</sangam-button></div>`) : nothing}
      ${this.#section(
        t('Password'),
        t('A new password signs you out everywhere else.'),
        html`<form @submit=${(event: SubmitEvent) => this.#password(event)}>
        <label class="field">${t('Present password')}<input name="current" type="password" autocomplete="current-password" required /></label>
        <label class="field">${t('New password')}<input name="next" type="password" autocomplete="new-password" minlength="10" required /><small>${t('At least 10 characters. A short sentence is easy to remember and hard to guess.')}</small></label>
        <sangam-problem .error=${this.passwordError}></sangam-problem><input type="submit" hidden /><div><sangam-button type="submit">${t('Change the password')}</sangam-button></div></form>`,
      )}
      ${this.#section(t('Where you are signed in'), t('End what you do not know.'), html`<ul>${this.sessions.map(session => this.#session(session))}</ul>`)}
      ${this.#section(
        t('Keys for programs and agents'),
        t('A program or an agent with a key may do what you may, or less, until the key ends.'),
        html`<sangam-my-keys></sangam-my-keys>`,
      )}
    </sangam-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  #section(heading: string, text: string, body: TemplateResult): TemplateResult {
    return html`<section aria-label=${heading}><header><h2>${heading}</h2><p>${text}</p></header><div class="fields">${body}</div></section>`
  }

  #session(session: Session): TemplateResult {
    return html`<li><div>${browserOf(session.userAgent)}${session.current ? html` <sangam-badge colour="teal">${t('here')}</sangam-badge>` : nothing}<small>${[session.ip, t('seen {when}', { when: formatRelative(session.seenAt) })].filter(Boolean).join(' · ')}</small></div>
      ${session.current ? nothing : html`<sangam-button size="small" @click=${() => this.#end(session)}>${t('End')}</sangam-button>`}</li>`
  }

  async #load(): Promise<void> {
    try {
      this.sessions = (await ask<{ items: readonly Session[] }>('/api/sessions')).items
    } catch (error) {
      this.error = error
    }
  }

  async #rename(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    await this.#try(async () => {
      await ask('/api/me', { method: 'PATCH', body: { name: valuesOf(event).name } })
      await loadMeta()
      toast(t('Saved.'))
    })
  }

  async #speak(locale: string): Promise<void> {
    await this.#try(() => changeLocale(locale))
  }

  async #password(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.passwordError = null
    try {
      await ask('/api/password', { method: 'POST', body: valuesOf(event) })
      ;(event.target as HTMLFormElement).reset()
      toast(t('The password is changed.'))
    } catch (error) {
      this.passwordError = error
    }
  }

  async #end(session: Session): Promise<void> {
    await this.#try(() => ask(`/api/sessions/${session.id}`, { method: 'DELETE' }))
    await this.#load()
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof ProblemError) toastProblem(error)
      else throw error
    }
  }
}
customElements.define('sangam-me-screen', SgMeScreen)

function options(list: readonly (readonly [string, string])[], chosen: string): TemplateResult[] {
  return list.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)
}

function valuesOf(event: SubmitEvent): { readonly [name: string]: string } {
  return Object.fromEntries(new FormData(event.target as HTMLFormElement)) as { [name: string]: string }
}

function browserOf(userAgent: string | null): string {
  const browser = /Edg|Firefox|Chrome|Safari/.exec(userAgent ?? '')?.[0].replace('Edg', 'Edge')
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(userAgent ?? '')?.[0].replace('Mac OS', 'macOS')
  return browser && system ? t('{browser} on {system}', { browser, system }) : t('A browser')
}
