import type { RecordOf } from '@sangam/sdk'
import { can, css, display, field, format, html, LitElement, live, nothing, repo, sentence, t, toast, today } from '@sangam/sdk/web'
import { Lead } from '../model.ts'

type Item = RecordOf<typeof Lead>
type Kind = 'late' | 'quiet' | 'undated'

const open = { state: 'open' } as const
const kinds = {
  late: { where: { ...open, expectedClose: { lt: '$today' } }, sort: ['expectedClose'] },
  quiet: { where: { ...open, quietNoticeAt: { isEmpty: false } }, sort: ['lastActivityAt'] },
  undated: { where: { ...open, expectedClose: { isEmpty: true } }, sort: ['-createdAt'] },
} as const

/** What a sales manager goes through on a Monday: open deals that should have closed, that went quiet, or of which nobody said when they close. The day is set on the spot. */
class LeadsReview extends LitElement {
  static override properties = { kind: { state: true }, items: { state: true }, counts: { state: true }, error: { state: true } }
  declare kind: Kind
  declare items: readonly Item[] | null
  declare counts: { readonly [kind in Kind]?: number }
  declare error: unknown
  #stop: () => void = () => undefined
  #later: ReturnType<typeof setTimeout> | undefined
  #round = 0

  constructor() {
    super()
    this.kind = 'late'
    this.items = null
    this.counts = {}
    this.error = null
  }

  static override styles = css`
    :host { display: block; block-size: 100%; }
    ul { list-style: none; margin: var(--sg-space-3) 0 0; padding: 0; }
    li { display: grid; grid-template-columns: minmax(0, 1fr) 130px 150px auto; gap: 4px 16px; align-items: center; padding: 10px 0; border-block-end: 1px solid var(--sg-border); }
    a { color: var(--sg-text); font-weight: 550; text-decoration: none; overflow-wrap: anywhere; }
    a:hover { text-decoration: underline; }
    a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; border-radius: 3px; }
    small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    b { font-weight: 550; text-align: end; font-variant-numeric: tabular-nums; }
    @media (max-width: 760px) { li { grid-template-columns: minmax(0, 1fr) auto; } }
  `

  protected override render(): unknown {
    return html`<sangam-page narrow heading=${t('Monday review')}>
      <sangam-tabs label=${t('Monday review')} .tabs=${this.#tabs()} chosen=${this.kind} @change=${(event: CustomEvent<Kind>) => this.#show(event.detail)}></sangam-tabs>
      <div role="tabpanel">${this.error ? html`<sangam-problem retry .error=${this.error} @retry=${() => void this.#read()}></sangam-problem>` : this.#body()}</div></sangam-page>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = live(Lead.name, () => this.#soon())
    void this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
    clearTimeout(this.#later)
  }

  #tabs(): readonly { readonly id: Kind; readonly label: string; readonly count?: number }[] {
    const labels = { late: t('Overdue'), quiet: t('Gone quiet'), undated: t('Without a day') }
    return (Object.keys(kinds) as Kind[]).map(id => ({ id, label: labels[id], ...(this.counts[id] !== undefined && { count: this.counts[id] }) }))
  }

  #body(): unknown {
    if (!this.items) return html`<sangam-skeleton lines="8"></sangam-skeleton>`
    if (this.items.length === 0)
      return html`<sangam-empty icon="check" heading=${t('Nothing to go through')} text=${t('Every open deal has a day, and something happened about it.')}><sangam-button href="/list/leads.lead">${t('All leads')}</sangam-button></sangam-empty>`
    return html`<ul>${this.items.map(lead => this.#line(lead))}</ul>`
  }

  #line(lead: Item): unknown {
    const since = lead.lastActivityAt ? t('Last heard of {when}', { when: format.relative(lead.lastActivityAt) }) : t('Nothing has happened yet')
    const may = can('leads.lead:update')
    return html`<li><div><a href=${`/record/leads.lead/${lead.id}`}>${lead.title}</a><small>${since}</small></div>
      <b>${lead.value ? format.money(lead.value) : nothing}</b>
      ${may ? field(Lead, 'expectedClose', lead.expectedClose, { compact: true, label: t('Closes on'), onCommit: day => void this.#close(lead, day) }) : html`<span>${display(Lead, 'expectedClose', lead.expectedClose)}</span>`}
      ${may ? html`<sangam-button size="small" @click=${() => void this.#close(lead, nextWeek(lead.expectedClose))}>${t('In a week')}</sangam-button>` : nothing}</li>`
  }

  #show(kind: Kind): void {
    this.kind = kind
    this.items = null
    void this.#read()
  }

  async #read(): Promise<void> {
    const round = ++this.#round
    try {
      const [{ items }, ...counts] = await Promise.all([
        repo(Lead).find({ ...kinds[this.kind], fields: ['title', 'value', 'expectedClose', 'lastActivityAt'], limit: 50 }),
        ...Object.values(kinds).map(({ where }) => repo(Lead).count(where)),
      ])
      if (round !== this.#round) return
      this.items = items
      this.counts = Object.fromEntries(Object.keys(kinds).map((kind, at) => [kind, counts[at] ?? 0]))
      this.error = null
    } catch (error) {
      if (round === this.#round) this.error = error
    }
  }

  #soon(): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#read(), 600)
  }

  async #close(lead: Item, day: string | null): Promise<void> {
    if (day === lead.expectedClose) return
    try {
      const saved = await repo(Lead).update(lead.id, { expectedClose: day }, { version: lead.version })
      const back = (): Promise<unknown> => repo(Lead).update(lead.id, { expectedClose: lead.expectedClose }, { version: saved.version })
      const undo = { label: t('Undo'), run: () => back().catch(error => toast(sentence(error), { kind: 'problem' })) }
      toast(
        day === null ? t('“{name}” has no day any more.', { name: lead.title }) : t('“{name}” closes on {day}.', { name: lead.title, day: format.date(day) }),
        {
          action: undo,
        },
      )
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
    await this.#read()
  }
}
customElements.define('leads-review', LeadsReview)

/** A week from the day it was to close on, or from today where that has passed. */
function nextWeek(day: string | null): string {
  const now = today()
  return addDays(day === null || day < now ? now : day, 7)
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
