import { ask, can, company, css, format, html, LitElement, nothing, send, sentence, t, toast } from '@sangam/sdk/web'
import type { LateItem, LateParty, ReminderLetter, RemindersSent, Sum } from '../model.ts'
import { Entry, Match, Reminder, ReminderHold } from '../model.ts'
import { Reading } from './reading.ts'
import { sheet } from './sheet.css.ts'

interface Found {
  readonly levels: number
  readonly rows: readonly LateParty[]
}

interface Shown extends ReminderLetter {
  readonly party: string
  readonly to: string | null
}

/** Who has something late, how far it was raised, and who is to be reminded now: looked at, and sent by hand. */
class LedgerReminders extends LitElement {
  static override properties = { left: { state: true }, shown: { state: true }, busy: { state: true } }
  /** Who is due and yet not to be sent. */
  declare left: ReadonlySet<string>
  declare shown: Shown | null
  declare busy: boolean
  readonly #late = new Reading<Found>(this, () => ask<Found>('ledger', '/reminders'), [Entry.name, Match.name, Reminder.name, ReminderHold.name])

  constructor() {
    super()
    this.left = new Set()
    this.shown = null
    this.busy = false
  }

  static override styles = [
    sheet,
    css`
    .tick { inline-size: 34px; } input { accent-color: var(--sg-accent); inline-size: 18px; block-size: 18px; margin: 0; vertical-align: middle; }
    .late { color: var(--sg-danger); } .act { text-align: end; white-space: nowrap; inline-size: 1%; }
    .told { margin: 0 0 var(--sg-space-3); color: var(--sg-text-2); }
    .letter { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: var(--sg-space-3) 0 0; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; margin: 0; } dt { color: var(--sg-text-2); } dd { margin: 0; overflow-wrap: anywhere; }
    td { vertical-align: top; } small a { text-decoration: underline; }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#late.again()
  }

  protected override render(): unknown {
    const { error, found } = this.#late
    const chosen = this.#chosen()
    const may = can('ledger.reminder:send')
    return html`<sangam-page narrow heading=${t('Reminders')}>
      ${can('ledger.reminderHold:read') ? html`<sangam-button slot="actions" href="/list/ledger.reminderHold">${t('Held back')}</sangam-button>` : nothing}
      <sangam-button slot="actions" href="/list/ledger.reminder">${t('What was sent')}</sangam-button>
      ${may ? html`<sangam-button slot="actions" kind="primary" icon="send" ?disabled=${chosen.length === 0} ?busy=${this.busy} @click=${() => void this.#send(chosen)}>${t('Send reminders')}</sangam-button>` : nothing}
      <p class="paper">${company()?.name} · ${t('Reminders')}</p>
      ${error ? html`<sangam-problem retry .error=${error} @retry=${() => void this.#late.again()}></sangam-problem>` : this.#body(found, may)}${this.#letter()}</sangam-page>`
  }

  #body(found: Found | null, may: boolean): unknown {
    if (!found) return html`<sangam-skeleton lines="8"></sangam-skeleton>`
    if (found.rows.length === 0)
      return html`<sangam-empty icon="check" heading=${t('Nobody is late')} text=${t('Customers stand here as soon as something they owe is not paid on its day.')}></sangam-empty>`
    const due = found.rows.filter(row => row.status === 'due').length
    return html`<p class="told">${
      found.levels === 0
        ? html`${t('There are no levels yet, so nobody is reminded.')} <a href="/list/ledger.reminderLevel">${t('Reminder levels')}</a>`
        : t('{count, plural, =0 {Nobody is to be reminded now.} one {One customer is to be reminded now.} other {# customers are to be reminded now.}}', {
            count: due,
          })
    }</p><table>
      <thead><tr>${may ? html`<th class="tick" scope="col"><span class="none" aria-hidden="true"></span></th>` : nothing}<th scope="col">${t('Customer')}</th><th class="desk" scope="col">${t('Level')}</th>
        <th class="figure desk" scope="col">${t('Days late')}</th><th class="figure" scope="col">${t('Late')}</th><th class="desk" scope="col">${t('Last reminder')}</th><th class="act" scope="col"><span class="none" aria-hidden="true"></span></th></tr></thead>
      <tbody>${found.rows.map(row => this.#row(row, may))}</tbody></table>`
  }

