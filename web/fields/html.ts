// A formatted text is built node by node from what is allowed, and never handed to the page as markup: what somebody changed in the
// database behind the server's back shows as words and does nothing. The server keeps it clean already (core/records/html.ts).

const allowed = new Set(['P', 'BR', 'H2', 'H3', 'STRONG', 'EM', 'U', 'S', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'A', 'HR'])
const renamed: { readonly [tag: string]: string } = { B: 'STRONG', I: 'EM', DEL: 'S', STRIKE: 'S', DIV: 'P', H1: 'H2', H4: 'H3', H5: 'H3', H6: 'H3' }
const silent = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'SVG', 'MATH', 'TITLE', 'HEAD', 'TEXTAREA', 'SELECT', 'NOSCRIPT', 'XMP'])

/** The nodes of a formatted text. Parsed in a document of its own that runs and fetches nothing. */
export function nodesOf(html: string): DocumentFragment {
  const out = document.createDocumentFragment()
  for (const node of new DOMParser().parseFromString(html, 'text/html').body.childNodes) copy(node, out, 0)
  return out
}

function copy(node: Node, into: Node, depth: number): void {
  if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.nodeValue ?? ''))
  if (!(node.nodeType === Node.ELEMENT_NODE) || depth > 40) return
  const element = node as Element
  const tag = renamed[element.tagName] ?? element.tagName
  if (silent.has(element.tagName.toUpperCase())) return
  const made = allowed.has(tag) ? document.createElement(tag) : null
  const href = made instanceof HTMLAnchorElement ? hrefOf(element.getAttribute('href')) : null
  if (made instanceof HTMLAnchorElement && href !== null) {
    made.href = href
    made.rel = 'noopener noreferrer nofollow'
    if (/^https?:/i.test(href)) made.target = '_blank'
  }
  for (const child of element.childNodes) copy(child, made ?? into, depth + 1)
  if (made) into.appendChild(made)
}

/** Only addresses of the web, of mail and of phones lead anywhere. */
export function hrefOf(text: string | null): string | null {
  const clean = (text ?? '').trim()
  return /^(https?:\/\/|mailto:|tel:)[^\s<>"]+$/i.test(clean) ? clean : null
}

/** The words of a formatted text, in one line. */
export function wordsIn(html: string): string {
  const body = new DOMParser().parseFromString(html.replaceAll(/<\/(p|li|h2|h3|pre|blockquote)>|<br ?\/?>/g, ' $&'), 'text/html').body
  return (body.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}
