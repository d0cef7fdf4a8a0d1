/** Which way the page reads. */
let rtl = false

/** Turns the page: what stands at its start stands on the right from now on, or on the left again. */
export function setDirection(direction: 'ltr' | 'rtl'): void {
  rtl = direction === 'rtl'
  document.documentElement.dir = direction
}

export function rightToLeft(): boolean {
  return rtl
}

/** Where an arrow key leads along a row: 1 further, -1 back, 0 for any other key. */
export function along(key: string): 1 | 0 | -1 {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return 0
  return (key === 'ArrowRight') === rtl ? -1 : 1
}

/** How far a pointer moved along a row, in pixels. */
export function alongBy(pixels: number): number {
  return rtl ? -pixels : pixels
}

/** Figures keep their order within words that read from the right: -5, ₹1,00,000, 12/11/2026. */
export function figures(text: string): string {
  return rtl && text !== '' ? `\u2066${text}\u2069` : text
}

/** What somebody wrote keeps its own way among words that read another. */
export function apart(text: string): string {
  return rtl && text !== '' ? `\u2068${text}\u2069` : text
}

/** Without the signs that keep texts apart, for what is read again. */
export function bare(text: string): string {
  return text.replace(/[\u2066-\u2069\u202a-\u202e]/g, '')
}

/** Where a popover of a width begins, so that it begins with what it belongs to and stays within the window. */
export function startOf(box: DOMRect, width: number, end = false): string {
  const wide = document.documentElement.clientWidth
  const [from, to] = rtl ? [wide - box.right, wide - box.left] : [box.left, box.right]
  return `${Math.max(8, Math.min(end ? to - width : from, wide - width - 8))}px`
}
