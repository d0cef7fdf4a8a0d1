import { addDays, over, round, split, times, total } from '@sangam/sdk'
import { lastDay } from './days.ts'
import type { Days } from './statements.ts'

/** Some days of a budget, which is a month or what of one lies in the year; `upTo` is what it and all before it come to. */
export interface BudgetPart extends Days {
  readonly amount: string
  readonly upTo: string
}

/** The months of a year; where it begins or ends within one, what of that lies in it. */
export function monthsIn({ from, to }: Days): Days[] {
  const found: Days[] = []
  for (let day = from; day <= to; day = addDays(lastDay(day), 1)) found.push({ from: day, to: lastDay(day) < to ? lastDay(day) : to })
  return found
}

/** An amount over the months of a year, so that nothing is lost: as much in each, and in part of a month as its days are of it. */
export function evenly(amount: string, months: readonly Days[], digits: number): string[] {
  const weight = (days: Days): string => over(String(daysIn(days)), String(Number(lastDay(days.from).slice(8))), 6) ?? '1'
  return split(amount, months.map(weight), digits)
}

/** The parts of a budget, each with what it comes to together with those before it. */
export function partsOf(months: readonly Days[], amounts: readonly string[]): BudgetPart[] {
  return months.map((month, at) => ({ ...month, amount: amounts[at] ?? '0', upTo: total(amounts.slice(0, at + 1)) }))
}

/** What a budget allows on some days: whole months, and of part of a month as much as its days are of it. */
export function allowedIn(parts: readonly BudgetPart[], { from, to }: Days, digits: number): string {
  const shares = parts.flatMap(part => {
    const days = { from: part.from > from ? part.from : from, to: part.to < to ? part.to : to }
    if (days.from > days.to) return []
    if (days.from === part.from && days.to === part.to) return [part.amount]
    return [over(times(part.amount, String(daysIn(days))), String(daysIn(part)), digits) ?? '0']
  })
  return round(total(shares), digits)
}

function daysIn({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
}
