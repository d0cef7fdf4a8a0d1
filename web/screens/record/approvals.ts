import type { EntityMeta, FlowArrow, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { entityMeta } from '../../data/meta.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { optionOf } from '../../fields/options.ts'
import { formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { commentField, decide, handOver, type VerdictOn } from '../approvals/decide.ts'

interface Vote {
  readonly id: string
  readonly roleLabel: string | null
  readonly 'user.name': string | null
  readonly state: string
  readonly comment: string | null
  readonly 'decidedBy.name': string | null
  readonly mayDecide: boolean
}

interface Asked {
  readonly id: string
  readonly field: string
  readonly from: string
  readonly to: string
  readonly state: string
  readonly 'asker.name': string
  readonly comment: string | null
  readonly createdAt: string
  readonly mine: boolean
  readonly votes: readonly Vote[]
}

interface Shown {
  readonly items: readonly Asked[]
  readonly arrows: readonly { readonly field: string; readonly to: string; readonly label: string }[]
}

/** What is asked for about a record, who is waited for, and what may be asked for now. Tells `done` when something was decided. */
class SgApprovals extends LitElement {
  static override properties = { entity: {}, record: {}, version: { type: Number }, shown: { state: true } }
  declare entity: string
  declare record: string
  declare version: number
  declare shown: Shown | null

  constructor() {
    super()
    this.shown = null
  }

  static override styles = [
    base,
    css`
    .card { display: grid; gap: 8px; padding: 12px 16px; margin-block-end: 14px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    header, li { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } header b { flex: 1; } ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; } .ask { display: flex; gap: 8px; flex-wrap: wrap; margin-block-end: 14px; }
  `,
  ]

  protected override updated(changed: PropertyValues): void {
    if (changed.has('version') || changed.has('record')) void this.#load()
  }

  protected override render(): unknown {
    const { shown } = this
    const open = shown?.items.find(one => one.state === 'waiting')
    if (!shown || (!open && shown.arrows.length === 0)) return nothing
    if (open) return this.#open(open)
    return html`<div class="ask">${shown.arrows.map(arrow => html`<sangam-button icon="send" @click=${() => void this.#ask(arrow)}>${t('Ask for approval: {arrow}', { arrow: called(arrow.label) })}</sangam-button>`)}</div>`
  }

  #open(asked: Asked): TemplateResult {
    const field = entityMeta(this.entity)?.fields[asked.field]
    const name = (state: string): string => (field ? optionOf(field, state).label : state)
    return html`<section class="card" aria-label=${t('Approval')}><header><b>${t('{asker} asks: {from} → {to}', { asker: asked['asker.name'], from: name(asked.from), to: name(asked.to) })}</b><small>${formatRelative(asked.createdAt)}</small>
      ${asked.mine ? html`<sangam-button size="small" @click=${() => void this.#withdraw(asked.id)}>${t('Withdraw')}</sangam-button>` : nothing}</header>
      ${asked.comment ? html`<p>${asked.comment}</p>` : nothing}
      <ul>${asked.votes.map(
        vote => html`<li><sangam-badge colour=${vote.state === 'approved' ? 'green' : vote.state === 'waiting' ? 'yellow' : 'red'} dot>${voteSaid(vote)}</sangam-badge>${vote.comment ?? ''}
        ${vote.mayDecide ? html`<sangam-button size="small" kind="primary" @click=${() => void this.#decide(vote.id, 'approve')}>${t('Approve')}</sangam-button><sangam-button size="small" @click=${() => void this.#decide(vote.id, 'refuse')}>${t('Refuse')}</sangam-button><sangam-button size="small" kind="quiet" @click=${() => void this.#handOver(vote.id)}>${t('Hand over')}</sangam-button>` : nothing}</li>`,
      )}</ul></section>`
  }

  async #ask(arrow: { readonly field: string; readonly to: string; readonly label: string }): Promise<void> {
    const label = t('Ask for approval: {arrow}', { arrow: called(arrow.label) })
    const done = await askFields({
      heading: label,
      fields: [commentField(false)],
      entity: this.entity,
      go: t('Ask'),
      submit: values =>
        ask('/api/approvals', {
          method: 'POST',
          body: { entity: this.entity, record: this.record, field: arrow.field, to: arrow.to, comment: (values.comment as Json) ?? null },
        }),
    })
    if (!done) return
    toast(t('Approval is asked for.'))
    await this.#changed()
  }

  async #decide(vote: string, verdict: VerdictOn): Promise<void> {
    if (await decide(vote, verdict)) await this.#changed()
  }

  async #handOver(vote: string): Promise<void> {
    if (await handOver(vote)) await this.#changed()
  }

  async #withdraw(id: string): Promise<void> {
    await ask(`/api/approvals/${id}/withdraw`, { method: 'POST', body: {} }).then(() => this.#changed(), toastProblem)
  }

  async #changed(): Promise<void> {
    await this.#load()
    this.dispatchEvent(new Event('done'))
  }

  async #load(): Promise<void> {
    this.shown = await ask<Shown>(`/api/approvals/${this.entity}/${this.record}`).catch(() => null)
  }
}
customElements.define('sangam-approvals', SgApprovals)

/** Whether an arrow of its flows needs an approval. */
export function hasApprovals(shape: EntityMeta): boolean {
  return Object.values(shape.fields).some(field =>
    Object.values(field.states ?? {}).some(
      ({ to }) => !Array.isArray(to) && Object.values(to as { readonly [state: string]: FlowArrow }).some(arrow => arrow.approval),
    ),
  )
}

function voteSaid(vote: Vote): string {
  const who = vote['decidedBy.name'] ?? vote['user.name'] ?? vote.roleLabel ?? ''
  if (vote.state === 'approved') return t('{who} approved', { who })
  return vote.state === 'waiting' ? t('Waits for {who}', { who }) : t('{who} refused', { who })
}
