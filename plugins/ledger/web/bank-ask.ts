import { Party } from '@sangam/plugin-parties/model'
import { html, nothing, t } from '@sangam/sdk/web'
import { Account } from '../model.ts'
import type { BankRow } from './bank.ts'

/** What somebody says a line of the bank is, in a dialog. */
export interface Asked {
  readonly kind: 'enter' | 'pay'
  readonly row: BankRow
  readonly values: { readonly account?: string; readonly party?: string; readonly amount?: string; readonly second?: string }
}

interface Told {
  close(): void
  change(asked: Asked): void
  answer(asked: Asked): void
}

/** Asks to which account a line is posted, in two parts where one says so, or whose payment it is. */
export function askBank(asked: Asked, told: Told): unknown {
  const { kind, row, values } = asked
  const set = (name: keyof Asked['values']) => (event: CustomEvent<{ id: string } | null>) => {
    const { [name]: _, ...others } = values
    told.change({ ...asked, values: event.detail ? { ...others, [name]: event.detail.id } : others })
  }
  const pick = (name: 'account' | 'party' | 'second', entity: string, label: string, hint: string): unknown =>
    html`<div><span class="label" aria-hidden="true">${label}</span><sangam-pick entity=${entity} value=${values[name] ?? ''} label=${label} hint=${hint} @pick=${set(name)}></sangam-pick></div>`
  const typed = (event: Event): void => {
    const { amount: _, ...others } = values
    const value = (event.target as HTMLInputElement).value.replace(/[,\s]/g, '')
    told.change({ ...asked, values: value === '' ? others : { ...others, amount: value } })
  }
  const ready = kind === 'pay' ? values.party : values.account
  return html`<sangam-dialog heading=${kind === 'pay' ? t('Payment of a party') : t('Post it to an account')} open @close=${() => told.close()}>
    <div class="form"><p>${row.description}</p>
      ${kind === 'pay' ? pick('party', Party.name, t('Party'), t('Choose a party')) : pick('account', Account.name, t('Account'), t('Choose an account'))}
      ${
        kind === 'pay'
          ? nothing
          : html`<div><label class="label" for="part">${t('Of it, where it goes to two accounts')}</label><input id="part" inputmode="decimal" .value=${values.amount ?? ''} @change=${typed} /></div>
            ${values.amount === undefined ? nothing : pick('second', Account.name, t('Second account'), t('Choose an account'))}${pick('party', Party.name, t('Party'), t('Choose a party'))}`
      }</div>
    <sangam-button slot="actions" @click=${() => told.close()}>${t('Cancel')}</sangam-button>
    <sangam-button slot="actions" kind="primary" ?disabled=${!ready} @click=${() => told.answer(asked)}>${kind === 'pay' ? t('Make the payment') : t('Post')}</sangam-button></sangam-dialog>`
}
