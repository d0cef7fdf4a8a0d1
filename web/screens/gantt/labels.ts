import { addMonths } from '../../fields/dates.ts'
import { formatDate, formatMonths, formatWeekday, formatYear, region } from '../../shell/format.ts'
import type { Scale, Stretch } from './axis.ts'

/** What a unit of the axis is called where there is little room. */
export function unitText(scale: Scale, day: string): string {
  if (scale === 'day') return `${formatWeekday(day, 'narrow')} ${new Intl.NumberFormat(region()).format(Number(day.slice(8)))}`
  if (scale === 'week') return formatDate(day, 'short')
  return scale === 'month' ? formatMonths(day, day) : formatMonths(day, addMonths(day, 2))
}

/** The month or year above units; nothing where so few days of it are seen that it has no room. */
export function headText(scale: Scale, { day, days }: Stretch, all: number): string {
  if (days / all < 0.07) return ''
  return scale === 'day' || scale === 'week' ? formatDate(day, 'month') : formatYear(day)
}

/** How wide words are drawn in bars, each measured once. */
export class Words {
  readonly #known = new Map<string, number>()
  #pen: CanvasRenderingContext2D | null = null

  constructor(readonly host: HTMLElement) {}

  widthOf(words: string): number {
    const known = this.#known.get(words)
    if (known !== undefined) return known
    this.#pen ??= this.#begin()
    const wide = this.#pen?.measureText(words).width ?? 0
    this.#known.set(words, wide)
    return wide
  }

  #begin(): CanvasRenderingContext2D | null {
    const pen = document.createElement('canvas').getContext('2d')
    const style = getComputedStyle(this.host)
    if (pen) pen.font = `${style.getPropertyValue('--sg-text-xs')} ${style.fontFamily}`
    return pen
  }
}
