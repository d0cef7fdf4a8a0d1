import type { Fault } from './faults.ts'
import { type Template, templatesOf } from './templates.ts'

/** What text and its ground must differ by, for those who see little of a difference (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5

/**
 * Where the styles of screens write a text and its ground in colours too much alike. Only a rule that says both, in plain colours, is judged: what a part
 * stands on is not told by its source.
 *
 * @example await paleIn({ 'web/index.ts': 'css`p { color: #999; background: #fff }`' })
 */
export async function paleIn(sources: { readonly [file: string]: string }): Promise<Fault[]> {
  const read = await Promise.all(
    Object.entries(sources).map(async ([file, text]) => (text.includes('css`') ? (await templatesOf(file, text, 'css')).map(one => ({ file, one })) : [])),
  )
  return read.flat().flatMap(({ file, one }) => paleRules(one).map(fault => ({ file, ...fault })))
}

function paleRules({ text, lineOf }: Template): Omit<Fault, 'file'>[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(rule => {
    const said = (name: RegExp): string | undefined => name.exec(rule[1] ?? '')?.[1]?.trim()
    const [ink, ground] = [said(/(?:^|[;\s])color:([^;]+)/), said(/(?:^|[;\s])background(?:-color)?:([^;]+)/)]
    const found = ink !== undefined && ground !== undefined ? contrast(ink, ground) : null
    if (found === null || found >= leastContrast) return []
    const measured = Math.floor(found * 10) / 10
    return [
      {
        line: lineOf(rule.index),
        text: `writes ${ink} on ${ground}, a contrast of ${measured} where text needs ${leastContrast}. Take the colours of the shell, such as var(--sg-text-2).`,
      },
    ]
  })
}

/**
 * How much two colours differ in light, from 1 to 21; null where one of them is none that is written plainly.
 *
 * @example contrast('#000', '#fff') // 21
 */
export function contrast(one: string, other: string): number | null {
  const [a, b] = [light(one), light(other)]
  return a === null || b === null ? null : (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const named: { readonly [name: string]: string } = { white: '#fff', black: '#000' }

/** Relative luminance, as WCAG defines it. */
function light(colour: string): number | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(named[colour] ?? colour)?.[1]
  if (hex === undefined) return null
  const [r = 0, g = 0, b = 0] = (hex.length === 3 ? [...hex].map(one => one + one) : (hex.match(/../g) ?? [])).map(one => {
    const part = Number.parseInt(one, 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
