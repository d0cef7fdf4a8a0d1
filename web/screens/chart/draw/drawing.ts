import { html, type nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit'

/** What is drawn: groups along one side, series beside or on each other, and what each figure is called. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** What the chart is called by those who hear it. */
  readonly label: string
  readonly groups: readonly { readonly text: string; readonly short: string; readonly href: string | null }[]
  readonly series: readonly { readonly text: string; readonly tone: string }[]
  /** For the eye; what is told is exact. */
  readonly values: readonly (readonly (number | null)[])[]
  /** Whether series stand on each other: sums of parts do, averages do not. */
  readonly stacked: boolean
  readonly told: (group: number, series: number) => string
  /** A group and all its series. */
  readonly toldOf: (group: number) => string
  readonly hrefOf: (group: number, series: number) => string | null
  readonly axis: (value: number) => string
  readonly go: (href: string) => void
}

/** The least that a finger hits. */
const target = 24

/** The picture; its parts are links to the records, so it is walked by Tab as by the pointer. */
export function picture(draw: Drawing, height: number, inside: readonly (SVGTemplateResult | typeof nothing)[]): TemplateResult {
  return html`<svg role="group" aria-label=${draw.label} width=${draw.width} height=${height} viewBox="0 0 ${draw.width} ${height}">${inside}</svg>`
}

/** A group's part of the picture: a link to its records where there is one and it is large enough to be hit. */
export function groupLink(draw: Drawing, group: number, box: Box, inside: SVGTemplateResult | readonly SVGTemplateResult[]): SVGTemplateResult {
  const { href } = draw.groups[group] ?? { href: null }
  const hit = svg`<rect class="hit" x=${box.x} y=${box.y} width=${Math.max(0, box.width)} height=${Math.max(0, box.height)}></rect>`
  const label = draw.toldOf(group)
  if (href === null || box.width < target || box.height < target) return svg`<g role="img" aria-label=${label}><title>${label}</title>${hit}${inside}</g>`
  return svg`<a href=${href} aria-label=${label}><title>${label}</title>${hit}${inside}</a>`
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One figure of a group. The pointer goes to its own records; the keyboard finds them in the table. */
export function mark(draw: Drawing, group: number, series: number, shape: SVGTemplateResult): SVGTemplateResult {
  const href = draw.series.length > 1 ? draw.hrefOf(group, series) : null
  const open = (event: MouseEvent): void => {
    if (href === null || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    draw.go(href)
  }
  return svg`<g class="mark" style="--tone:${draw.series[series]?.tone ?? ''}" @click=${open}><title>${draw.told(group, series)}</title>${shape}</g>`
}

/** As much of a text as fits so many pixels, without breaking a letter apart. */
export function fitting(text: string, pixels: number): string {
  const letters = [...new Intl.Segmenter().segment(text)].map(one => one.segment)
  const room = Math.max(1, Math.floor(pixels / 6.7))
  return letters.length <= room ? text : `${letters.slice(0, Math.max(1, room - 1)).join('')}…`
}
