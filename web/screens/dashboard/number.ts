import type { NumberCard } from '@sangam/sdk'
import { html, nothing, svg, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import '../../ui/icon.ts'
import { counted } from '../../data/counted.ts'
import { keyText, shortKeyText } from '../view/keys.ts'
import { measureText } from '../view/measures.ts'
import type { Figure, Trend } from './figure.ts'

/** A figure: the number, how it compares, and how it came about. */
export function numberBody(card: NumberCard, figure: Figure, href: string): TemplateResult {
  const { entity, measure = 'count' } = card
  const text = (value: string | null, currency = figure.currency): string => measureText(entity, measure, value, currency) || '–'
  const others = figure.others.map(other => text(other.value, other.currency))
  return html`<a class="value" href=${href}>${text(figure.value)}</a>
    ${others.length > 0 ? html`<span class="quiet also">${t('and {amounts}', { amounts: others.join(', ') })}</span>` : nothing}
    <div class="foot">${figure.trend ? trendText(card, figure.trend, text) : measure === 'count' ? nothing : html`<span class="quiet">${counted(card.entity, figure.count)}</span>`}
      ${figure.trend ? spark(card, figure.trend, text) : nothing}</div>`
}

function trendText(
  { entity, by, period, better = 'more' }: NumberCard,
  { periods, values, change }: Trend,
  text: (value: string | null) => string,
): TemplateResult {
  const [before, full] = [shortKeyText, keyText].map(word => `${word(entity, `${by}:${period}`, periods.at(-2) ?? null)}: ${text(values.at(-2) ?? null)}`)
  const good = change === null || change === 0 ? '' : change > 0 === (better === 'more') ? 'good' : 'bad'
  const said =
    change === null
      ? nothing
      : html`<b class="change ${good}"><sangam-icon name=${change < 0 ? 'sort-down' : 'sort-up'} label=${change < 0 ? t('Less') : t('More of it')}></sangam-icon>${shortPercent(change)}</b>`
  return html`<span class="before">${change === 0 ? nothing : said}<span class="quiet" title=${full}>${before}</span></span>`
}

function shortPercent(change: number): string {
  const size = Math.abs(change)
  return size > 999 ? `>${formatNumber(999, { percent: true })}` : formatNumber(size, { percent: true })
}

const [wide, high, gap] = [5, 30, 3]

/** Twelve small columns; the last is the period we are in. */
function spark({ entity, by, period }: NumberCard, { periods, values }: Trend, text: (value: string | null) => string): TemplateResult | typeof nothing {
  const numbers = values.map(value => Number(value ?? 0))
  const [most, least] = [Math.max(0, ...numbers), Math.min(0, ...numbers)]
  if (most === least) return nothing
  const at = (value: number): number => ((most - value) / (most - least)) * (high - 2)
  const label = periods.map((key, index) => `${keyText(entity, `${by}:${period}`, key)}: ${text(values[index] ?? null)}`).join(', ')
  const bars = numbers.map((value, index) => {
    const [top, bottom] = [Math.min(at(value), at(0)), Math.max(at(value), at(0))]
    return svg`<rect class=${index === numbers.length - 1 ? 'now' : ''} x=${index * (wide + gap)} y=${top} width=${wide} height=${Math.max(2, bottom - top)} rx="1.5"><title>${keyText(entity, `${by}:${period}`, periods[index] ?? null)}: ${text(values[index] ?? null)}</title></rect>`
  })
  const width = numbers.length * (wide + gap) - gap
  return html`<svg class="spark" role="img" aria-label=${label} width=${width} height=${high} viewBox="0 0 ${width} ${high}">${bars}</svg>`
}
