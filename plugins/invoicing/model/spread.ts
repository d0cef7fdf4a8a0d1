import { compareDecimals, minus, over, round, total } from '@sangam/sdk'

/**
 * Rounds parts so that together they are a whole: each is cut off, and the smallest units that are missing go to those that lost most; of equals to the first.
 * Parts may be of both signs, as where a line takes back another.
 *
 * @example spread('0.08', ['0.0165', '0.0165', '0.0165', '0.0165', '0.0165'], 2) // ['0.02', '0.02', '0.02', '0.01', '0.01']
 */
export function spread(whole: string, parts: readonly string[], digits: number): string[] {
  const unit = digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`
  const made = parts.map(part => round(part, digits, 'floor'))
  const lost = parts.map((part, at) => minus(part, made[at] as string))
  const missing = Number(over(minus(whole, total(made)), unit, 0))
  const order = lost.map((_, at) => at).sort((a, b) => compareDecimals(lost[b] as string, lost[a] as string) || a - b)
  const turns = missing < 0 ? order.reverse() : order
  for (let turn = 0; turn < Math.abs(missing) && turns.length > 0; turn += 1) {
    const at = turns[turn % turns.length] as number
    made[at] = missing < 0 ? minus(made[at] as string, unit) : total([made[at] as string, unit])
  }
  return made
}
