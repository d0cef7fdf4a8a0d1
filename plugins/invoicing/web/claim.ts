import type { Json } from '@sangam/sdk'
import { format, t, today } from '@sangam/sdk/web'
import { claimUntil } from '../model/claim.ts'
import type { Known } from './known.ts'
import type { Sides } from './sides.ts'

/** What is said where tax on a bill is not got back, or where it soon will not be; null where there is nothing to say. */
export function saidOfClaim(values: { readonly [field: string]: Json }, known: Known | null, sides: Sides | null): string | null {
  const lines = (values.lines ?? []) as unknown as readonly { readonly tax?: string | null }[]
  const months = lines.flatMap(({ tax }) => known?.claimMonths.get(String(tax)) ?? [])
  if (values.kind !== 'bill' || months.length === 0 || !sides?.back || sides.ours.number === null) return null
  const { right, start, filed } = sides.back
  const number = String(values.ownRegistration ?? sides.ours.number)
  if (!right) return t('On the day of this bill {number} was not ours, or charged no tax. Its tax is not got back, and is part of what was bought.', { number })
  const day = text(values.supplierDate) ?? text(values.date) ?? today()
  const until = claimUntil(day, { months: Math.min(...months), start, filed })
  const booked = text(values.postingDate) ?? text(values.date) ?? today()
  if (until < booked)
    return t('Tax of this bill could be got back until {day}. It comes too late: its tax is part of what was bought.', { day: format.date(until) })
  return until.slice(0, 7) === booked.slice(0, 7)
    ? t('Tax of this bill can be got back until {day}: take it into a return that is filed by then.', { day: format.date(until) })
    : null
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
