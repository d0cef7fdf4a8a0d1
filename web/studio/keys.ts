import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { Listing } from '../data/listing.ts'
import { meta } from '../data/meta.ts'
import { type KeyLimits, type KeyUse, limitsSaid, useSaid } from '../screens/key-words.ts'
import { formatInstant, formatRelative } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'
import '../ui/button.ts'
import { confirm } from '../ui/dialog.ts'
import '../ui/page.ts'
import '../ui/small.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { studioStyles } from './studio.css.ts'

interface Key {
  readonly id: string
  readonly name: string
  readonly user: { readonly id: string | null; readonly name: string; readonly owner: boolean }
  readonly role: { readonly name: string; readonly label: string } | null
  readonly may: KeyUse
  readonly limits: KeyLimits
  readonly state: 'inForce' | 'ended' | 'disabled' | 'roleLost'
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

/** As many as the server shows. */
const most = 1000

/** Whose programs and agents may come in, by which keys: administrators look after them, and take one away. */
class SgKeysScreen extends LitElement {
  static override properties = { find: { state: true }, of: { state: true } }
  readonly #all = new Listing<Key>(this, '/api/keys/all')
  declare find: string
  /** Those in force, those that are not, or those for one use. */
  declare of: string

  constructor() {
    super()
    this.find = ''
    this.of = ''
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    .tools { display: flex; gap: 10px; flex-wrap: wrap; margin-block-end: 12px; } .tools input[type='search'], .tools select { inline-size: min(300px, 100%); }
    td .under { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow-wrap: anywhere; } td b { font-weight: 550; overflow-wrap: anywhere; }
    td.end { text-align: end; inline-size: 1%; } td.when { white-space: nowrap; } tr.off td { color: var(--sg-text-2); } td.none { text-align: center; color: var(--sg-text-2); padding: 28px; } .label { display: none; }
    @media (max-width: 760px) { .tools input[type='search'], .tools select { inline-size: 100%; } thead { position: absolute; clip-path: inset(50%); } tr { display: grid; gap: 4px; border-block-start: 1px solid var(--sg-border); padding: 12px 14px; position: relative; } td { border: 0; padding: 0; } td.who { padding-inline-end: 90px; } td.end { position: absolute; inset-block-start: 10px; inset-inline-end: 10px; inline-size: auto; } .label { display: inline; color: var(--sg-text-2); } tbody tr:hover td { background: none; } }
  `,
  ]

  protected override render(): unknown {
    const { items, error } = this.#all
    return html`<sangam-page heading=${t('Everyone’s keys')}>
      <p class="lead">${t('With a key a program or an agent comes in as a person, with their rights or those of one role. People make keys under their own name; here you see whose they are and take away what should not be.')}</p>
      <sangam-problem .error=${error} retry @retry=${() => void this.#all.load()}></sangam-problem>
      ${items === null ? (error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`) : this.#body(items)}</sangam-page>`
  }

  #body(items: readonly Key[]): TemplateResult {
    if (items.length === 0)
      return html`<div class="card"><sangam-empty icon="key" heading=${t('Nobody has a key')} text=${t('Keys are made under one’s own name at the top right.')}><sangam-button href="/me">${t('Your account')}</sangam-button></sangam-empty></div>`
    const shown = items.filter(key => this.#asked(key))
    const filters: readonly (readonly [string, string])[] = [
      ['', t('All keys')],
      ['inForce', t('In force')],
      ['not', t('Not in force')],
      ['write', useSaid('write')],
      ['plan', useSaid('plan')],
      ['read', useSaid('read')],
    ]
    return html`<div class="tools"><input type="search" aria-label=${t('Find a key or a person')} placeholder=${t('Find a key or a person')} .value=${this.find} @input=${(event: Event) => (this.find = (event.target as HTMLInputElement).value)} />
        <select aria-label=${t('Which keys')} @change=${(event: Event) => (this.of = (event.target as HTMLSelectElement).value)}>${filters.map(([value, words]) => html`<option value=${value} ?selected=${value === this.of}>${words}</option>`)}</select></div>
      <div class="scroll"><table><thead><tr>${[t('Key'), t('Status'), t('It may'), t('Last used'), t('Ends'), t('Made')].map(words => html`<th scope="col">${words}</th>`)}<th><span class="visually-hidden">${t('Revoke')}</span></th></tr></thead>
        <tbody>${shown.map(key => this.#row(key))}${shown.length === 0 ? html`<tr><td class="none" colspan="7">${t('No key is like this.')}</td></tr>` : nothing}</tbody></table></div>
      ${items.length >= most ? html`<p class="help">${t('These are the {count} newest keys.', { count: items.length })}</p>` : nothing}`
  }

  #asked({ name, user, role, state, may }: Key): boolean {
    const found = `${name} ${user.name} ${role?.label ?? ''}`.toLocaleLowerCase().includes(this.find.trim().toLocaleLowerCase())
    return found && (this.of === '' || this.of === may || this.of === state || (this.of === 'not' && state !== 'inForce'))
  }

  #row(key: Key): TemplateResult {
    const states = {
      inForce: ['green', t('In force')],
      ended: ['grey', t('Ended')],
      disabled: ['grey', t('Its person is disabled')],
      roleLost: ['yellow', t('Its person has lost the role')],
    } as const
    const [colour, words] = states[key.state]
    const { user } = key
    const mine = !user.owner || meta().user.owner
    return html`<tr class=${key.state === 'inForce' ? '' : 'off'}><td class="who"><b>${key.name}</b><span class="under">${user.id ? html`<a href="/record/core.user/${user.id}">${user.name}</a>` : user.name}</span></td>
      <td><sangam-badge colour=${colour} dot>${words}</sangam-badge></td>
      <td>${useSaid(key.may)}<span class="under">${[key.role ? key.role.label : t('All of its person’s rights'), ...limitsSaid(key.limits)].join(' · ')}</span></td>
      ${this.#when(t('Last used'), key.usedAt, formatRelative)}${this.#when(t('Ends'), key.expiresAt, formatRelative)}${this.#when(t('Made'), key.createdAt, formatRelative)}
      <td class="end">${mine ? html`<sangam-button size="small" label=${t('Revoke {name}', { name: key.name })} @click=${() => void this.#revoke(key)}>${t('Revoke')}</sangam-button>` : nothing}</td></tr>`
  }

  #when(label: string, instant: string | null, said: (instant: string) => string): TemplateResult {
    return html`<td class="when"><span class="label">${label}: </span>${instant ? html`<time title=${formatInstant(instant)}>${said(instant)}</time>` : t('never')}</td>`
  }

  async #revoke({ id, name, user }: Key): Promise<void> {
    const question = t('Programs that use “{name}” of {person} stop working at once. {person} is told.', { name, person: user.name })
    if (!(await confirm(question, { heading: t('Revoke the key?'), go: t('Revoke'), danger: true }))) return
    try {
      await ask(`/api/keys/all/${id}`, { method: 'DELETE' })
      toast(t('“{name}” is revoked.', { name }))
    } catch (error) {
      toastProblem(error)
    }
    await this.#all.load()
  }
}
customElements.define('sangam-keys-screen', SgKeysScreen)
