import { nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit'
import { ticksOf } from '../scale.ts'
import { type Box, type Drawing, fitting, groupLink, mark, picture } from './drawing.ts'

/** Groups from left to right over a common axis. */
interface Plot extends Box {
  readonly band: number
  /** Where a value stands, from above. */
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
}

/** Columns: on each other where they add up, else side by side. */
export function columns(draw: Drawing): TemplateResult {
  const plot = plotOf(draw, draw.stacked ? draw.values.flatMap(row => ends(row)) : draw.values.flat().map(value => value ?? 0))
  const wide = Math.min(plot.band * 0.72, 72)
  const groups = draw.values.map((row, group) => {
    const left = plot.x + plot.band * group + (plot.band - wide) / 2
    let [up, down] = [0, 0]
    const shapes = row.flatMap((value, series) => {
      if (value === null) return []
      const from = draw.stacked ? (value >= 0 ? up : down) : 0
      if (value >= 0) up += value
      else down += value
      const [a, b] = [plot.at(from), plot.at(from + value)]
      const [x, width] = draw.stacked ? [left, wide] : [left + (wide / row.length) * series, Math.max(1, wide / row.length - 2)]
      return [
        mark(draw, group, series, svg`<rect x=${x} y=${Math.min(a, b)} width=${width} height=${Math.max(value === 0 ? 0 : 1, Math.abs(a - b))} rx="2"></rect>`),
      ]
    })
    return groupLink(draw, group, { x: plot.x + plot.band * group, y: plot.y, width: plot.band, height: plot.height }, shapes)
  })
  return picture(draw, draw.height, [...axes(draw, plot), ...groups])
}

/** Lines, with the area under them where it is asked for. What is unknown breaks a line. */
export function lines(draw: Drawing, filled: boolean): TemplateResult {
  const stacked = filled && draw.stacked
  const tops = draw.values.map(row =>
    row.map((value, series) => (value === null ? null : stacked ? row.slice(0, series + 1).reduce<number>((sum, one) => sum + (one ?? 0), 0) : value)),
  )
  const plot = plotOf(
    draw,
    tops.flat().map(value => value ?? 0),
  )
  const x = (group: number): number => plot.x + plot.band * (group + 0.5)
  const paths = draw.series.map((one, series) => {
    const runs = runsOf(tops.map(row => row[series] ?? null))
    const under = (group: number): number => plot.at(stacked && series > 0 ? (tops[group]?.[series - 1] ?? 0) : 0)
    return svg`<g style="--tone:${one.tone}">${runs.map(run => {
      const line = run.map(([group, value], at) => `${at === 0 ? 'M' : 'L'}${x(group)} ${plot.at(value)}`).join('')
      const back = run.toReversed().map(([group]) => `L${x(group)} ${under(group)}`)
      return svg`${filled ? svg`<path class="area" d="${line}${back.join('')}Z"></path>` : nothing}<path class="line" d=${line}></path>`
    })}</g>`
  })
  const dots = tops.map((row, group) =>
    groupLink(
      draw,
      group,
      { x: plot.x + plot.band * group, y: plot.y, width: plot.band, height: plot.height },
      row.flatMap((value, series) =>
        value === null ? [] : [mark(draw, group, series, svg`<circle cx=${x(group)} cy=${plot.at(value)} r=${plot.band < 14 ? 2 : 3.5}></circle>`)],
      ),
    ),
  )
  return picture(draw, draw.height, [...axes(draw, plot), ...paths, ...dots])
}

function plotOf(draw: Drawing, values: readonly number[]): Plot {
  const ticks = ticksOf(values, Math.max(2, Math.floor(draw.height / 70)))
  const left = Math.max(...ticks.map(tick => draw.axis(tick).length)) * 6.6 + 14
  const [y, height] = [12, Math.max(60, draw.height - 46)]
  const width = Math.max(40, draw.width - left - 8)
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  return { x: left, y, width, height, ticks, band: width / Math.max(1, draw.groups.length), at: value => y + height - ((value - low) / (high - low)) * height }
}

function axes(draw: Drawing, plot: Plot): readonly SVGTemplateResult[] {
  const every = Math.max(1, Math.ceil(54 / plot.band))
  const lines = plot.ticks.map(
    tick =>
      svg`<line class=${tick === 0 ? 'zero' : 'grid'} x1=${plot.x} x2=${plot.x + plot.width} y1=${plot.at(tick)} y2=${plot.at(tick)}></line><text class="tick" x=${plot.x - 8} y=${plot.at(tick) + 4} text-anchor="end">${draw.axis(tick)}</text>`,
  )
  const names = draw.groups.flatMap((group, at) =>
    at % every === 0
      ? [
          svg`<text class="tick" x=${plot.x + plot.band * (at + 0.5)} y=${plot.y + plot.height + 20} text-anchor="middle">${fitting(group.short, plot.band * every - 6)}</text>`,
        ]
      : [],
  )
  return [svg`<g aria-hidden="true">${lines}${names}</g>`]
}

/** How high and how deep what stands on each other reaches. */
function ends(row: readonly (number | null)[]): readonly number[] {
  const known = row.map(value => value ?? 0)
  return [known.filter(value => value > 0).reduce((sum, value) => sum + value, 0), known.filter(value => value < 0).reduce((sum, value) => sum + value, 0)]
}

function runsOf(values: readonly (number | null)[]): readonly (readonly (readonly [number, number])[])[] {
  const runs: [number, number][][] = [[]]
  for (const [at, value] of values.entries()) {
    if (value === null) runs.push([])
    else runs.at(-1)?.push([at, value])
  }
  return runs.filter(run => run.length > 0)
}
