import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../data/client.ts'
import { metaStore } from '../data/meta.ts'
import { pagePlace } from '../shell/places.ts'
import { go } from '../shell/router.ts'
import { changeLocale, enter } from '../shell/session.ts'
import { called, localeStore, t } from '../shell/words.ts'
import { zones } from '../shell/zones.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/small.ts'
import { firstRunStyles } from './first-run.css.ts'
import { plainPage, plainPageStyles } from './plain-page.ts'

interface Offered {
  readonly plugins: readonly {
    readonly id: string
    readonly title: string
    readonly description: string
    readonly icon: string | null
    readonly needs: readonly string[]
  }[]
  readonly countries: readonly {
    readonly code: string
    readonly name: string
    readonly currency: string
    readonly zone: string
    readonly fiscalYearStart: number
  }[]
  readonly currencies: readonly { readonly code: string; readonly name: string; readonly digits: number }[]
}

type Values = { readonly [name: string]: string }

const begin = { code: '', name: '', email: '', password: '', company: '', country: '', currency: '', zone: '', fiscalYearStart: '1' }

/** The first page an owner sees: who they are, what the business is, what it begins with. Done in a minute. */
class SgFirstRunScreen extends LitElement {
  static override properties = {
    offered: { state: true },
    values: { state: true },
    wrong: { state: true },
    picked: { state: true },
    sample: { state: true },
    busy: { state: true },
    error: { state: true },
  }
  declare offered: Offered | null
  declare values: Values
  declare wrong: Values
  declare picked: ReadonlySet<string>
  declare sample: boolean
  declare busy: boolean
  declare error: unknown

  constructor() {
    super()
    this.offered = null
    this.values = begin
    this.wrong = {}
    this.picked = new Set()
    this.sample = false
    this.busy = false
    this.error = null
  }

  static override styles = [base, inputs, plainPageStyles, firstRunStyles]