  #row(row: LateParty, may: boolean): unknown {
    const { party, name, status, level, days, late, last } = row
    const href = `/page/ledger.party?${new URLSearchParams({ party })}`
    const isDue = status === 'due'
    return html`<tr>${
      may
        ? html`<td class="tick">${isDue ? html`<input type="checkbox" aria-label=${t('Choose {name}', { name })} .checked=${!this.left.has(party)} @change=${() => this.#turn(party)} />` : nothing}</td>`
        : nothing
    }<td><a href=${href}>${name}</a><small class=${isDue ? '' : 'none'}>${standing(row)}</small>${level ? html`<small class="phone">${level.name}</small>` : nothing}${row.items.map(itemLine)}</td>
      <td class="desk">${level?.name ?? '–'}${level?.byItself ? html`<small>${t('sent by itself')}</small>` : nothing}</td><td class="figure desk">${format.number(days)}</td>
      <td class="figure late">${late.map(sum => html`<div>${amountOf(sum)}</div>`)}</td><td class="desk">${last ? format.date(last) : '–'}</td>
      <td class="act">${level ? html`<sangam-button size="small" kind="quiet" icon="eye" label=${t('Preview for {name}', { name })} @click=${() => void this.#preview(party)}></sangam-button>` : nothing}${
        can('ledger.reminderHold:create') && row.held === null
          ? html`<sangam-button size="small" kind="quiet" icon="snooze" label=${t('Hold back {name}', { name })} href=${`/new/ledger.reminderHold?${new URLSearchParams({ party })}`}></sangam-button>`
          : nothing
      }</td></tr>`
  }

  #letter(): unknown {
    const { shown } = this
    return html`<sangam-dialog wide heading=${t('Reminder')} ?open=${shown !== null} @close=${() => {
      this.shown = null
    }}>${
      shown
        ? html`<dl><dt>${t('To whom')}</dt><dd>${shown.to ?? t('No e-mail address')}</dd><dt>${t('Subject')}</dt><dd>${shown.subject}</dd><dt>${t('Enclosed')}</dt><dd>${t('Statement of account')} (PDF)</dd></dl><p class="letter">${shown.body}</p>`
        : nothing
    }</sangam-dialog>`
  }

  async #preview(party: string): Promise<void> {
    try {
      this.shown = { party, ...(await ask<ReminderLetter & { readonly to: string | null }>('ledger', '/reminders/preview', { party })) }
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
  }

  async #send(parties: readonly string[]): Promise<void> {
    this.busy = true
    try {
      let count = 0
      const left: RemindersSent['left'][number][] = []
      // In parts: what was sent is sent, and none takes long.
      for (let start = 0; start < parties.length; start += 50) {
        const done = await send<RemindersSent>('ledger', '/reminders/send', { parties: parties.slice(start, start + 50) })
        count += done.sent.length
        left.push(...done.left)
      }
      toast(t('{count, plural, =0 {Nothing was left to send.} one {One reminder is on its way.} other {# reminders are on their way.}}', { count }))
      const [first] = left
      const name = this.#late.found?.rows.find(row => row.party === first?.party)?.name ?? ''
      if (first)
        toast(t('{count, plural, one {One was not sent.} other {# were not sent.}} {name}: {why}', { count: left.length, name, why: first.why }), {
          kind: 'problem',
        })
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
    this.busy = false
    await this.#late.again()
  }

  #chosen(): readonly string[] {
    return (this.#late.found?.rows ?? []).filter(row => row.status === 'due' && !this.left.has(row.party)).map(row => row.party)
  }

  #turn(party: string): void {
    const left = new Set(this.left)
    if (!left.delete(party)) left.add(party)
    this.left = left
  }
}
customElements.define('ledger-reminders', LedgerReminders)

/** Why a party is, or is not, to be reminded. */
function standing({ status, held, to, party }: LateParty): unknown {
  switch (status) {
    case 'due':
      return to
    case 'noAddress':
      return html`<a class="late" href=${`/record/parties.party/${party}`}>${t('No e-mail address: write one on the party.')}</a>`
    case 'covered':
      return t('Has paid as much without an invoice: match it first.')
    case 'held':
      if (held === null) return t('Held back')
      return `${held.disputed ? t('Disputed') : t('Held back')}: ${held.reason}${held.until === null ? '' : ` · ${t('until {day}', { day: format.date(held.until) })}`}`
    case 'reminded':
      return t('Nothing new since the last reminder.')
  }
}

function itemLine({ entry, name, due, days, open, currency, raised, held }: LateItem): unknown {
  const told = [
    t('due on {day}', { day: format.date(due) }),
    t('{count, plural, one {# day late} other {# days late}}', { count: days }),
    amountOf({ currency, amount: open }),
    ...(held !== null ? [`${t('Held back')}: ${held}`] : raised !== null ? [t('reminded: {level}', { level: raised })] : []),
  ]
  return html`<small><a href=${`/record/ledger.entry/${entry}`}>${name}</a> · ${told.join(' · ')}</small>`
}

function amountOf({ currency, amount }: Sum): string {
  return format.money({ amount, currency })
}
