import { nothing, svg, type TemplateResult } from 'lit'
import { formatNumber } from '../../../shell/format.ts'
import { type Drawing, fitting, groupLink, mark, picture } from './drawing.ts'

const row = 32

/** Bars from left to right, a group in each line, with its name before and its figure behind it. */
export function bars(draw: Drawing): TemplateResult {
  const totals = draw.values.map(values => spread(values, draw.stacked))
  const most = Math.max(1e-9, ...totals.map(([, high]) => high))
  const least = Math.min(0, ...totals.map(([low]) => low))
  const names = Math.min(190, draw.width * 0.34)
  const figures = Math.min(Math.max(...draw.groups.map((_, group) => behind(draw, group).length)) * 7 + 12, draw.width * 0.36)
  const wide = Math.max(20, draw.width - names - figures - 8)
  const at = (value: number): number => names + ((value - least) / (most - least)) * wide
  const lines = draw.values.map((values, group) => {
    const y = group * row
    let [up, down] = [0, 0]
    const shapes = values.flatMap((value, series) => {
      if (value === null) return []
      const from = draw.stacked ? (value >= 0 ? up : down) : 0
      if (value >= 0) up += value
      else down += value
      const high = draw.stacked ? 18 : 20 / values.length
      const top = y + 7 + (draw.stacked ? 0 : high * series)
      const [a, b] = [at(from), at(from + value)]
      return [
        mark(
          draw,
          group,
          series,
          svg`<rect x=${Math.min(a, b)} y=${top} width=${Math.max(value === 0 ? 0 : 2, Math.abs(b - a))} height=${Math.max(2, high - (draw.stacked ? 0 : 1))} rx="2"></rect>`,
        ),
      ]
    })
    const end = at(totals[group]?.[1] ?? 0) + 8
    const texts = svg`<text class="name" x="0" y=${y + 20}>${fitting(draw.groups[group]?.text ?? '', names - 12)}</text><text class="figure" x=${end} y=${y + 20}>${behind(draw, group)}</text>`
    return svg`${groupLink(draw, group, { x: 0, y: y + 2, width: draw.width, height: row - 4 }, shapes)}<g aria-hidden="true">${texts}</g>`
  })
  return picture(draw, Math.max(row, draw.groups.length * row), lines)
}

/** A funnel: each step as wide as what is left of the first. */
export function funnel(draw: Drawing): TemplateResult {
  const values = draw.values.map(one => Math.max(0, one[0] ?? 0))
  const most = Math.max(1e-9, ...values)
  const names = Math.min(190, draw.width * 0.34)
  const figures = Math.min(Math.max(...draw.groups.map((_, group) => behind(draw, group).length)) * 7 + 70, draw.width * 0.44)
  const wide = Math.max(20, draw.width - names - figures)
  const steps = values.map((value, group) => {
    const [y, size] = [group * 40, Math.max(value === 0 ? 0 : 3, (value / most) * wide)]
    const next = ((values[group + 1] ?? value) / most) * wide
    const middle = names + wide / 2
    const under = Math.min(size, next)
    const shape = svg`<path class="fill" d="M${middle - size / 2} ${y + 4}h${size}L${middle + under / 2} ${y + 36}h${-under}Z"></path>`
    const share = values[0] ? formatNumber(((value / values[0]) * 100).toFixed(1), { percent: true, digits: 1 }) : ''
    const texts = svg`<text class="name" x="0" y=${y + 25}>${fitting(draw.groups[group]?.text ?? '', names - 12)}</text><text class="figure" x=${names + wide + 12} y=${y + 25}>${behind(draw, group)} ${group > 0 && share ? svg`<tspan class="share" dx="6">${share}</tspan>` : nothing}</text>`
    return svg`${groupLink(draw, group, { x: 0, y: y + 2, width: draw.width, height: 36 }, mark(draw, group, 0, shape))}<g aria-hidden="true">${texts}</g>`
  })
  return picture(draw, Math.max(40, values.length * 40), steps)
}

/** What stands behind a bar: its figure, or of several series their sum where they add up. */
function behind(draw: Drawing, group: number): string {
  return draw.series.length > 1 && !draw.stacked ? '' : draw.told(group, -1)
}

function spread(values: readonly (number | null)[], stacked: boolean): readonly [number, number] {
  const known = values.map(value => value ?? 0)
  if (!stacked) return [Math.min(0, ...known), Math.max(0, ...known)]
  const total = (some: readonly number[]): number => some.reduce((sum, value) => sum + value, 0)
  return [total(known.filter(value => value < 0)), total(known.filter(value => value > 0))]
}
