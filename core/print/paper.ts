import { setImmediate } from 'node:timers/promises'
import { fonts } from './fonts.ts'
import type { Letterhead } from './letterhead.ts'
import { type Measure, printable, wrapped } from './typeset.ts'

export const ink = { text: '#1a1f2b', quiet: '#5b6472', rule: '#c9ced6', band: '#eef0f4' } as const

export interface Style {
  readonly size?: number
  readonly bold?: boolean
  readonly colour?: string
}

export interface Sheet {
  /** What is printed, as the file and its later pages are called. */
  readonly title: string
  readonly landscape?: boolean
  readonly letterhead: Letterhead | null
  /** At the foot of each page: who printed it, and when. */
  readonly stamp: string
  /** The word before the number of a page. */
  readonly page: string
  /** ISO 639. */
  readonly language: string
}

/** Countries whose paper is Letter. */
const letter = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO'])
const margin = 40
/** Height of a line by its size; Devanagari needs room above and below. */
const leading = 1.42

/** Signs that are drawn in another order than they are read (कि), or that the font lacks: whoever searches, copies or hears the paper is told them as they are written. */
const outOfOrder = /[\u0590-\u1dff\u2c00-\ufdff\ufe70-\uffff]/

type Doc = PDFKit.PDFDocument & {
  /** What pdfkit remembers of each word of a font; emptied by us, since it would keep every word of a long list. */
  _font: { layoutCache: object; readonly font: Face; readonly id: string; ref(): unknown; encode(text: string): [string[], unknown] }
}

/** A font as fontkit has it, with the glyphs it was asked for. */
interface Face {
  readonly _glyphs: object
}

let faces: readonly (readonly ['regular' | 'bold', Face])[] | null = null

/**
 * The fonts are taken apart once, which costs more than to print a page with them; each paper gets its own memory of their glyphs. Of a glyph
 * fontkit keeps what it was first asked for as, and when a paper is written out it is asked for parts of glyphs that are no letters to it: in the
 * next paper the same glyph would be no letter either, and be put together wrongly.
 */
function facesOf(Document: PDFKit.PDFDocument): readonly (readonly [string, never])[] {
  faces ??= (['regular', 'bold'] as const).map(name => [name, (new Document({ autoFirstPage: false, font: fonts()[name] }) as Doc)._font.font])
  return faces.map(([name, face]) => [name, Object.create(face, { _glyphs: { value: {}, writable: true } }) as never])
}

interface Reference {
  readonly data: { [name: string]: unknown }
  end(content: string): void
}

/**
 * Paper that is written from above to below, page after page. What is finished is handed on at once: no more than a page is kept. Nothing is
 * fetched: the fonts lie on the disk beside the program, and a picture is given as its bytes.
 */
export class Paper {
  y = 0
  pages = 0
  /** Written at the head of each page that is begun: of a table, its columns. */
  head: (() => void) | null = null
  readonly #doc: Doc
  readonly #sheet: Sheet
  readonly #total: Reference

  private constructor(doc: Doc, sheet: Sheet) {
    this.#doc = doc
    this.#sheet = sheet
    this.#font({})
    this.#total = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, -3, 60, 12] }) as unknown as Reference
    this.#begin()
  }

  /** The library and the fonts are loaded when the first paper is asked for: who never prints never pays for them. */
  static async open(sheet: Sheet): Promise<Paper> {
    const { default: Document } = await import('pdfkit')
    const doc = new Document({
      size: letter.has(sheet.letterhead?.country ?? '') ? 'LETTER' : 'A4',
      layout: sheet.landscape ? 'landscape' : 'portrait',
      margin: 0,
      autoFirstPage: false,
      font: null as unknown as string,
      lang: sheet.language,
      displayTitle: true,
      pdfVersion: '1.7',
      info: { Title: printable(sheet.title, 200), Creator: 'Sangam', Producer: 'Sangam' },
    }) as Doc
    for (const [name, face] of facesOf(Document)) doc.registerFont(name, face)
    return new Paper(doc, sheet)
  }

  get left(): number {
    return margin
  }

  get width(): number {
    return this.#doc.page.width - 2 * margin
  }

  /** Where the foot of the page begins. */
  get bottom(): number {
    return this.#doc.page.height - (this.#sheet.letterhead?.footer ? 58 : 46)
  }

  /** How tall a line is. */
  tall(size: number): number {
    return size * leading
  }

  measure(style: Style): Measure {
    return text => this.#font(style).widthOfString(text)
  }

  /** The lines of a text in a column, as they are asked for. */
  lines(text: string, width: number, style: Style): Generator<string> {
    return wrapped(this.measure(style), text, width)
  }

  /** Goes on to the next page where so much does not fit on this one. */
  room(height: number): void {
    if (this.y + height <= this.bottom) return
    this.#begin()
    this.head?.()
  }

