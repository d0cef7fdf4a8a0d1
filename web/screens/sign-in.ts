import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../data/client.ts'
import { go, type Route } from '../shell/router.ts'
import { changeLocale, enter } from '../shell/session.ts'
import { localeStore, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/small.ts'
import { plainPage, plainPageStyles } from './plain-page.ts'

type Step = 'signIn' | 'forgot' | 'sent' | 'reset' | 'invited'

/** Signing in, asking for a new password, setting it, and accepting an invitation: one quiet page. */
class SgSignInScreen extends LitElement {
  static override properties = {
    route: { attribute: false },
    step: { state: true },
    busy: { state: true },
    error: { state: true },
    guest: { state: true },
    shown: { state: true },
    anew: { state: true },
    mailsFrom: { state: true },
  }
  declare route: Route | undefined
  declare step: Step
  declare busy: boolean
  declare error: unknown
  declare guest: { readonly name: string; readonly email: string; readonly workspace: string; readonly known: boolean; readonly mayTakeOver: boolean } | null
  declare shown: boolean
  /** They say that the password of this address is none of theirs. */
  declare anew: boolean
  /** Whom links come from, where the installation has a mail server. */
  declare mailsFrom: string | null

  constructor() {
    super()
    this.step = 'signIn'
    this.busy = false
    this.error = null
    this.guest = null
    this.shown = false
    this.anew = false
    this.mailsFrom = null
  }

  static override styles = [
    base,
    inputs,
    plainPageStyles,
    css`
    :host { display: grid; grid-template-rows: 1fr auto; min-block-size: 100dvh; justify-items: center; align-items: center; padding: 24px 16px; background:
      radial-gradient(60rem 34rem at 12% -10%, var(--sg-accent-soft), transparent 60%), radial-gradient(50rem 30rem at 100% 110%, var(--sg-warning-soft), transparent 55%), var(--sg-bg); }
    .card { inline-size: min(400px, 100%); padding: 34px 34px 30px; border-radius: 16px; background: var(--sg-surface); box-shadow: var(--sg-shadow-2); }
    .logo { display: flex; align-items: center; gap: 10px; margin-block-end: 26px; font-size: var(--sg-text-lg); font-weight: 640; letter-spacing: -0.01em; }
    svg { inline-size: 30px; block-size: 30px; }
    h1 { margin-block-end: 4px; } .lead { color: var(--sg-text-2); margin-block-end: 20px; }
    form { display: grid; gap: 14px; }
    .password { position: relative; } .password sangam-button { position: absolute; inset-block: auto 2px; inset-inline: auto 2px; }
    input { block-size: 40px !important; }
    .password input { padding-inline-end: 44px; }
    sangam-button[kind='primary'] { margin-block-start: 6px; }
    .link { all: unset; cursor: pointer; color: var(--sg-accent-text); font-size: var(--sg-text-sm); justify-self: start; padding: 4px 0; } .link:hover { text-decoration: underline; } .link:focus-visible { outline: 2px solid var(--sg-focus); border-radius: 3px; }
    footer { font-size: var(--sg-text-sm); color: var(--sg-text-2); padding-block-start: 18px; display: flex; gap: 6px; }
  `,
  ]

  protected override render(): unknown {
    return html`<div class="card"><div class="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0c6b73"></rect><path d="M8 7c0 7 8 6 8 12v6" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"></path><path d="M24 7c0 7-8 6-8 12" fill="none" stroke="#ffb65c" stroke-width="3.2" stroke-linecap="round"></path></svg>Sangam</div>
      ${plainPage()}
      ${this.#body()}</div>
      <footer><button class="link" lang=${localeStore.value === 'hi' ? 'en' : 'hi'} @click=${() => changeLocale(localeStore.value === 'hi' ? 'en' : 'hi')}>${localeStore.value === 'hi' ? 'English' : 'हिन्दी'}</button></footer>`
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('route')) return
    const path = this.route?.path ?? ''
    this.step = path.startsWith('/reset/') ? 'reset' : path.startsWith('/invitation/') ? 'invited' : 'signIn'
    if (this.step === 'invited') void this.#guest()
  }

  override firstUpdated(): void {
    document.title = `${t('Sign in')} · Sangam`
    this.renderRoot.querySelector<HTMLInputElement>('input')?.focus()
  }

  #body(): TemplateResult {
    if (this.step === 'sent')
      return html`<h1>${t('Look into your mail')}</h1><p class="lead">${this.mailsFrom ? t('If that address belongs to someone here, a link to set a new password is on its way from {from}. If no mail comes, look among what is unwanted.', { from: this.mailsFrom }) : t('If that address belongs to someone here, a link to set a new password is on its way. If no mail comes, ask an administrator for the link.')}</p>
      <sangam-button @click=${() => (this.step = 'signIn')}>${t('Back to sign in')}</sangam-button>`
    if (this.step === 'forgot')
      return html`<h1>${t('Forgotten your password?')}</h1><p class="lead">${t('Say who you are, and we will send you a link to set a new one.')} ${this.mailsFrom ? t('It comes from {from}, by the mail server of this installation: no workspace can read it.', { from: this.mailsFrom }) : t('It goes through the mail server of a workspace where you work.')}</p>
      <form novalidate @submit=${(event: SubmitEvent) => this.#submit(event, values => this.#forgot(values))}>${this.#email()}${this.#foot(t('Send the link'))}
      <button type="button" class="link" @click=${() => this.#to('signIn')}>${t('Back to sign in')}</button></form>`
    if (this.step === 'reset')
      return html`<h1>${t('Set a new password')}</h1><p class="lead">${t('Every other place where you are signed in will be signed out.')}</p>
      <form novalidate @submit=${(event: SubmitEvent) => this.#submit(event, values => this.#reset(values))}>${this.#password('new')}${this.#foot(t('Set the password'))}</form>`
    if (this.step === 'invited') return this.#invited()
    return html`<h1>${t('Sign in')}</h1><p class="lead">${t('Good to see you.')}</p>
      <form novalidate @submit=${(event: SubmitEvent) => this.#submit(event, values => this.#signIn(values))}>${this.#email()}${this.#password('current')}${this.#foot(t('Sign in'))}
      <button type="button" class="link" @click=${() => this.#to('forgot')}>${t('Forgotten your password?')}</button></form>`
  }

  #invited(): TemplateResult {
    const { guest } = this
    const known = guest?.known === true && !this.anew
    return html`<h1>${guest ? t('Welcome, {name}', { name: guest.name }) : t('Welcome')}</h1>
      <p class="lead">${this.#invitation()}</p>
      <form novalidate @submit=${(event: SubmitEvent) => this.#submit(event, values => this.#accept(values))}>
      <label class="field">${t('Your name')}<input name="name" autocomplete="name" .value=${guest?.name ?? ''} /></label>${this.#password(known ? 'current' : 'new')}${this.#foot(t('Begin'))}
      ${guest?.mayTakeOver ? html`<button type="button" class="link" @click=${() => this.#choose(!this.anew)}>${this.anew ? t('I do have a password here') : t('I never chose a password here')}</button>` : nothing}</form>`
  }

  #invitation(): string {
    const { guest } = this
    if (!guest) return t('Choose a password to begin.')
    const who = { workspace: guest.workspace, email: guest.email }
    if (!guest.known) return t('You are invited to {workspace} as {email}. Choose a password to begin.', who)
    if (!this.anew) return t('You are invited to {workspace} as {email}. There is a password for this address already: use it to begin.', who)
    return t(
      'Then somebody else used your address. Choose a password: theirs ends, and they are signed out everywhere. You are no part of other workspaces that this address was used in, until they invite you anew.',
    )
  }

  #choose(anew: boolean): void {
    this.error = null
    this.anew = anew
  }

  #email(): TemplateResult {
    return html`<label class="field">${t('E-mail')}<input name="email" type="email" autocomplete="username" inputmode="email" required aria-invalid=${this.#wrong('email') ? 'true' : nothing} />${this.#said('email')}</label>`
  }

  #password(which: 'current' | 'new'): TemplateResult {
    return html`<div class="password"><label class="field">${which === 'new' ? t('New password') : t('Password')}
      <input name="password" type=${this.shown ? 'text' : 'password'} autocomplete=${which === 'new' ? 'new-password' : 'current-password'} required minlength=${which === 'new' ? 10 : 1} aria-invalid=${this.#wrong('password') ? 'true' : nothing} /></label>
      <sangam-button kind="quiet" size="small" icon="eye" label=${this.shown ? t('Hide the password') : t('Show the password')} @click=${() => (this.shown = !this.shown)}></sangam-button></div>
      ${which === 'new' ? html`<span class="help">${t('At least 10 characters. A short sentence is easy to remember and hard to guess.')}</span>` : nothing}${this.#said('password')}`
  }

  #foot(words: string): TemplateResult {
    const general = this.error && !(this.error instanceof ProblemError && Object.keys(this.error.fields).length > 0)
    return html`<sangam-problem .error=${general ? this.error : null}></sangam-problem><sangam-button kind="primary" size="large" type="submit" ?busy=${this.busy}>${words}</sangam-button><input type="submit" hidden />`
  }

  #wrong(field: string): string {
    return this.error instanceof ProblemError ? (this.error.fields[field] ?? '') : ''
  }

  #said(field: string): TemplateResult | typeof nothing {
    return this.#wrong(field) ? html`<span class="wrong" role="alert">${this.#wrong(field)}</span>` : nothing
  }

  #to(step: Step): void {
    this.error = null
    this.step = step
    if (step === 'forgot') void this.#lookWhoMails()
  }

  /** Only to tell it: without an answer the page says less. */
  async #lookWhoMails(): Promise<void> {
    this.mailsFrom = (await ask<{ mailsFrom: string | null }>('/api/session').catch(() => null))?.mailsFrom ?? null
  }

  async #submit(event: SubmitEvent, work: (values: { readonly [name: string]: string }) => Promise<void>): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    if (this.busy || !form.reportValidity()) return
    this.busy = true
    this.error = null
    try {
      await work(Object.fromEntries(new FormData(form)) as { [name: string]: string })
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }

  async #signIn(values: { readonly [name: string]: string }): Promise<void> {
    await ask('/api/session', { method: 'POST', body: { email: values.email, password: values.password } })
    await enter()
    const back = this.route?.query.get('back') ?? '/'
    await go(/^\/(?![/\\])/.test(back) ? back : '/', { replace: true, force: true })
  }

  async #forgot(values: { readonly [name: string]: string }): Promise<void> {
    await ask('/api/password/forgot', { method: 'POST', body: { email: values.email } })
    this.#to('sent')
  }

  async #reset(values: { readonly [name: string]: string }): Promise<void> {
    await ask('/api/password/reset', { method: 'POST', body: { token: this.route?.params.token, password: values.password } })
    await go('/sign-in', { replace: true, force: true })
  }

  async #accept(values: { readonly [name: string]: string }): Promise<void> {
    await ask('/api/invitations/accept', {
      method: 'POST',
      body: { token: this.route?.params.token, password: values.password, ...(values.name && { name: values.name }), ...(this.anew && { anew: true }) },
    })
    await enter()
    await go('/', { replace: true, force: true })
  }

  async #guest(): Promise<void> {
    try {
      this.guest = await ask(`/api/invitations/${this.route?.params.token}`)
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-sign-in-screen', SgSignInScreen)
