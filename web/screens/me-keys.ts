import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { meta } from '../data/meta.ts'
import { records } from '../data/records.ts'
import { formatInstant, formatRelative } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { type KeyLimits, type KeyUse, limitsSaid, useSaid } from './key-words.ts'

interface Key {
  readonly id: string
  readonly name: string
  readonly role: string | null
  readonly may: KeyUse
  readonly limits: KeyLimits
  readonly expiresAt: string | null
  readonly usedAt: string | null
}

/** Keys for programs and agents: made, limited, revoked, and how an agent is connected with one. */
class SgMyKeys extends LitElement {
  static override properties = { keys: { state: true }, roles: { state: true }, secret: { state: true } }
  declare keys: readonly Key[]
  declare roles: readonly { readonly name: string; readonly label: string }[]
  declare secret: string

  constructor() {
    super()
    this.keys = []
    this.roles = []
    this.secret = ''
  }

  static override styles = [
    base,
    inputs,
    css`
    :host, form { display: grid; gap: 14px; align-content: start; }
    .line { display: flex; gap: 10px; align-items: end; flex-wrap: wrap; } .line label { flex: 1; min-inline-size: 140px; }
    ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 8px; }
    li { display: flex; gap: 12px; align-items: center; padding: 10px 14px; border: 1px solid var(--sg-border); border-radius: 9px; } li div { flex: 1; min-inline-size: 0; } li small { color: var(--sg-text-2); display: block; }
    .secret { display: grid; gap: 8px; padding: 14px; border-radius: 9px; background: var(--sg-success-soft); }
    code, pre { overflow-wrap: anywhere; font-size: var(--sg-text-sm); } pre { margin: 0; padding: 10px 14px; border-radius: 9px; background: var(--sg-surface-2); white-space: pre-wrap; direction: ltr; }
    details { display: grid; gap: 10px; } summary { cursor: pointer; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; } details > :not(summary) { margin-block-start: 10px; }
  `,
  ]

  protected override render(): unknown {
    return html`
      ${this.secret ? html`<div class="secret" role="status"><b>${t('Copy the key now. It is not shown again.')}</b><code>${this.secret}</code><div><sangam-button size="small" icon="copy" @click=${() => this.#copy(this.secret)}>${t('Copy')}</sangam-button></div></div>` : nothing}
      <ul>${this.keys.map(key => html`<li><div>${key.name}<small>${this.#about(key)}</small></div><sangam-button size="small" @click=${() => this.#revoke(key)}>${t('Revoke')}</sangam-button></li>`)}</ul>
      <form @submit=${(event: SubmitEvent) => this.#make(event)}>
        <div class="line"><label class="field">${t('Name of the program')}<input name="name" required maxlength="80" /></label>
          <label class="field">${t('Valid for')}${select('days', [
            ['30', t('30 days')],
            ['90', t('90 days'), true],
            ['365', t('1 year')],
          ])}</label></div>
        <div class="line">
          ${this.roles.length > 0 ? html`<label class="field">${t('With the rights of')}${select('role', [['', t('All my roles')], ...this.roles.map(({ name, label }) => [name, called(label)] as const)])}</label>` : nothing}
          <label class="field">${t('It may')}${select('may', [
            ['write', t('Read and change')],
            ['plan', t('Read, and plan changes')],
            ['read', t('Read only')],
          ])}</label></div>
        <details><summary>${t('Limits')}</summary><div class="line">
          ${limit('requestsPerMinute', t('Requests a minute'))}${limit('writesPerHour', t('Changed records an hour'))}${limit('rowsPerAnswer', t('Rows an answer'))}</div>
          <p class="help">${t('Left empty, a program has no limit; an agent may ask 120 times a minute, change 500 records an hour and is given 100 rows at once.')}</p></details>
        <div><sangam-button type="submit">${t('Make a key')}</sangam-button></div><input type="submit" hidden />
      </form>
      <details><summary>${t('Connect an agent')}</summary>
        <p>${t('An agent that speaks the Model Context Protocol finds, reads and changes records with a key, as you may. Let it plan first: it is then told what would change, and nothing does.')}</p>
        <label class="field">${t('Address')}<input readonly .value=${this.#address} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></label>
        <pre>${this.#configuration}</pre>
        <div><sangam-button size="small" icon="copy" @click=${() => this.#copy(this.#configuration)}>${t('Copy')}</sangam-button></div></details>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  get #address(): string {
    return `${location.origin}/api/mcp`
  }

  /** As most agents want it in their settings. */
  get #configuration(): string {
    const sangam = { type: 'http', url: this.#address, headers: { Authorization: `Bearer ${this.secret || t('your key')}` } }
    return JSON.stringify({ mcpServers: { sangam } }, null, 2)
  }

  #about({ expiresAt, usedAt, role, may, limits }: Key): string {
    const named = role && this.roles.find(one => one.name === role)
    return [
      expiresAt && t('Ends {when}', { when: formatInstant(expiresAt) }),
      usedAt && t('used {when}', { when: formatRelative(usedAt) }),
      role && (named ? called(named.label) : role),
      may === 'write' ? '' : useSaid(may),
      ...limitsSaid(limits),
    ]
      .filter(Boolean)
      .join(' · ')
  }

  async #load(): Promise<void> {
    const { user } = meta()
    const where = user.admin ? {} : { name: { in: [...user.roles] } }
    try {
      const [keys, roles] = await Promise.all([
        ask<{ items: readonly Key[] }>('/api/keys'),
        records.find('core.role', { where, fields: ['name', 'label'], sort: ['label'], limit: 200 }).catch(() => ({ items: [] })),
      ])
      this.keys = keys.items
      this.roles = roles.items.map(({ name, label }) => ({ name: String(name), label: String(label) }))
    } catch (error) {
      toastProblem(error)
    }
  }

  async #make(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const given = Object.fromEntries(new FormData(form)) as { readonly [name: string]: string }
    const { name, days, may, role } = given
    const number = (text: string | undefined): number | null => (text ? Number(text) : null)
    const limits: KeyLimits = {
      requestsPerMinute: number(given.requestsPerMinute),
      writesPerHour: number(given.writesPerHour),
      rowsPerAnswer: number(given.rowsPerAnswer),
    }
    try {
      const expiresAt = new Date(Date.now() + Number(days) * 86_400_000).toISOString()
      this.secret = (await ask<{ key: string }>('/api/keys', { method: 'POST', body: { name, expiresAt, may, limits, ...(role && { role }) } })).key
      form.reset()
    } catch (error) {
      toastProblem(error)
    }
    await this.#load()
  }

  async #revoke(key: Key): Promise<void> {
    const sure = { heading: t('Revoke the key?'), go: t('Revoke'), danger: true }
    if (!(await confirm(t('Programs that use “{name}” stop working at once.', { name: key.name }), sure))) return
    await ask(`/api/keys/${key.id}`, { method: 'DELETE' }).catch(toastProblem)
    await this.#load()
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text)
    toast(t('Copied.'))
  }
}
customElements.define('sangam-my-keys', SgMyKeys)

function select(name: string, choices: readonly (readonly [value: string, words: string, chosen?: boolean])[]): TemplateResult {
  return html`<select name=${name}>${choices.map(([value, words, chosen = false]) => html`<option value=${value} ?selected=${chosen}>${words}</option>`)}</select>`
}

function limit(name: keyof KeyLimits, words: string): TemplateResult {
  return html`<label class="field">${words}<input name=${name} type="number" inputmode="numeric" min="1" max="100000" /></label>`
}
