import { format, t } from '@sangam/sdk/web'
import { amount as shown, sided } from '../sides.ts'
import { differenceOf, type Kind, type lackOf, type Told, type Voucher } from './voucher.ts'

export const names: { readonly [kind in Kind]: () => string } = {
  contra: () => t('Contra'),
  payment: () => t('Payment'),
  receipt: () => t('Receipt'),
  journal: () => t('Journal'),
  sales: () => t('Sales'),
  purchase: () => t('Purchase'),
}

/** What the lines of a kind are. */
export const sayings: { readonly [kind in Kind]: () => string } = {
  contra: () => t('Put into'),
  payment: () => t('For what it was paid'),
  receipt: () => t('For what it came'),
  journal: () => t('Debits and credits that come to the same.'),
  sales: () => t('Debit the customer, credit sales and taxes.'),
  purchase: () => t('Debit purchases and taxes, credit the supplier.'),
}

/** What a line tells beside its amount, in a few words. */
export function saidOf({ memo, item, quantity, unit, registration, taxComponent: component, taxRate, taxBase, currency, amount }: Told): string {
  const tax = component && (taxRate ? t('{component} at {rate} %', { component, rate: format.number(Number(taxRate)) }) : component)
  const parts = [
    item,
    quantity && [quantity.replace('-', ''), unit].filter(Boolean).join(' '),
    tax && [tax, taxBase && t('of {amount}', { amount: shown(taxBase.replace('-', '')) })].filter(Boolean).join(' '),
    currency && amount && `${currency} ${amount.replace('-', '')}`,
    registration,
    memo,
  ]
  return parts.filter(Boolean).join(' · ')
}

/** What a voucher lacks, said to whoever writes it. */
export function lackSentence(voucher: Voucher, { what, line }: NonNullable<ReturnType<typeof lackOf>>): string {
  const number = line + 1
  switch (what) {
    case 'through':
      return t('Choose the account of bank or cash.')
    case 'lines':
      return t('Choose an account and give an amount.')
    case 'account':
      return t('Choose the account of line {number}.', { number })
    case 'party':
      return t('Say whose line {number} is: the account is kept by party.', { number })
    case 'amount':
      return t('Give the amount of line {number}, such as 1,250.50.', { number })
    case 'difference':
      return t('It is out of balance by {amount}. Change a line or add one.', { amount: sided(differenceOf(voucher)) })
    case 'narration':
      return t('Say in a few words what it was.')
  }
}
