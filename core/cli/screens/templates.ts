import { parseDocument } from 'htmlparser2'

type Document = ReturnType<typeof parseDocument>
export type Node = Document['children'][number]
export type Element = Extract<Node, { readonly attribs: object }>

/** What stands in a slot of a template, as far as the source tells: another template, a text, nothing, one of several, or what only running it tells. */
export type Slot =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'either'; readonly slots: readonly Slot[] }
  /** `call` is what is called, as it is written: `t`, `this.#row`; `drawn` the templates that stand in it, of each line of a list. */
  | { readonly kind: 'unknown'; readonly call: string | null; readonly drawn: readonly Template[] }

/** One `html` template of a source, read as HTML with its slots kept apart. */
export interface Template {
  readonly root: Document
  /** As it is written, with a sign for each slot. */
  readonly text: string
  readonly slots: readonly Slot[]
  /** The line of a place in it, by its index in what was read. */
  lineOf(index: number): number
}

/** The shape of the syntax tree as it is walked here. */
interface Syntax {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [name: string]: unknown
}

const [open, close] = ['\uE000', '\uE001']

/** A text of a template, with the numbers of the slots between what is written. */
export function piecesOf(text: string): readonly (string | number)[] {
  return text.split(new RegExp(`${open}(\\d+)${close}`)).map((piece, at) => (at % 2 === 1 ? Number(piece) : piece))
}

/**
 * The templates of a source by their tag, `html` or `css`, the outermost ones: those within their slots are reached by them.
 *
 * @example for (const { root, slots } of await templatesOf('web/index.ts', text)) …
 */
export async function templatesOf(file: string, text: string, tag: 'html' | 'css' = 'html'): Promise<readonly Template[]> {
  // What reads it is the bundler that packed it just before.
  const { parseSync } = await import('vite')
  return taggedIn(parseSync(file, text).program as unknown as Syntax, text, tag)
}

function taggedIn(within: Syntax, text: string, tag: string): Template[] {
  const found: Template[] = []
  walk(within, node => {
    if (!isTagged(node, tag)) return true
    found.push(templateOf(node, text))
    return false
  })
  return found
}

function isTagged(node: Syntax, tag: string): boolean {
  return node.type === 'TaggedTemplateExpression' && (node.tag as Syntax & { readonly name?: string }).name === tag
}

/** Goes through a tree; `into` says whether to go on below a node. */
function walk(node: Syntax, into: (node: Syntax) => boolean): void {
  if (!into(node)) return
  for (const value of Object.values(node)) for (const one of [value].flat()) if (isSyntax(one)) walk(one, into)
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string'
}

function templateOf(node: Syntax, text: string): Template {
  const quasi = node.quasi as unknown as { readonly quasis: readonly Syntax[]; readonly expressions: readonly Syntax[] }
  let whole = ''
  const starts: { readonly at: number; readonly source: number }[] = []
  for (const [at, part] of quasi.quasis.entries()) {
    const { raw } = part.value as { readonly raw: string }
    // Some trees count the sign before it in.
    starts.push({ at: whole.length, source: text.startsWith(raw, part.start) ? part.start : part.start + 1 })
    whole += raw
    if (at < quasi.expressions.length) whole += `${open}${at}${close}`
  }
  return {
    root: parseDocument(whole, { withStartIndices: true, lowerCaseAttributeNames: false, recognizeSelfClosing: true }),
    text: whole,
    slots: quasi.expressions.map(one => slotOf(one, text)),
    lineOf: index => {
      const part = starts.findLast(one => one.at <= index) ?? { at: 0, source: node.start }
      return text.slice(0, part.source + index - part.at).split('\n').length
    },
  }
}

function slotOf(node: Syntax, text: string): Slot {
  if (isTagged(node, 'html')) return { kind: 'template', template: templateOf(node, text) }
  switch (node.type) {
    case 'Literal':
      return node.value === null || node.value === false ? { kind: 'nothing' } : { kind: 'text', text: String(node.value) }
    case 'Identifier':
      return node.name === 'nothing' || node.name === 'undefined' ? { kind: 'nothing' } : { kind: 'unknown', call: String(node.name), drawn: [] }
    case 'ConditionalExpression':
      return { kind: 'either', slots: [node.consequent, node.alternate].map(one => slotOf(one as Syntax, text)) }
    case 'LogicalExpression':
      return { kind: 'either', slots: [node.left, node.right].map(one => slotOf(one as Syntax, text)) }
    case 'ParenthesizedExpression':
      return slotOf(node.expression as Syntax, text)
    default:
      return { kind: 'unknown', call: calledIn(node, text), drawn: taggedIn(node, text, 'html') }
  }
}

/** What an expression calls, or names. */
function calledIn(node: Syntax, text: string): string | null {
  const named = node.type === 'CallExpression' ? (node.callee as Syntax) : node
  return named.type === 'Identifier' || named.type === 'MemberExpression' ? text.slice(named.start, named.end) : null
}
