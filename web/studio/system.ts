import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { formatInstant, formatNumber, formatRelative } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/icon.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { studioStyles } from './studio.css.ts'

interface Parked {
  readonly id: string
  readonly name: string
  readonly attempts: number
  readonly error: string | null
  readonly failedAt: string
}

interface Health {
  readonly checks: readonly { readonly good: boolean; readonly text: string }[]
  readonly version: string
  readonly node: { readonly version: string; readonly megabytes: number; readonly upSeconds: number }
  readonly database: { readonly version: string; readonly embedded: boolean; readonly bytes: string; readonly connections: number; readonly ms: number }
  readonly model: number
  readonly work: { readonly waiting: number; readonly running: number; readonly parked: number }
  readonly parked: readonly Parked[]
  readonly schedules: readonly { readonly name: string; readonly pattern: string; readonly nextAt: string }[]
}

/** How often it looks anew while it is open. */
const every = 15_000

/** How the installation fares: what needs a look first, then figures, work that failed for good, and what comes next. */
class SgSystemScreen extends LitElement {
  static override properties = { health: { state: true }, error: { state: true }, busy: { state: true } }
  declare health: Health | null
  declare error: unknown
  declare busy: boolean
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.health = null
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    studioStyles,
    css`
    .all { display: grid; gap: 18px; max-inline-size: 1100px; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; } li { display: flex; gap: 9px; align-items: baseline; --sg-icon: 15px; } li sangam-icon { color: var(--sg-success); transform: translateY(2px); } li.look { font-weight: 550; } li.look sangam-icon { color: var(--sg-warning); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 12px; margin: 0; } dl div { padding: 12px 16px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); } dt { font-size: var(--sg-text-sm); color: var(--sg-text-2); } dd { margin: 2px 0 0; font-size: var(--sg-text-lg); font-weight: 600; font-variant-numeric: tabular-nums; } dd small { display: block; font-weight: 400; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    section { display: grid; gap: 8px; } header { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } header h2 { flex: 1; } td.end { text-align: end; white-space: nowrap; inline-size: 1%; } td.why { overflow-wrap: anywhere; } td small { color: var(--sg-text-2); }
    @media (max-width: 760px) { .wide { display: none; } dl { grid-template-columns: 1fr 1fr; } }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.#load(), every)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  protected override render(): unknown {
    const { health } = this
    return html`<sangam-page heading=${t('System')}><sangam-button slot="actions" @click=${() => void this.#load()}>${t('Look again')}</sangam-button>
      <sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>
      ${health ? html`<div class="all">${this.#checks(health)}${this.#figures(health)}${health.parked.length > 0 ? this.#parked(health.parked) : nothing}${this.#schedules(health)}</div>` : this.error ? nothing : html`<sangam-skeleton lines="8"></sangam-skeleton>`}</sangam-page>`
  }

  #checks({ checks }: Health): TemplateResult {
    const looks = checks.filter(({ good }) => !good).length
    const said = looks === 0 ? t('All is well.') : t('{count, plural, one {One thing} other {# things}} to look at', { count: looks })
    return html`<section class="card" role="status"><h2>${said}</h2><ul>${[...checks].sort((one, other) => Number(one.good) - Number(other.good)).map(({ good, text }) => html`<li class=${good ? '' : 'look'}><sangam-icon name=${good ? 'check' : 'warning'}></sangam-icon>${text}</li>`)}</ul></section>`
  }

  #figures({ version, node, database, model, work }: Health): TemplateResult {
    const figure = (label: string, value: string, under = ''): TemplateResult =>
      html`<div><dt>${label}</dt><dd>${value}${under ? html`<small>${under}</small>` : nothing}</dd></div>`
    return html`<dl>${figure('Sangam', version, t('Model {number}', { number: model }))}
      ${figure('Node', node.version, t('{megabytes} MB, up for {time}', { megabytes: formatNumber(String(node.megabytes)), time: spanSaid(node.upSeconds) }))}
      ${figure('PostgreSQL', database.version, database.embedded ? t('Embedded') : t('A server of yours'))}
      ${figure(t('Database'), sizeSaid(database.bytes), t('{count, plural, one {# connection} other {# connections}}', { count: database.connections }))}
      ${figure(t('Answer of the database'), `${database.ms} ms`)}
      ${figure(t('Work'), formatNumber(String(work.waiting)), t('waiting, {running} running', { running: work.running }))}</dl>`
  }

  #parked(parked: readonly Parked[]): TemplateResult {
    const ids = parked.map(({ id }) => id)
    return html`<section><header><h2>${t('Work that failed for good')}</h2>
      <sangam-button size="small" ?busy=${this.busy} @click=${() => void this.#settle('retry', ids)}>${t('Try all again')}</sangam-button></header>
      <div class="scroll"><table><thead><tr><th scope="col">${t('Work')}</th><th scope="col">${t('Why')}</th><th scope="col" class="wide">${t('When')}</th><th><span class="visually-hidden">${t('Actions')}</span></th></tr></thead><tbody>${parked.map(
        one => html`<tr><td>${one.name}<br /><small>${t('{count, plural, one {# try} other {# tries}}', { count: one.attempts })}</small></td><td class="why">${one.error ?? ''}</td><td class="wide"><time title=${formatInstant(one.failedAt)}>${formatRelative(one.failedAt)}</time></td>
          <td class="end"><sangam-button size="small" @click=${() => void this.#settle('retry', [one.id])}>${t('Try again')}</sangam-button> <sangam-button size="small" kind="quiet" @click=${() => void this.#drop(one)}>${t('Give up')}</sangam-button></td></tr>`,
      )}</tbody></table></div></section>`
  }

  #schedules({ schedules }: Health): TemplateResult | typeof nothing {
    if (schedules.length === 0) return nothing
    return html`<section><h2>${t('What comes next by itself')}</h2><div class="scroll"><table><thead><tr><th scope="col">${t('Work')}</th><th scope="col" class="wide">${t('How often')}</th><th scope="col">${t('Next')}</th></tr></thead><tbody>${schedules.map(({ name, pattern, nextAt }) => html`<tr><td>${name}</td><td class="wide"><code>${pattern}</code></td><td>${formatInstant(nextAt)}</td></tr>`)}</tbody></table></div></section>`
  }

  async #drop(one: Parked): Promise<void> {
    const question = t('It is not tried again, and what it should have done is not done.')
    if (await confirm(question, { heading: t('Give up “{name}”?', { name: one.name }), go: t('Give up'), danger: true })) await this.#settle('drop', [one.id])
  }

  async #settle(how: 'retry' | 'drop', ids: readonly string[]): Promise<void> {
    this.busy = true
    try {
      await ask(`/api/system/parked/${how}`, { method: 'POST', body: { ids } })
      toast(how === 'retry' ? t('It is tried again.') : t('It was given up.'))
      await this.#load()
    } catch (error) {
      toastProblem(error)
    } finally {
      this.busy = false
    }
  }

  async #load(): Promise<void> {
    try {
      this.health = await ask<Health>('/api/system')
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-system-screen', SgSystemScreen)

function sizeSaid(bytes: string): string {
  const megabytes = Number(bytes) / 1_048_576
  return megabytes < 1000 ? `${formatNumber(megabytes.toFixed(0))} MB` : `${formatNumber((megabytes / 1024).toFixed(1))} GB`
}

function spanSaid(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600), Math.floor(seconds / 60)]
  if (days > 0) return t('{count, plural, one {# day} other {# days}}', { count: days })
  return hours > 0
    ? t('{count, plural, one {# hour} other {# hours}}', { count: hours })
    : t('{count, plural, one {# minute} other {# minutes}}', { count: minutes })
}
