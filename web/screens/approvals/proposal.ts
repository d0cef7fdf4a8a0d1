import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { entityMeta } from '../../data/meta.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'
import { changeStyles, changesOf } from '../record/changes.ts'

interface Change {
  readonly entity: string
  readonly id: string
  readonly title: string | null
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
  readonly fields: { readonly [field: string]: { readonly from: Json; readonly to: Json } }
  readonly outOfSight?: true
}

interface Proposal {
  readonly program: string
  readonly person: { readonly id: string; readonly name: string }
  readonly reason: string
  readonly state: 'waiting' | 'applied' | 'declined'
  readonly createdAt: string
  readonly outdated: boolean
  /** What would become of it if whoever looks applied it now. */
  readonly plan: { readonly changes: readonly Change[]; readonly more: number; readonly afterwards: readonly { readonly text: string }[] } | null
  readonly refused: string | null
}

/** What a program proposes, as it would be now for whoever looks, to be applied or declined. Tells `close`. */
class SgProposal extends LitElement {
  static override properties = { proposal: {}, shown: { state: true }, error: { state: true }, busy: { state: true } }
  declare proposal: string
  declare shown: Proposal | null
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.proposal = ''
    this.shown = null
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    changeStyles,
    css`
    .all { display: grid; gap: 14px; } p, ul { margin: 0; } .quiet, small { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    blockquote { margin: 0; padding-inline-start: 12px; border-inline-start: 3px solid var(--sg-border); white-space: pre-wrap; overflow-wrap: anywhere; }
    ul { list-style: none; padding: 0; display: grid; gap: 10px; } li b { font-weight: 550; overflow-wrap: anywhere; } .then { list-style: disc; padding-inline-start: 20px; gap: 4px; }
    .warn { padding: 10px 14px; border-inline-start: 3px solid var(--sg-warning); background: var(--sg-surface-2); border-radius: var(--sg-radius); }
  `,
  ]

  protected override render(): unknown {
    const { shown } = this
    const open = shown?.state === 'waiting'
    return html`<sangam-dialog open wide heading=${t('A proposed change')} @close=${() => this.#close()}>
      <div class="all">${shown ? this.#body(shown) : this.error ? nothing : html`<sangam-skeleton lines="5"></sangam-skeleton>`}<sangam-problem .error=${this.error}></sangam-problem></div>
      ${open ? html`<sangam-button slot="actions" ?disabled=${this.busy} @click=${() => void this.#decide('decline')}>${t('Decline')}</sangam-button>` : nothing}
      ${open && shown.plan ? html`<sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${() => void this.#decide('apply')}>${t('Apply')}</sangam-button>` : nothing}</sangam-dialog>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  #body({ program, person, reason, state, createdAt, outdated, plan, refused }: Proposal): TemplateResult {
    const said = { program, person: person.name }
    return html`<p class="quiet">${t('{program}, a program of {person}, says why:', said)} <time title=${formatInstant(createdAt)}>${formatRelative(createdAt)}</time></p>
      <blockquote>${reason}</blockquote>
      ${state === 'waiting' ? nothing : html`<p class="warn">${state === 'applied' ? t('It is applied.') : t('It is declined.')}</p>`}
      ${outdated && state === 'waiting' ? html`<p class="warn">${t('What this was planned on was changed meanwhile. Decline it, and let the program plan anew.')}</p>` : nothing}
      ${refused ? html`<p class="warn">${t('This would be refused now: {why}', { why: refused })}</p>` : nothing}
      ${plan ? this.#plan(plan) : nothing}`
  }

  #plan({ changes, more, afterwards }: NonNullable<Proposal['plan']>): TemplateResult {
    const names = new Map(changes.map(change => [change.id, change.title ?? '']))
    return html`<h3>${t('If you apply it, in your name:')}</h3>
      ${changes.length === 0 ? html`<p>${t('Nothing that you see changes.')}</p>` : html`<ul>${changes.map(change => html`<li>${changeSaid(change, names)}</li>`)}</ul>`}
      ${more > 0 ? html`<p>${t('{count, plural, one {and # more record} other {and # more records}}', { count: more })}</p>` : nothing}
      ${afterwards.length > 0 ? html`<h3>${t('After it is saved:')}</h3><ul class="then">${afterwards.map(one => html`<li>${one.text}</li>`)}</ul>` : nothing}`
  }

  async #load(): Promise<void> {
    try {
      this.shown = await ask<Proposal>(`/api/proposals/${this.proposal}`)
    } catch (error) {
      this.error = error
    }
  }

  async #decide(how: 'apply' | 'decline'): Promise<void> {
    this.busy = true
    this.error = null
    try {
      await ask(`/api/proposals/${this.proposal}/${how}`, { method: 'POST', body: {} })
      toast(how === 'apply' ? t('It is applied.') : t('It is declined.'))
      this.#close()
    } catch (error) {
      this.error = error
      await this.#load()
    }
    this.busy = false
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'))
  }
}
customElements.define('sangam-proposal', SgProposal)

function changeSaid({ entity, id, title, verb, fields, outOfSight }: Change, names: ReadonlyMap<string, string>): TemplateResult {
  const shape = entityMeta(entity)
  const label = called(shape?.label ?? entity)
  const name = title || t('without a name')
  const what = {
    create: t('{label} “{name}” is made', { label, name }),
    update: outOfSight ? t('{label} “{name}” changes, and you see it no more', { label, name }) : t('{label} “{name}” changes', { label, name }),
    remove: t('{label} “{name}” is removed', { label, name }),
    restore: t('{label} “{name}” is put back', { label, name }),
  }[verb]
  // What is made with it has no address yet, and is called by its name.
  const fresh = Object.entries(fields).filter(([, { to }]) => typeof to === 'string' && /^new \d+$/.test(to))
  const rest = Object.fromEntries(Object.entries(fields).filter(([field]) => !fresh.some(([one]) => one === field)))
  const told = shape && verb !== 'remove' ? changesOf(shape, { verb: verb === 'create' ? 'create' : 'update', changes: rest }) : []
  const more = fresh.map(
    ([field, { to }]) => html`<div><dt>${called(shape?.fields[field]?.label ?? field)}:</dt> <dd>${names.get(String(to)) || String(to)}</dd></div>`,
  )
  return html`<b>${id.startsWith('new ') ? what : html`<a href="/record/${entity}/${id}">${what}</a>`}</b>${told.length + more.length > 0 ? html`<dl>${told}${more}</dl>` : nothing}`
}
