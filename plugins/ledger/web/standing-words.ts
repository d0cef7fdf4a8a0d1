import { total } from '@sangam/sdk'
import { format, html, t } from '@sangam/sdk/web'
import type { Standing, StandingSide } from '../model.ts'
import { currency, isNothing } from './sides.ts'

/** What customers owe, in words. */
export function owedSaid(side: StandingSide): unknown {
  if (isNothing(side.total)) return t('Nobody owes you anything.')
  return html`${bold(t('You are owed {amount}.', { amount: '\u0001' }), money(side.total))} ${lateSaid(side)}`
}

/** What is owed to suppliers, in words. */
export function owesSaid(side: StandingSide): unknown {
  if (isNothing(side.total)) return t('You owe nobody anything.')
  return html`${bold(t('You owe {amount}.', { amount: '\u0001' }), money(side.total))} ${lateSaid(side)}`
}

function lateSaid({ late }: StandingSide): unknown {
  return isNothing(late) ? t('Nothing of it is late.') : bold(t('{amount} of it is late.', { amount: '\u0001' }), money(late), 'late')
}

/** What falls due in the next days; nothing where nothing does. */
export function soonSaid({ soon }: StandingSide): string | null {
  return isNothing(soon) ? null : t('{amount} are due within a week.', { amount: money(soon) })
}

/** What there is in banks and in cash. */
export function moneySaid({ money: accounts }: Standing): unknown {
  const sum = total(accounts.map(one => one.amount))
  return sum.startsWith('-')
    ? bold(t('Banks and cash are overdrawn by {amount}.', { amount: '\u0001' }), money(sum.slice(1)), 'late')
    : bold(t('You have {amount} in banks and in cash.', { amount: '\u0001' }), money(sum))
}

/** What the month brings so far. */
export function monthSaid({ month }: Standing): unknown {
  const loss = month.net.startsWith('-')
  const rest = loss ? t('{amount} more was spent than earned.', { amount: '\u0001' }) : t('{amount} is left.', { amount: '\u0001' })
  const so = t('So far {earned} was earned and {spent} spent.', { earned: money(month.earned), spent: money(month.spent) })
  return html`${so} ${bold(rest, money(loss ? month.net.slice(1) : month.net), loss ? 'late' : 'good')}`
}

export function money(amount: string): string {
  return format.money({ amount, currency: currency() })
}

/** A sentence with its amount in bold: where the amount stands is the language's choice. */
export function bold(sentence: string, amount: string, kind = ''): unknown {
  const [before = '', after = ''] = sentence.split('\u0001')
  return html`${before}<b class=${kind}>${amount}</b>${after}`
}
