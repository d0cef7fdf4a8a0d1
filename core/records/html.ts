import { createRequire } from 'node:module'
import type sanitizeHtml from 'sanitize-html'

/** What a formatted text may hold: words, their emphasis, headings, lists, quotes and links. No pictures, styles, classes or ids. */
const rules: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'h2', 'h3', 'strong', 'em', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr'],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'template', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext', 'svg', 'math'],
  transformTags: { a: link, b: 'strong', i: 'em', strike: 's', del: 's', div: 'p', h1: 'h2', h4: 'h3', h5: 'h3', h6: 'h3' },
  enforceHtmlBoundary: false,
  nestingLimit: 20,
}

/** A link leads out, to mail or to a phone; one that leads anywhere else (into this server, for one) is only words. */
function link(tagName: string, { href = '' }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: /^(?:https?:\/\/|mailto:|tel:)[^\s<>"\u202a-\u202e\u2066-\u2069]+$/i.test(href) ? { href } : {} }
}

let library: typeof sanitizeHtml | undefined

/** Read when a formatted text first comes: it brings three parsers, a tenth of what a server otherwise reads before it listens. */
function sanitizer(): typeof sanitizeHtml {
  library ??= createRequire(import.meta.url)('sanitize-html') as typeof sanitizeHtml
  return library
}

/**
 * The one sanitiser: whatever is kept as formatted text passes here, from whomever it comes. Null where no word is left.
 *
 * @example cleanHtml('<b onclick="x()">Hi</b><script>x()</script>') // '<strong>Hi</strong>'
 */
export function cleanHtml(html: string): string | null {
  let clean = ''
  let next = html.normalize('NFC').replaceAll('\0', '')
  // Paragraphs that stood in each other come out beside each other: looked at again until nothing moves.
  for (let turn = 0; turn < 8 && next !== clean; turn += 1) {
    clean = next
    next = sanitizer()(clean, rules).trim()
  }
  clean = next
  return /[^\s\u00a0]/.test(clean.replace(/<(?!hr)[^>]*>/g, '')) ? clean : null
}

/** A plain text as formatted text: a paragraph for each block of lines. */
export function htmlOf(text: string): string {
  const escaped = (part: string): string => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return text
    .split(/\n{2,}/)
    .map(block => `<p>${block.split('\n').map(escaped).join('<br />')}</p>`)
    .join('')
}