  /** One line at a place of this page. */
  put(text: string, x: number, y: number, style: Style = {}, align: 'start' | 'end' | 'centre' = 'start', width = 0): void {
    if (text === '') return
    const doc = this.#font(style)
    const from = align === 'start' ? x : align === 'end' ? x + width - doc.widthOfString(text) : x + (width - doc.widthOfString(text)) / 2
    doc.fillColor(style.colour ?? ink.text)
    const spelt = outOfOrder.test(text)
    if (spelt) doc.markContent('Span', { actual: text } as never)
    doc.text(text, from, y + ((style.size ?? 9) * (leading - 1.362)) / 2, { lineBreak: false })
    if (spelt) doc.endMarkedContent()
  }

  /** A text over as many lines and pages as it needs, within the page or a part of it. */
  write(text: string, style: Style = {}, x = this.left, width = this.width): void {
    const height = this.tall(style.size ?? 9)
    for (const line of this.lines(text, width, style)) {
      this.room(height)
      this.put(line, x, this.y, style)
      this.y += height
    }
  }

  /** The same for a text of any length: what is finished is handed on, and others get their turn. */
  async *flow(text: string, style: Style = {}, x = this.left, width = this.width): AsyncGenerator<Uint8Array> {
    const height = this.tall(style.size ?? 9)
    for (const line of this.lines(text, width, style)) {
      const before = this.pages
      this.room(height)
      this.put(line, x, this.y, style)
      this.y += height
      if (this.pages !== before) yield* this.finished()
    }
  }

  rule(colour: string = ink.rule, from = this.left, width = this.width): void {
    this.#doc
      .lineWidth(0.6)
      .strokeColor(colour)
      .moveTo(from, this.y)
      .lineTo(from + width, this.y)
      .stroke()
  }

  band(height: number): void {
    this.#doc.rect(this.left, this.y, this.width, height).fill(ink.band)
  }

  /** A picture within a box, its height used whole where it can be; gives how wide it became. */
  picture(bytes: Uint8Array, width: number, height: number): number {
    const image = (this.#doc as unknown as { openImage(source: Uint8Array): { width: number; height: number } }).openImage(bytes)
    const scale = Math.min(width / image.width, height / image.height)
    this.#doc.image(image as never, this.left, this.y, { width: image.width * scale, height: image.height * scale })
    return image.width * scale
  }

  /** Dark squares of a code in a square box; what is beside it in a row is drawn as one. */
  squares(cells: readonly (readonly boolean[])[], side: number): void {
    const step = side / Math.max(cells.length, 1)
    const doc = this.#doc
    for (const [row, line] of cells.entries()) {
      for (let at = 0; at < line.length; at += 1) {
        if (!line[at]) continue
        let end = at
        while (line[end]) end += 1
        doc.rect(this.left + at * step, this.y + row * step, (end - at) * step, step)
        at = end
      }
    }
    doc.fill(ink.text)
  }

  /** What is finished until now; between two pages others get their turn. */
  async *finished(): AsyncGenerator<Uint8Array> {
    await setImmediate()
    const bytes = this.#doc.read() as Uint8Array | null
    if (bytes) yield bytes
  }

  async *end(): AsyncGenerator<Uint8Array> {
    this.#sayTotal()
    this.#doc.end()
    for await (const bytes of this.#doc) yield bytes as Uint8Array
  }

  #font({ size = 9, bold = false }: Style): Doc {
    return this.#doc.font(bold ? 'bold' : 'regular', size) as Doc
  }

  #begin(): void {
    const doc = this.#doc
    if (this.pages % 10 === 0) for (const bold of [true, false]) this.#font({ bold })._font.layoutCache = Object.create(null)
    doc.addPage()
    this.pages += 1
    this.y = this.pages === 1 ? 34 : 30
    this.#foot()
    if (this.pages === 1) return
    const { title, letterhead } = this.#sheet
    const small = { size: 8, colour: ink.quiet }
    const [first = ''] = this.lines(printable(title, 200), this.width - 200, small)
    this.put(first, this.left, this.y, small)
    const [name = ''] = this.lines(printable(letterhead?.name ?? '', 120), 190, small)
    this.put(name, this.left + this.width - 190, this.y, small, 'end', 190)
    this.y += 16
    this.rule()
    this.y += 8
  }

  /** How many pages there are is known at the end: each page has a place for it, and all of them show the same one. */
  #foot(): void {
    const doc = this.#doc
    const small = { size: 7.5, colour: ink.quiet }
    const y = doc.page.height - 32
    const footer = this.#sheet.letterhead?.footer
    if (footer) this.put([...this.lines(footer, this.width, small)][0] ?? '', this.left, y - 13, small, 'centre', this.width)
    this.put(this.#sheet.stamp, this.left, y, small)
    const total = 22
    this.put(`${this.#sheet.page} ${this.pages} /`, this.left, y, small, 'end', this.width - total)
    doc.page.xobjects.Total = this.#total
    const base = y + 7.5 * 1.098
    doc.addContent(`q 1 0 0 -1 ${(this.left + this.width - total + 2.5).toFixed(2)} ${base.toFixed(2)} cm /Total Do Q`)
  }

  #sayTotal(): void {
    const font = this.#font({})._font
    const [codes] = font.encode(String(this.pages))
    this.#total.data.Resources = { Font: { [font.id]: font.ref() } }
    this.#total.end(`0.357 0.392 0.447 rg BT /${font.id} 7.5 Tf <${codes.join('')}> Tj ET`)
  }
}
