/** From an element to one within it, step by step: the child of a name by its number, and `/` into the shadow of the one before. */
export type Way = readonly string[]

/** What is scrolled, and how far from its beginning. */
export type Scrolled = readonly [way: Way, left: number, top: number]

/** All that is scrolled within an element. */
export function scrolledIn(root: HTMLElement): readonly Scrolled[] {
  return all(root).flatMap(element => {
    const [left, top] = [Math.round(element.scrollLeft), Math.round(element.scrollTop)]
    const way = left === 0 && top === 0 ? null : wayTo(root, element)
    return way ? [[way, left, top] as const] : []
  })
}

function all(root: HTMLElement): readonly Element[] {
  const found: Element[] = [root]
  const add = (within: Element | ShadowRoot): void => {
    for (const element of within.querySelectorAll('*')) {
      found.push(element)
      if (element.shadowRoot) add(element.shadowRoot)
    }
  }
  if (root.shadowRoot) add(root.shadowRoot)
  add(root)
  return found.filter(element => !element.matches('input, textarea'))
}

/** The way from an element to one within it, or null where it is not within. */
export function wayTo(root: Element, to: Element): Way | null {
  const way: string[] = []
  for (let at: Element = to; at !== root; ) {
    const parent: Node | null = at.parentNode
    if (parent === null) return null
    const name = at.localName
    const beside = [...parent.childNodes].filter((node): node is Element => node instanceof Element && node.localName === name)
    way.unshift(`${name} ${beside.indexOf(at)}`)
    if (parent instanceof ShadowRoot) way.unshift('/')
    const up = parent instanceof ShadowRoot ? parent.host : parent
    if (!(up instanceof Element)) return null
    at = up
  }
  return way
}

/** What a way leads to now, if it is there. */
export function elementAt(root: HTMLElement, way: Way): HTMLElement | null {
  let at: HTMLElement | ShadowRoot | null = root
  for (const step of way) {
    if (step === '/') {
      at = at instanceof HTMLElement ? at.shadowRoot : null
    } else {
      const [name, number] = step.split(' ')
      const beside: Element[] = [...(at?.children ?? [])].filter(element => element.localName === name)
      at = (beside[Number(number)] as HTMLElement | undefined) ?? null
    }
    if (!at) return null
  }
  return at instanceof HTMLElement ? at : null
}

/** What has the focus, through all shadows; null where nothing has. */
export function focused(): HTMLElement | null {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at instanceof HTMLElement && at !== document.body ? at : null
}
