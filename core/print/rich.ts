/** A part of a formatted text that stands by itself. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'item' | 'quote' | 'rule'
  readonly text: string
  /** How deep in lists. */
  readonly depth: number
  /** In a list that counts. */
  readonly number: number | null
}

// No part of these can be read in two ways, so that a text of a megabyte is read once.
const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<!--[\s\S]*?(?:-->|$)/g
const silent = /<(script|style|template|iframe|object|svg|math|title|head|textarea|select|noscript|xmp)\b[\s\S]*?(?:<\/\1\s*>|$)/gi
const breaks = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ul', 'ol', 'blockquote', 'pre', 'hr', 'br', 'tr', 'table'])
const mostDepth = 4

/**
 * The blocks of a formatted text, read from left to right without a tree: nesting of any depth costs nothing, and whatever is no tag of ours is
 * left out or is words. Nothing of it is fetched or run.
 */
export function blocksOf(html: string): readonly Block[] {
  const blocks: Block[] = []
  const lists: { counts: boolean; at: number }[] = []
  let text = ''
  let kind: Block['kind'] = 'paragraph'
  let quoted = 0
  let item: number | null = null
  const flush = (): void => {
    const words = decoded(text)
      .replaceAll(/[^\S\n]+/g, ' ')
      .trim()
    if (words !== '') blocks.push({ kind, text: words, depth: Math.min(lists.length, mostDepth), number: kind === 'item' ? item : null })
    text = ''
  }
  const source = html.replaceAll(silent, ' ')
  let last = 0
  for (const match of source.matchAll(tag)) {
    text += source.slice(last, match.index).replaceAll('\n', ' ')
    last = match.index + match[0].length
    const name = match[2]?.toLowerCase() ?? ''
    const closes = match[1] === '/'
    if (name === 'br') {
      text += '\n'
      continue
    }
    if (!breaks.has(name)) continue
    // The paragraph within an item is the item.
    if (name === 'p' && kind === 'item' && text.trim() === '') continue
    flush()
    if (name === 'ul' || name === 'ol') {
      if (closes) lists.pop()
      else lists.push({ counts: name === 'ol', at: 0 })
    }
    if (name === 'blockquote') quoted = Math.max(0, quoted + (closes ? -1 : 1))
    if (name === 'hr') blocks.push({ kind: 'rule', text: '', depth: 0, number: null })
    kind = quoted > 0 ? 'quote' : 'paragraph'
    if (closes) continue
    if (/^h\d$/.test(name)) kind = 'heading'
    const list = lists.at(-1)
    if (name !== 'li' || !list) continue
    kind = 'item'
    list.at += 1
    item = list.counts ? list.at : null
  }
  text += source.slice(last).replaceAll('\n', ' ')
  flush()
  return blocks
}

/** The words of a formatted text in one line. */
export function wordsOf(html: string): string {
  return blocksOf(html)
    .map(block => block.text.replaceAll('\n', ' '))
    .filter(Boolean)
    .join(' ')
}

const named: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