  protected override render(): unknown {
    return html`<div class="intro"><div class="inner">
        <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#fff" fill-opacity="0.14"></rect><path d="M8 7c0 7 8 6 8 12v6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"></path><path d="M24 7c0 7-8 6-8 12" fill="none" stroke="#ffb65c" stroke-width="3" stroke-linecap="round"></path></svg>
        <h1>${t('Welcome to Sangam')}</h1>
        <p>${t('Your customers and your company’s inside, in one place, on your own machine. Tell it a little, and it is ready.')}</p>
        <ol><li>${t('You, the owner')}</li><li>${t('Your business')}</li><li>${t('What to begin with')}</li></ol></div></div>
      <form novalidate @submit=${(event: SubmitEvent) => this.#submit(event)}>
        <div class="languages" role="group" aria-label=${t('Language')}>${this.#language('en', 'English')}${this.#language('hi', 'हिन्दी')}</div>
        ${plainPage()}
        ${this.offered ? this.#sections(this.offered) : this.error ? nothing : html`<sangam-skeleton lines="8"></sangam-skeleton>`}
        <sangam-problem .error=${this.error} ?retry=${!this.offered} @retry=${() => void this.#load()}></sangam-problem>
        ${this.offered ? html`<div class="go"><sangam-button kind="primary" size="large" type="submit" ?busy=${this.busy}>${this.busy ? t('Making everything ready…') : t('Begin')}</sangam-button><input type="submit" hidden /></div>` : nothing}
      </form>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.title = `${t('Welcome')} · Sangam`
    void this.#load()
  }

  #sections(offered: Offered): TemplateResult {
    return html`<section><h2>${t('You, the owner')}</h2>
        <div class="two">${this.#text('name', t('Your name'), { autocomplete: 'name' })}${this.#text('email', t('E-mail'), { type: 'email', autocomplete: 'username' })}</div>
        <div class="two">${this.#text('password', t('Password'), { type: 'password', autocomplete: 'new-password', help: t('At least 10 characters. A short sentence is easy to remember and hard to guess.') })}
          ${this.#text('code', t('Set-up code'), { autocomplete: 'one-time-code', help: t('It is shown in the window where the server was started.') })}</div></section>
      <section><h2>${t('Your business')}</h2>
        ${this.#text('company', t('Name of the company'), { autocomplete: 'organization' })}
        <div class="two">${this.#select(
          'country',
          t('Country'),
          offered.countries.map(one => [one.code, this.#named('region', one.code, one.name)]),
        )}
          ${this.#select(
            'currency',
            t('Currency'),
            offered.currencies.map(one => [one.code, `${one.code} · ${this.#named('currency', one.code, one.name)}`]),
          )}</div>
        <div class="two">${this.#select(
          'zone',
          t('Time zone'),
          zones().map(zone => [zone, zone.replaceAll('_', ' ')]),
        )}
          ${this.#select(
            'fiscalYearStart',
            t('The fiscal year begins in'),
            months().map((name, at) => [String(at + 1), name]),
          )}</div></section>
      <section><h2>${t('What to begin with')}</h2><p class="quiet">${t('Each can be switched on or off later; what you enter stays.')}</p>
        <div class="cards" role="group" aria-label=${t('Plugins')}>${offered.plugins.map(plugin => this.#card(plugin, offered))}</div>
        <label class="sample"><input type="checkbox" .checked=${this.sample} @change=${(event: Event) => (this.sample = (event.target as HTMLInputElement).checked)} />
          <span><b>${t('Add a workspace with sample data')}</b><small>${t('A place to look around and try things. It stands beside your own, and can be dropped whole.')}</small></span></label></section>`
  }

  #card(plugin: Offered['plugins'][number], offered: Offered): TemplateResult {
    const on = this.picked.has(plugin.id)
    const needs = plugin.needs.map(id => offered.plugins.find(one => one.id === id)?.title ?? id)
    return html`<label class="card ${on ? 'on' : ''}"><input type="checkbox" .checked=${on} @change=${() => this.#pick(plugin.id)} />
      <sangam-icon name=${plugin.icon ?? 'plugin'}></sangam-icon><b>${called(plugin.title)}</b><span>${called(plugin.description)}</span>
      ${needs.length > 0 ? html`<small>${t('Needs {plugins}', { plugins: needs.map(name => called(name)).join(', ') })}</small>` : nothing}</label>`
  }

  #text(name: string, label: string, options: { readonly type?: string; readonly autocomplete?: string; readonly help?: string } = {}): TemplateResult {
    const wrong = this.wrong[name]
    return html`<label class="field">${label}<input name=${name} type=${options.type ?? 'text'} autocomplete=${(options.autocomplete ?? 'off') as 'off'} .value=${this.values[name] ?? ''} aria-required="true"
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby="${name}-says" @input=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).value)} @blur=${() => this.#check(name)} />
      <span id="${name}-says">${wrong ? html`<span class="wrong">${wrong}</span>` : options.help ? html`<small class="help">${options.help}</small>` : nothing}</span></label>`
  }

  #select(name: string, label: string, options: readonly (readonly [string, string])[]): TemplateResult {
    return html`<label class="field">${label}<select name=${name} @change=${(event: Event) => this.#set(name, (event.target as HTMLSelectElement).value)}>
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${this.values[name] === value}>${words}</option>`)}</select></label>`
  }

  #language(locale: string, words: string): TemplateResult {
    return html`<button type="button" lang=${locale} aria-pressed=${String(localeStore.value === locale)} @click=${() => this.#speak(locale)}>${words}</button>`
  }

  #named(type: 'region' | 'currency', code: string, name: string): string {
    return new Intl.DisplayNames([localeStore.value], { type, fallback: 'none' }).of(code) ?? name
  }

  /** The page is drawn anew in the other language; what was typed goes with it. */
  async #speak(locale: string): Promise<void> {
    kept = { values: this.values, picked: this.picked, sample: this.sample }
    await changeLocale(locale)
  }

  #set(name: string, value: string): void {
    const country = name === 'country' ? this.offered?.countries.find(one => one.code === value) : undefined
    this.values = {
      ...this.values,
      [name]: value,
      ...(country && { currency: country.currency, zone: country.zone, fiscalYearStart: String(country.fiscalYearStart) }),
    }
    if (this.wrong[name]) this.#check(name)
  }

