import { type SVGTemplateResult, svg, type TemplateResult } from 'lit'
import { type Drawing, groupLink, picture } from './drawing.ts'

/** A ring of shares; what each is, the words beside it tell. Less than nothing has no share. */
export function pie(draw: Drawing, tones: readonly string[]): TemplateResult {
  const size = Math.max(120, Math.min(draw.width, draw.height, 360))
  const [outer, inner] = [size / 2 - 4, size / 4.2]
  const values = draw.values.map(row => Math.max(0, row[0] ?? 0))
  const total = values.reduce((sum, value) => sum + value, 0)
  let turned = 0
  const slices = values.flatMap((value, group) => {
    if (total === 0 || value === 0) return []
    const [from, to] = [turned, turned + (value / total) * Math.PI * 2]
    turned = to
    return [slice(draw, group, size / 2, { from, to, outer, inner }, tones[group] ?? '')]
  })
  return picture({ ...draw, width: size }, size, slices)
}

interface Arc {
  readonly from: number
  readonly to: number
  readonly outer: number
  readonly inner: number
}

function slice(draw: Drawing, group: number, centre: number, arc: Arc, tone: string): SVGTemplateResult {
  // A whole ring begins where it ends, which is no arc.
  const to = Math.min(arc.to, arc.from + Math.PI * 2 - 1e-4)
  const point = (angle: number, radius: number): string => `${centre + radius * Math.sin(angle)} ${centre - radius * Math.cos(angle)}`
  const large = to - arc.from > Math.PI ? 1 : 0
  const path = `M${point(arc.from, arc.outer)}A${arc.outer} ${arc.outer} 0 ${large} 1 ${point(to, arc.outer)}L${point(to, arc.inner)}A${arc.inner} ${arc.inner} 0 ${large} 0 ${point(arc.from, arc.inner)}Z`
  return groupLink(
    draw,
    group,
    { x: 0, y: 0, width: 0, height: 0 },
    svg`<g class="mark" style="--tone:${tone}" @click=${() => draw.groups[group]?.href && draw.go(draw.groups[group].href)}><path class="slice" d=${path}></path></g>`,
  )
}
