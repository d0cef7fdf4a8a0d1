import { Party } from '@sangam/plugin-parties/model'
import { type Json, minus, total } from '@sangam/sdk'
import { html, nothing, placed, sentence, t } from '@sangam/sdk/web'
import { Account, Payment } from '../model.ts'
import type { BankRow } from './bank.ts'
import { amount as amountSaid } from './sides.ts'

/** What somebody says a line of the bank is, in a dialog. */
export interface Asked {
  readonly kind: 'enter' | 'pay'
  readonly row: BankRow
  readonly values: { readonly account?: string; readonly party?: string; readonly amount?: string; readonly parts?: readonly Part[] }
  /** The open items that it settles; the oldest where none are named. */
  readonly items?: readonly string[]
  /** What the payment would be, as far as it is known by now. */
  readonly ahead?: Ahead | 'asked' | { readonly error: unknown }
  /** Somebody says that no tax is withheld. */
  readonly untaxed?: boolean
}

/** What a payment would be that is made of a line of the bank. */
export interface Ahead {
  readonly amount: string
  readonly withheld: string | null
  readonly leftOver: string | null
  /** All of it, for who may read payments. */
  readonly payment: { readonly [field: string]: Json } | null
}

/** A further account, and how much of the line it takes; without an amount what is left. */
interface Part {
  readonly account?: string
  readonly amount?: string
}

interface Told {
  close(): void
  change(asked: Asked): void
  answer(asked: Asked): void
}

/** Asks to which account a line is posted, in parts where one says so, or whose payment it is. */
export function askBank(asked: Asked, told: Told): unknown {
  const { kind, row, values } = asked
  const set = (name: 'account' | 'party') => (event: CustomEvent<{ id: string } | null>) => {
    const { [name]: _, ...others } = values
    told.change({ ...asked, values: event.detail ? { ...others, [name]: event.detail.id } : others })
  }
  const pick = (name: 'account' | 'party', entity: string, label: string, hint: string): unknown =>
    html`<div><span class="label" aria-hidden="true">${label}</span><sangam-pick entity=${entity} value=${values[name] ?? ''} label=${label} hint=${hint} @pick=${set(name)}></sangam-pick></div>`
  const typed = (event: Event): void => {
    const { amount: _, ...others } = values
    const amount = amountOf(event)
    told.change({ ...asked, values: amount === undefined ? others : { ...others, amount } })
  }
  const parts = shownParts(values)
  const further = (part: Part, at: number): unknown => {
    const change = (next: Part): void => told.change({ ...asked, values: { ...values, parts: parts.map((one, index) => (index === at ? next : one)) } })
    const { account, amount } = part
    return html`<div><span class="label" aria-hidden="true">${t('Another account')}</span><sangam-pick entity=${Account.name} value=${account ?? ''} label=${t('Another account')} hint=${t('Choose an account')} @pick=${(
      event: CustomEvent<{ id: string } | null>,
    ) => change({ ...(event.detail && { account: event.detail.id }), ...(amount !== undefined && { amount }) })}></sangam-pick></div>
      <div><label class="label" for=${`part${at}`}>${t('Of it (empty: what is left)')}</label><input id=${`part${at}`} inputmode="decimal" .value=${amount ?? ''} @change=${(
        event: Event,
      ) => {
        const next = amountOf(event)
        change({ ...(account !== undefined && { account }), ...(next !== undefined && { amount: next }) })
      }} /></div>`
  }
  const left = leftOf(row.amount, values, parts)
  const ready = kind === 'pay' ? values.party : values.account
  return html`<sangam-dialog heading=${kind === 'pay' ? t('Payment of a party') : t('Post it to an account')} open @close=${() => told.close()}>
    <div class="form"><p>${row.description}</p>
      ${kind === 'pay' && asked.items === undefined ? pick('party', Party.name, t('Party'), t('Choose a party')) : kind === 'enter' ? pick('account', Account.name, t('Account'), t('Choose an account')) : nothing}
      ${
        kind === 'pay'
          ? taxAhead(asked, told)
          : html`<div><label class="label" for="part">${t('Of it, where it goes to several accounts')}</label><input id="part" inputmode="decimal" .value=${values.amount ?? ''} @change=${typed} /></div>
            ${parts.map(further)}${left === null ? nothing : html`<p>${t('{amount} is left for the next account.', { amount: amountSaid(left) })}</p>`}${pick('party', Party.name, t('Party'), t('Choose a party'))}`
      }</div>
    <sangam-button slot="actions" @click=${() => told.close()}>${t('Cancel')}</sangam-button>
    <sangam-button slot="actions" kind="primary" ?disabled=${!ready || asked.ahead === 'asked'} @click=${() => told.answer({ ...asked, values: { ...values, ...(kind === 'enter' && parts.length > 0 && { parts: parts.filter(one => one.account !== undefined) }) } })}>${kind === 'pay' ? t('Make the payment') : t('Post')}</sangam-button></sangam-dialog>`
}

/** The tax that is withheld of the payment, with how it came, and the way to say that none is. */
function taxAhead(asked: Asked, told: Told): unknown {
  const { ahead, untaxed = false } = asked
  if (ahead === undefined) return nothing
  if (ahead === 'asked') return html`<sangam-skeleton lines="2"></sangam-skeleton>`
  if ('error' in ahead) return html`<p role="status">${sentence(ahead.error)}</p>`
  const tax = taxOf(ahead)
  if (tax === null) return nothing
  const { amount, payment } = ahead
  const paid = amountSaid(amount)
  return html`<div role="status">${
    untaxed
      ? t('{paid} is paid, and nothing is withheld.', { paid })
      : t('{paid} is paid, and {tax} is withheld for the state: {gross} in all.', { paid, tax: amountSaid(tax), gross: amountSaid(total([amount, tax])) })
  }${payment && !untaxed ? placed(Payment, payment) : nothing}</div>
    <label class="taken"><input type="checkbox" .checked=${untaxed} @change=${(event: Event) => told.change({ ...asked, untaxed: (event.target as HTMLInputElement).checked })} /> ${t('Nothing is withheld')}</label>`
}

/** What is withheld of it; null where nothing is. */
export function taxOf(ahead: Asked['ahead']): string | null {
  if (ahead === undefined || ahead === 'asked' || 'error' in ahead) return null
  return ahead.withheld === null || /^0*(\.0*)?$/.test(ahead.withheld) ? null : ahead.withheld
}

function amountOf(event: Event): string | undefined {
  const value = (event.target as HTMLInputElement).value.replace(/[,\s]/g, '')
  return value === '' ? undefined : value
}

/** As many further parts as the amounts leave something for: each that says how much is followed by another. */
function shownParts({ amount, parts = [] }: Asked['values']): readonly Part[] {
  if (amount === undefined) return []
  const last = parts.findIndex(part => part.amount === undefined)
  return last === -1 ? [...parts, {}] : parts.slice(0, last + 1)
}

/** What nobody took yet, where amounts are amounts. */
function leftOf(line: string, { amount }: Asked['values'], parts: readonly Part[]): string | null {
  const given = [amount, ...parts.map(part => part.amount)].filter(one => one !== undefined)
  if (amount === undefined || !given.every(one => /^\d+(\.\d+)?$/.test(one))) return null
  const left = minus(line.replace('-', ''), total(given))
  return left === '0' || left.startsWith('-') ? null : left
}