  #check(name: string): boolean {
    const value = (this.values[name] ?? '').trim()
    const says =
      value === ''
        ? (missing()[name] ?? '')
        : name === 'email' && !/^\S+@\S+\.\S+$/.test(value)
          ? t('That does not look like an e-mail address.')
          : name === 'password' && value.length < 10
            ? t('Use at least 10 characters.')
            : ''
    this.wrong = { ...this.wrong, [name]: says }
    return says === ''
  }

  #pick(id: string): void {
    const plugins = this.offered?.plugins ?? []
    const picked = new Set(this.picked)
    if (picked.delete(id)) for (const one of plugins) if (needsOf(one.id, plugins).has(id)) picked.delete(one.id)
    if (!this.picked.has(id)) for (const one of [id, ...needsOf(id, plugins)]) picked.add(one)
    this.picked = picked
  }

  async #load(): Promise<void> {
    this.error = null
    try {
      const offered = await ask<Offered>('/api/setup')
      const country =
        offered.countries.find(one => one.zone === Intl.DateTimeFormat().resolvedOptions().timeZone) ??
        offered.countries.find(one => one.code === 'IN') ??
        offered.countries[0]
      this.offered = offered
      this.picked = kept?.picked ?? new Set(offered.plugins.map(one => one.id))
      this.sample = kept?.sample ?? false
      this.values = kept?.values ?? this.values
      if (!kept && country) this.#set('country', country.code)
    } catch (error) {
      this.error = error
    }
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const good = ['name', 'email', 'password', 'code', 'company'].map(name => this.#check(name)).every(Boolean)
    if (this.busy || !good) return this.#showFirstWrong()
    this.busy = true
    this.error = null
    const { company, country, currency, zone, fiscalYearStart, code, name, email, password } = this.values
    try {
      await ask('/api/setup', {
        method: 'POST',
        body: {
          code: code?.trim(),
          name: name?.trim(),
          email: email?.trim(),
          password,
          company: { name: company?.trim(), country, currency, zone, fiscalYearStart: Number(fiscalYearStart) },
          locale: localeStore.value,
          plugins: [...this.picked],
          sample: this.sample,
        },
      })
      kept = null
      await enter()
      const first = metaStore.value?.pages.find(page => page.setsUp?.open)
      await go(first ? pagePlace(first).href : '/', { replace: true, force: true })
    } catch (error) {
      this.#refused(error)
    } finally {
      this.busy = false
    }
  }

  #refused(error: unknown): void {
    this.error = error
    if (!(error instanceof ProblemError)) return
    const fields = Object.entries(error.fields).map(([field, says]) => [field === 'company.name' ? 'company' : field, says] as const)
    if (error.code.includes('code')) fields.push(['code', error.problem.detail])
    this.wrong = { ...this.wrong, ...Object.fromEntries(fields) }
    this.#showFirstWrong()
  }

  #showFirstWrong(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
}
customElements.define('sangam-first-run-screen', SgFirstRunScreen)

let kept: { readonly values: Values; readonly picked: ReadonlySet<string>; readonly sample: boolean } | null = null

function missing(): Values {
  return {
    name: t('Write your name.'),
    email: t('Write your e-mail address: you sign in with it.'),
    password: t('Choose a password.'),
    code: t('Copy the code from the window where the server was started.'),
    company: t('Write the name of your company.'),
  }
}

function needsOf(id: string, plugins: Offered['plugins']): Set<string> {
  const all = new Set<string>()
  const walk = (one: string): void => {
    for (const need of plugins.find(plugin => plugin.id === one)?.needs ?? []) {
      if (all.has(need)) continue
      all.add(need)
      walk(need)
    }
  }
  walk(id)
  return all
}

function months(): readonly string[] {
  const format = new Intl.DateTimeFormat(localeStore.value, { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, at) => format.format(Date.UTC(2026, at, 1)))
}
