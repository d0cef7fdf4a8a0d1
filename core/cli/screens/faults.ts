import { type Element, type Node, piecesOf, type Slot, type Template, templatesOf } from './templates.ts'

/** Something in the sources of a screen that keeps somebody from using it. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly text: string
}

/**
 * What can be told of screens without a browser: what has no name to whoever hears it, and what no key reaches. Where only running it would tell, nothing
 * is said; what is said is so. A label may stand in another source than its field.
 *
 * @example const { templates, faults } = await faultsOf({ 'web/index.ts': text })
 */
export async function faultsOf(sources: { readonly [file: string]: string }): Promise<{ readonly templates: number; readonly faults: readonly Fault[] }> {
  const read = await Promise.all(
    Object.entries(sources).map(async ([file, text]) => ({ file, templates: text.includes('html`') ? await templatesOf(file, text) : [] })),
  )
  const files = read.map(({ file, templates }) => ({ file, all: templates.flatMap(elementsOf) }))
  const labelled = new Set(files.flatMap(({ all }) => all.flatMap(({ element }) => (element.name === 'label' ? [element.attribs.for ?? ''] : []))))
  const faults = files.flatMap(({ file, all }) => {
    // What a label holds may be drawn by a method of its own.
    const labelsHold = all.some(({ element, template }) => element.name === 'label' && slotsIn(element, template).some(mayDraw))
    return all
      .flatMap(one =>
        rules.flatMap(rule => rule(one, { labelled, labelsHold })).map(text => ({ file, line: one.template.lineOf(one.element.startIndex ?? 0), text })),
      )
      .toSorted((a, b) => a.line - b.line)
  })
  return { templates: read.reduce((sum, { templates }) => sum + templates.length, 0), faults }
}

interface Found {
  readonly element: Element
  readonly template: Template
  /** What it stands in, from the nearest on, through the templates that hold its own. */
  readonly within: readonly Element[]
}

interface Around {
  /** For which ids there are labels. */
  readonly labelled: ReadonlySet<string>
  readonly labelsHold: boolean
}

type Rule = (found: Found, around: Around) => readonly string[]

const rules: readonly Rule[] = [
  ({ element, template }) => {
    const [piece = ''] = written(element.attribs.tabindex, template)
    return Number(piece) > 0
      ? [`sets tabindex="${piece}". Keys go through a page in its own order: write 0, and put the element where it is to be reached.`]
      : []
  },
  ({ element }) =>
    element.name === 'img' && !has(element, 'alt') ? ['has an <img> without alt. Say in it what the picture shows; alt="" where it only decorates.'] : [],
  ({ element, template }) => {
    if (!isPressed(element) || isNamed(element, template) || wordsIn(element, template)) return []
    const by = element.name === 'sangam-button' ? 'label' : 'aria-label'
    return [`has a ${shown(element)} without words. Write in it what it does, or say it as ${by}=…: a picture is not heard.`]
  },
  ({ element, template, within }, { labelled, labelsHold }) => {
    if (!isTyped(element) || isNamed(element, template) || element.attribs['aria-hidden'] === 'true' || within.some(one => one.name === 'label')) return []
    const { id } = element.attribs
    if ((id !== undefined && (labelled.has(id) || [...labelled].some(one => piecesOf(one).length > 1))) || (labelsHold && within.length === 0)) return []
    return [`has a ${shown(element)} without a label. Put it into a <label> with words, or give it aria-label=…: a placeholder goes when one types.`]
  },
  ({ element, template }) =>
    ['sangam-dialog', 'sangam-pick', 'iframe'].includes(element.name) && !isNamed(element, template)
      ? [`has a ${shown(element)} without a name. Say what it is as ${{ 'sangam-dialog': 'heading', iframe: 'title' }[element.name] ?? 'label'}=….`]
      : [],
  ({ element, template }) => {
    const passive = /^(div|span|li|td|tr|p|img|svg|section|article|h[1-6])$/.test(element.name) || (element.name === 'a' && !has(element, 'href'))
    if (!passive || !has(element, '@click') || has(element, 'role') || has(element, '@keydown') || has(element, '@keyup')) return []
    const inside = elementsIn(element, template, [])
    // It may only listen to what is within it.
    if (inside.some(one => isPressed(one.element) || isTyped(one.element) || one.element.name.includes('-')) || slotsIn(element, template).some(mayDraw))
      return []
    return [`has a ${shown(element)} that is clicked and no key reaches. Make it a <button>, or a link with href.`]
  },
]

function elementsOf(template: Template): Found[] {
  return template.root.children.flatMap(node => below(node, template, []))
}

