import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'

/** A part as it looks now. */
export interface Shot {
  readonly part: string
  readonly theme: string
  readonly picture: Buffer
}

interface Stored {
  readonly chromium: string
  readonly platform: string
  readonly sizes: { readonly [name: string]: readonly [width: number, height: number] }
}

interface Looked {
  readonly width: number
  readonly height: number
  /** With a little loss, the same in both that are compared: a tenth of a PNG. */
  readonly webp: string
}

/** `npm run pictures` keeps what is seen now. */
export const renewing = process.env.SANGAM_PICTURES === 'renew'

const folder = join(import.meta.dirname, 'pictures')
const told = join(import.meta.dirname, '..', '..', '.cache', 'pictures')

/** How many squares of two by two pixels may be of another colour, of a thousand: edges of letters are drawn a little differently from one machine to the next. */
const allowed = 1

/**
 * What differs from the pictures that are kept: one sentence for each part, empty where nothing does. Another major version of Chromium, or another
 * system, draws letters and shadows in its own way: there the sizes alone are compared, which still tells of a part that broke.
 */
export async function compare(browser: Browser, shots: readonly Shot[]): Promise<string[]> {
  const page = await browser.newPage()
  const now = { chromium: browser.version().split('.')[0] ?? '', platform: process.platform }
  try {
    const looked = new Map<string, Looked>()
    for (const { part, theme, picture } of shots) looked.set(nameOf(part, theme), await look(page, picture))
    if (renewing) return keep(now, looked)
    const stored = JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8')) as Stored
    const same = stored.chromium === now.chromium && stored.platform === now.platform
    rmSync(told, { recursive: true, force: true })
    const missing = Object.keys(stored.sizes).filter(name => !looked.has(name))
    const found: string[] = []
    for (const [name, one] of looked) {
      const known = stored.sizes[name]
      const file = join(folder, `${name}.webp`)
      if (!known || !existsSync(file)) found.push(`${name} has no picture yet: npm run pictures.`)
      else if (Math.abs(known[0] - one.width) > 2 || Math.abs(known[1] - one.height) > 2)
        found.push(`${name} is ${one.width} × ${one.height}, it was ${known.join(' × ')}. If that is meant: npm run pictures.`)
      else if (same) found.push(...(await differing(page, name, readFileSync(file).toString('base64'), one.webp)))
    }
    return [...missing.map(name => `${name} is not shown any more. If that is meant: npm run pictures.`), ...found]
  } finally {
    await page.close()
  }
}

function nameOf(part: string, theme: string): string {
  return `${part.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${theme}`
}

function keep(now: Omit<Stored, 'sizes'>, looked: ReadonlyMap<string, Looked>): string[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, { webp }] of looked) writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp, 'base64'))
  const sizes = Object.fromEntries([...looked].map(([name, { width, height }]) => [name, [width, height]]))
  const lines = Object.entries(sizes).map(([name, size]) => `    "${name}": [${size.join(', ')}]`)
  writeFileSync(
    join(folder, 'pictures.json'),
    `{\n  "chromium": "${now.chromium}",\n  "platform": "${now.platform}",\n  "sizes": {\n${lines.join(',\n')}\n  }\n}\n`,
  )
  return []
}

async function look(page: Page, picture: Buffer): Promise<Looked> {
  return page.evaluate(async png => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height })
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    return { width: bitmap.width, height: bitmap.height, webp: canvas.toDataURL('image/webp', 0.75).split(',')[1] ?? '' }
  }, picture.toString('base64'))
}

/** Whether two pictures differ; what was, what is and where they differ are then written one under the other. */
async function differing(page: Page, name: string, before: string, after: string): Promise<string[]> {
  const { thousandth, png } = await page.evaluate(
    async ([was = '', is = '']) => {
      const load = [was, is].map(async webp => createImageBitmap(await (await fetch(`data:image/webp;base64,${webp}`)).blob()))
      const [one, two] = await Promise.all(load)
      if (!one || !two) throw new Error('There are two pictures to compare.')
      const [width, height] = [Math.min(one.width, two.width) >> 1, Math.min(one.height, two.height) >> 1]
      // Half as large: a pixel is the mean of four, so that an edge which moved by a part of one weighs little.
      const [a, b] = [one, two].map(bitmap => {
        const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
        context?.drawImage(bitmap, 0, 0, width * 2, height * 2, 0, 0, width, height)
        return context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
      })
      const canvas = Object.assign(document.createElement('canvas'), { width: one.width, height: one.height + two.height + height })
      const context = canvas.getContext('2d')
      const marks = context?.createImageData(width, height)
      let different = 0
      for (let at = 0; a && b && marks && at < a.length; at += 4) {
        const far = Math.max(...[0, 1, 2].map(channel => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)))) > 24
        if (far) different += 1
        marks.data.set(far ? [220, 0, 0, 255] : [a[at] ?? 0, a[at + 1] ?? 0, a[at + 2] ?? 0, 60], at)
      }
      context?.drawImage(one, 0, 0)
      context?.drawImage(two, 0, one.height)
      if (marks) context?.putImageData(marks, 0, one.height + two.height)
      return { thousandth: (different / (width * height)) * 1000, png: canvas.toDataURL('image/png').split(',')[1] ?? '' }
    },
    [before, after],
  )
  if (thousandth <= allowed) return []
  mkdirSync(told, { recursive: true })
  writeFileSync(join(told, `${name}.png`), Buffer.from(png, 'base64'))
  return [
    `${name} differs in ${thousandth.toFixed(1)} ‰ of it: see .cache/pictures/${name}.png (as it was, as it is, where they differ). If that is meant: npm run pictures.`,
  ]
}
