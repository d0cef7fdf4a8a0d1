import { type DrawnArrow, type DrawnState, keyOf } from './drawn.ts'
import { type Drawing, layered } from './layered.ts'

const widest = { state: 190, words: 172 }
const icon = 20

/** A flow placed with as much room for each word as it takes in the font that `style` has. */
export function placed(states: readonly DrawnState[], arrows: readonly DrawnArrow[], present: string, style: CSSStyleDeclaration): Drawing | null {
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen || states.length === 0) return null
  const wide = (text: string, size: string, weight: number): number => {
    pen.font = `${weight} ${style.getPropertyValue(size) || '13px'} ${style.fontFamily}`
    return Math.ceil(pen.measureText(text).width)
  }
  const nodes = states.map(({ key, label }) => ({
    key,
    width: Math.min(widest.state, Math.max(96, wide(label, '--sg-text-md', 650) + 28 + (key === present ? icon : 0))),
  }))
  const edges = arrows.map(arrow => {
    const words = (arrow.label ? wide(arrow.label, '--sg-text-sm', 550) + 5 : 0) + arrow.marks.length * icon
    return { ...arrow, key: keyOf(arrow), width: words === 0 ? 26 : Math.min(widest.words, words + 18) }
  })
  return layered(nodes, edges)
}
