/** What no paper shows: control characters, and the invisible ones that turn text around so that it reads as another. Joiners stay: Hindi needs them. */
const unseen = /(?![\n\t])\p{Cc}|(?![\u200c\u200d])\p{Cf}/gu
const half = /\p{Cs}/gu

/** More marks on one letter than any language has. */
const mostMarks = 16

/** A text as it can stand on paper, at most so long; what is cut off is said by three dots. */
export function printable(text: string, most = Number.POSITIVE_INFINITY): string {
  const short = text.length > most ? `${text.slice(0, most)}…` : text
  return short
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unseen, '')
    .replace(half, '\ufffd')
    .replace(/[\t\u00a0]/g, ' ')
    .normalize('NFC')
}

export type Measure = (text: string) => number

/**
 * The lines of a text in a column, one after the other as they are asked for, so that of a text of a megabyte only what is printed is worked out.
 * Broken at spaces; a word that is wider than the column is broken between letters, and never within one of several signs (क्षि).
 */
export function* wrapped(measure: Measure, text: string, width: number): Generator<string> {
  // What is as wide as its column must not break by the last bit of a float.
  for (const block of text.split('\n')) yield* linesOf(measure, block, width + 0.01)
}

function* linesOf(measure: Measure, block: string, width: number): Generator<string> {
  // Most fit as they are, and are set once: as pdfkit will draw them, word by word with the space behind it.
  if (block.length < 200 && measure(block) <= width) {
    yield block
    return
  }
  const space = measure(' ')
  let line = ''
  let used = 0
  for (const { 0: word } of block.matchAll(/[^ ]+/g)) {
    const wide = word.length > 2000 ? Number.POSITIVE_INFINITY : measure(`${word} `) - space
    if (line !== '' && used + space + wide <= width) {
      line += ` ${word}`
      used += space + wide
      continue
    }
    if (line !== '') yield line
    line = word
    used = wide
    if (wide <= width) continue
    line = ''
    used = 0
    for (const letter of letters(word)) {
      const more = measure(letter)
      if (line !== '' && used + more > width) {
        yield line
        line = ''
        used = 0
      }
      line += letter
      used += more
    }
  }
  yield line
}

const segmenter = new Intl.Segmenter('hi', { granularity: 'grapheme' })

/** Piece by piece: a word of a megabyte is not taken apart at once. */
function* letters(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1000) for (const { segment } of segmenter.segment(word.slice(at, at + 1000))) yield segment.slice(0, mostMarks)
}