function below(node: Node, template: Template, within: readonly Element[]): Found[] {
  if ('attribs' in node) return [{ element: node, template, within }, ...elementsIn(node, template, [node, ...within])]
  if (node.type !== 'text') return []
  return piecesOf(node.data).flatMap(piece => (typeof piece === 'number' ? drawnBy(template.slots[piece], within) : []))
}

function elementsIn(element: Element, template: Template, within: readonly Element[]): Found[] {
  return element.children.flatMap(node => below(node, template, within))
}

/** The elements of the templates that stand in a slot. */
function drawnBy(slot: Slot | undefined, within: readonly Element[]): Found[] {
  const templates = slot?.kind === 'template' ? [slot.template] : slot?.kind === 'unknown' ? slot.drawn : []
  if (templates.length > 0) return templates.flatMap(template => template.root.children.flatMap(node => below(node, template, within)))
  return slot?.kind === 'either' ? slot.slots.flatMap(one => drawnBy(one, within)) : []
}

/** The slots that stand in an element, and in what is in it. */
function slotsIn(element: Element, template: Template): Slot[] {
  return element.children.flatMap(node => {
    if ('attribs' in node) return slotsIn(node, template)
    return node.type === 'text' ? piecesOf(node.data).flatMap(piece => (typeof piece === 'number' ? [template.slots[piece] as Slot] : [])) : []
  })
}

/** Whether what stands in a slot may be elements that are drawn elsewhere in the source; what is translated, formatted or read is text. */
function mayDraw(slot: Slot): boolean {
  if (slot.kind === 'either') return slot.slots.some(mayDraw)
  return slot.kind === 'unknown' && (slot.call === null || /^this\.|^(?!t$)\w+$/.test(slot.call))
}

function has({ attribs }: Element, name: string): boolean {
  return [name, `.${name}`, `?${name}`].some(one => Object.hasOwn(attribs, one))
}

const names = ['aria-label', 'aria-labelledby', '.ariaLabel', 'title', '.title']
const namesOfOurs = [...names, 'label', '.label', 'heading', '.heading']

function isNamed({ attribs, name }: Element, template: Template): boolean {
  return (name.startsWith('sangam-') ? namesOfOurs : names).some(one => maySay(attribs[one] ?? '', template))
}

function isPressed({ name, attribs }: Element): boolean {
  if (name === 'a') return has({ attribs } as Element, 'href')
  return ['button', 'summary', 'sangam-button'].includes(name) || /^(button|link|tab|menuitem|switch|checkbox|radio)$/.test(attribs.role ?? '')
}

function isTyped({ name, attribs }: Element): boolean {
  if (name === 'input') return !/^(hidden|submit|button|reset|image)$/.test(attribs.type ?? '') && !has({ attribs } as Element, 'hidden')
  return name === 'select' || name === 'textarea'
}

/** What an attribute says where it stands in the source; a slot that only running tells is left out. */
function written(value: string | undefined, { slots }: Template): readonly string[] {
  return piecesOf(value ?? '').flatMap(piece => {
    if (typeof piece === 'string') return piece === '' ? [] : [piece]
    const slot = slots[piece]
    return slot?.kind === 'text' ? [slot.text] : []
  })
}

function wordsIn({ children }: Pick<Element, 'children'>, template: Template): boolean {
  return children.some(node => {
    if (!('attribs' in node)) return node.type === 'text' && maySay(node.data, template)
    if (node.attribs['aria-hidden'] === 'true') return false
    if (isNamed(node, template) || wordsIn(node, template)) return true
    if (['img', 'sangam-icon', 'sangam-skeleton'].includes(node.name))
      return [node.attribs.alt, node.attribs['.alt']].some(one => one !== undefined && maySay(one, template))
    // What is put into it, or what it draws by itself, is not seen from here.
    return node.name === 'slot' || node.name.includes('-')
  })
}

/** Whether a text, with what may come into its slots, may say something: signs alone say nothing to who hears them. */
function maySay(text: string, template: Template): boolean {
  return piecesOf(text).some(piece => (typeof piece === 'string' ? says(piece) : slotMaySay(template.slots[piece])))
}

function slotMaySay(slot: Slot | undefined): boolean {
  switch (slot?.kind) {
    case 'template':
      return wordsIn(slot.template.root, slot.template)
    case 'text':
      return says(slot.text)
    case 'either':
      return slot.slots.some(slotMaySay)
    default:
      return slot?.kind === 'unknown'
  }
}

function says(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

function shown({ name, attribs }: Element): string {
  return name === 'input' && attribs.type !== undefined && !/\uE000/.test(attribs.type) ? `<input type="${attribs.type}">` : `<${name}>`
}
