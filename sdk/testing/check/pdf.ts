import { inflateSync } from 'node:zlib'

interface Part {
  readonly head: string
  readonly stream: string | null
}

/** The texts of each page of one of our PDFs, read back from its drawing: what the letters of its fonts stand for, and what is said of signs out of order. */
export function pagesOf(pdf: Uint8Array): readonly string[] {
  const parts = partsOf(Buffer.from(pdf).toString('latin1'))
  const pages = [...parts.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))
  const letters = new Map(
    [...parts].filter(([, { head }]) => head.includes('/ToUnicode')).map(([id, { head }]) => [id, lettersOf(streamAt(parts, head, 'ToUnicode'))]),
  )
  return pages.map(({ head }) => {
    const resources = head.includes('/Resources <<') ? head : (parts.get(idIn(head, 'Resources'))?.head ?? '')
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(match => [match[1] ?? '', letters.get(match[2] ?? '')]))
    const total = /\/Total (\d+) 0 R/.exec(resources)?.[1]
    const drawn = (streamAt(parts, head, 'Contents') ?? '').replaceAll('/Total Do', () => parts.get(total ?? '')?.stream ?? '')
    return wordsOf(drawn, fonts)
  })
}

/** What is drawn with the fonts of a file, by their own account: a sign that was put together wrongly shows as the dotted circle of one without its letter. */
export function signsOf(pdf: Uint8Array): ReadonlySet<string> {
  const parts = partsOf(Buffer.from(pdf).toString('latin1'))
  return new Set(
    [...parts.values()].filter(({ head }) => head.includes('/ToUnicode')).flatMap(({ head }) => [...lettersOf(streamAt(parts, head, 'ToUnicode')).values()]),
  )
}

function wordsOf(drawn: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string> | undefined>): string {
  const said: string[] = []
  let letters: ReadonlyMap<number, string> | undefined
  let spelt: string | null = null
  for (const { 0: whole, groups = {} } of drawn.matchAll(
    /\/(?<font>F\d+) [\d.]+ Tf|\/ActualText \((?<actual>(?:\\[\s\S]|[^\\)])*)\)|(?<end>EMC)|\[(?<row>[^\]]*)\] TJ|<(?<hex>[0-9a-f]+)> Tj/g,
  )) {
    if (groups.font) letters = fonts.get(groups.font) ?? letters
    else if (groups.actual !== undefined) spelt = utf16(groups.actual)
    else if (groups.end) {
      if (spelt !== null) said.push(spelt)
      spelt = null
    } else if (spelt === null) {
      const codes = [...(groups.row ? groups.row.matchAll(/<([0-9a-f]+)>/g) : [['', groups.hex ?? '']])].map(match => match[1] ?? '').join('')
      said.push((codes.match(/.{4}/g) ?? []).map(code => letters?.get(Number.parseInt(code, 16)) ?? '?').join(''))
    } else if (whole === '') said.push('')
  }
  return said.join('\n')
}

/** The objects of a file by their number, their streams unpacked. */
function partsOf(text: string): ReadonlyMap<string, Part> {
  return new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']): [string, Part] => {
      const at = body.indexOf('\nstream\n')
      if (at === -1) return [id, { head: body, stream: null }]
      const packed = Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1')
      const head = body.slice(0, at)
      const read = /\/Subtype \/(Image)/.test(head) ? '' : head.includes('/FlateDecode') ? inflateSync(packed).toString('latin1') : packed.toString('latin1')
      return [id, { head, stream: read }]
    }),
  )
}

function idIn(head: string, name: string): string {
  return new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? ''
}

function streamAt(parts: ReadonlyMap<string, Part>, head: string, name: string): string | null {
  return parts.get(idIn(head, name))?.stream ?? null
}

function lettersOf(map: string | null): ReadonlyMap<number, string> {
  const letters = new Map<number, string>()
  for (const [, first = '', list = ''] of (map ?? '').matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    let at = Number.parseInt(first, 16)
    for (const [, codes = ''] of list.matchAll(/<([0-9a-f ]*)>/g)) {
      letters.set(
        at,
        String.fromCharCode(
          ...codes
            .split(' ')
            .filter(Boolean)
            .map(code => Number.parseInt(code, 16)),
        ),
      )
      at += 1
    }
  }
  return letters
}

function utf16(literal: string): string {
  const bytes = literal.replaceAll(/\\([\s\S])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[letter] ?? letter)
  return bytes.startsWith('\u00fe\u00ff') ? Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le') : bytes
}
