import { compareDecimals, type Json, minus, total, UserError } from '@sangam/sdk'

/** One of the accounts that a line of the bank goes to, and how much of it. */
export interface BankPart {
  readonly account: string
  readonly party: string | null
  readonly amount: string
}

type Said = Omit<BankPart, 'amount'> & { readonly amount: string | null }

const most = 50
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Further parts as they were given. */
function furtherOf(parts: Json): Said[] {
  const refuse = (): never => {
    throw new UserError(
      'bad_parts',
      'Give each further part its account, and its amount where it does not take what is left; {most} parts at most.',
      { most },
      'parts',
    )
  }
  if (!Array.isArray(parts) || parts.length > most) return refuse()
  return parts.map((part): Said => {
    const { account, amount = null, party = null } = (part ?? {}) as { readonly [name: string]: Json }
    if (!isText(account) || !(party === null || isText(party))) return refuse()
    if (amount !== null && !(isText(amount) && /^\d{1,15}(\.\d{1,3})?$/.test(amount))) return refuse()
    return { account, party, amount }
  })
}

/** How a line of the bank is split: each part as much as it says, and the one that says nothing what is left. Together they are the line. */
export function partsOf(
  whole: string,
  {
    account,
    party,
    amount,
    second,
    parts,
  }: { readonly account: string; readonly party: string | null; readonly amount: string | null; readonly second: string | null; readonly parts: Json },
): BankPart[] {
  const said: Said[] = [
    { account, party, amount },
    ...(parts === null ? [] : furtherOf(parts).map(one => ({ ...one, party: one.party ?? party }))),
    ...(second !== null && amount !== null ? [{ account: second, party, amount: null }] : []),
  ]
  const given = said.flatMap(one => one.amount ?? [])
  const left = minus(whole, total(given))
  if (left.startsWith('-') || given.some(one => compareDecimals(one, '0') === 0))
    throw new UserError('above', 'The line is of {amount}. Give that or less.', { amount: whole }, 'amount')
  const open = said.length - given.length
  if (open > 1) throw new UserError('one_rest', 'One part takes what is left. Say how much the others are.', {}, 'parts')
  if (open === 0 && left !== '0') throw new UserError('second_needed', 'Say to which account the rest goes, {rest}.', { rest: left }, 'second')
  return said.flatMap(one => (one.amount === null && left === '0' ? [] : [{ ...one, amount: one.amount ?? left }]))
}
