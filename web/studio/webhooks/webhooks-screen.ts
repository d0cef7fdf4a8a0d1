import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { Listing } from '../../data/listing.ts'
import { entityMeta } from '../../data/meta.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import { askWebhook, type Webhook } from './ask-webhook.ts'
import './deliveries.ts'
import './secret-shown.ts'

type Open =
  | { readonly kind: 'log'; readonly webhook: Webhook }
  | { readonly kind: 'secret'; readonly name: string; readonly secret: string; readonly oldUntil: string | null }

/** Other systems that are told of changes: what they are told, whether they take it, and what to do when they don't. */
class SgWebhooksScreen extends LitElement {
  static override properties = { open: { state: true } }
  readonly #all = new Listing<Webhook>(this, '/api/webhooks')
  declare open: Open | null

  constructor() {
    super()
    this.open = null
  }

  static override styles = [
    base,
    studioStyles,
    css`
    td .under { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow-wrap: anywhere; } td.end { text-align: end; inline-size: 1%; } td button { all: unset; cursor: pointer; font-weight: 550; color: var(--sg-accent-text); } td button:focus-visible { outline: 2px solid var(--sg-focus); }
    @media (max-width: 760px) { .wide { display: none; } }
  `,
  ]

  protected override render(): unknown {
    const { error } = this.#all
    return html`<sangam-page heading=${t('Webhooks')}><sangam-button slot="actions" kind="primary" icon="plus" @click=${() => void this.#edit(null)}>${t('New webhook')}</sangam-button>
      <p class="lead">${t('A webhook tells another system when records change: it calls an address, signed so that the receiver knows it is us, and tries again when nobody answers.')}</p>
      <sangam-problem .error=${error} retry @retry=${() => void this.#all.load()}></sangam-problem>${this.#body()}</sangam-page>${this.#dialog()}`
  }

  #body(): TemplateResult | typeof nothing {
    const { items, error } = this.#all
    if (items === null) return error ? nothing : html`<sangam-skeleton lines="4"></sangam-skeleton>`
    if (items.length === 0)
      return html`<div class="card"><sangam-empty icon="share" heading=${t('No other system is told yet')} text=${t('Choose records, say when they are told, and give the address that is called.')}><sangam-button kind="primary" icon="plus" @click=${() => void this.#edit(null)}>${t('New webhook')}</sangam-button></sangam-empty></div>`
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Name')}</th><th scope="col" class="wide">${t('Tells of')}</th><th scope="col">${t('Status')}</th><th scope="col" class="wide">${t('Last call')}</th><th><span class="visually-hidden">${t('More')}</span></th></tr></thead>
      <tbody>${items.map(hook => this.#row(hook))}</tbody></table></div>`
  }

  #row(hook: Webhook): TemplateResult {
    const state = hook.active
      ? hook.failures > 0
        ? (['yellow', t('{count, plural, one {# failure} other {# failures}} in a row', { count: hook.failures })] as const)
        : (['green', t('Active')] as const)
      : (['grey', t('Off')] as const)
    return html`<tr><td><button type="button" @click=${() => (this.open = { kind: 'log', webhook: hook })}>${hook.name}</button><span class="under">${hook.url}</span></td>
      <td class="wide">${subjectSaid(hook)}</td><td><sangam-badge colour=${state[0]} dot>${state[1]}</sangam-badge>${hook.entity && !entityMeta(hook.entity) ? html` <sangam-badge colour="yellow">${t('Not there now')}</sangam-badge>` : nothing}${hook.stopped ? html`<span class="under">${hook.stopped}</span>` : nothing}</td>
      <td class="wide">${hook.triedAt ? html`<time title=${formatInstant(hook.triedAt)}>${formatRelative(hook.triedAt)}</time><span class="under">${hook.status ?? t('no answer')}</span>` : '–'}</td>
      <td class="end"><sangam-menu end .items=${this.#items(hook)} label=${hook.name}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name: hook.name })}></sangam-button></sangam-menu></td></tr>`
  }

  #items(hook: Webhook): readonly MenuItem[] {
    return [
      { label: t('What was sent'), icon: 'history', run: () => (this.open = { kind: 'log', webhook: hook }) },
      {
        label: t('Send a test'),
        icon: 'send',
        run: () => this.#try(() => ask(`/api/webhooks/${hook.id}/test`, { method: 'POST' }), t('A test is on its way. Look at what was sent.')),
      },
      { label: t('Change'), icon: 'edit', run: () => this.#edit(hook) },
      hook.active
        ? { label: t('Switch off'), icon: 'lock', run: () => this.#patch(hook, { active: false }) }
        : { label: t('Switch on'), icon: 'check', run: () => this.#patch(hook, { active: true }) },
      { label: t('Change the secret'), icon: 'key', run: () => this.#rotate(hook) },
      'line',
      { label: t('Remove'), icon: 'remove', danger: true, run: () => this.#remove(hook) },
    ]
  }

  #dialog(): TemplateResult | typeof nothing {
    const { open } = this
    const close = (): void => {
      this.open = null
      void this.#all.load()
    }
    if (open?.kind === 'log') return html`<sangam-webhook-deliveries .webhook=${open.webhook} @close=${close}></sangam-webhook-deliveries>`
    if (open?.kind === 'secret')
      return html`<sangam-webhook-secret name=${open.name} secret=${open.secret} until=${open.oldUntil ?? ''} @close=${close}></sangam-webhook-secret>`
    return nothing
  }

  async #edit(hook: Webhook | null): Promise<void> {
    const made = await askWebhook(hook)
    if (made?.secret) this.open = { kind: 'secret', name: made.name, secret: made.secret, oldUntil: null }
    await this.#all.load()
  }

  async #rotate(hook: Webhook): Promise<void> {
    const question = t('Messages are signed with the new secret and, for a day, with the old one too, so that the receiver can change in peace.')
    if (!(await confirm(question, { heading: t('Change the secret of {name}?', { name: hook.name }), go: t('Change the secret') }))) return
    await this.#try(async () => {
      const made = await ask<{ secret: string; oldUntil: string | null }>(`/api/webhooks/${hook.id}/secret`, { method: 'POST' })
      this.open = { kind: 'secret', name: hook.name, ...made }
    })
  }

  async #remove(hook: Webhook): Promise<void> {
    const question = t('{name} is told nothing any more. What was sent stays for thirty days.', { name: hook.name })
    if (!(await confirm(question, { heading: t('Remove {name}?', { name: hook.name }), go: t('Remove'), danger: true }))) return
    await this.#try(() => ask(`/api/records/core.webhook/${hook.id}`, { method: 'DELETE' }), t('Removed.'))
  }

  #patch(hook: Webhook, values: { readonly [field: string]: Json }): Promise<void> {
    return this.#try(() => ask(`/api/records/core.webhook/${hook.id}`, { method: 'PATCH', body: values }), t('Saved.'))
  }

  async #try(work: () => Promise<unknown>, said?: string): Promise<void> {
    try {
      await work()
      if (said) toast(said)
      await this.#all.load()
    } catch (error) {
      toastProblem(error)
    }
  }
}
customElements.define('sangam-webhooks-screen', SgWebhooksScreen)

function subjectSaid(hook: Webhook): string {
  if (hook.event) return t('Event {name}', { name: hook.event })
  const choices = entityMeta('core.webhook')?.fields.verbs?.choices ?? {}
  const when = (hook.verbs ?? []).map(verb => called(choices[verb]?.label ?? verb)).join(', ')
  return `${called(entityMeta(hook.entity ?? '')?.plural ?? hook.entity ?? '')}: ${when}`
}
