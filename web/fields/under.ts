import { startOf } from '../shell/direction.ts'

/** Puts a popover under (or, where there is no room, over) what it belongs to. */
export function placeUnder(panel: HTMLElement, by: Element, options: { readonly width?: boolean } = {}): void {
  const box = by.getBoundingClientRect()
  if (options.width) panel.style.minInlineSize = `${box.width}px`
  const { offsetWidth: width, offsetHeight: height } = panel
  const below = box.bottom + 4 + height <= innerHeight || box.top < height + 8
  panel.style.position = 'fixed'
  panel.style.margin = '0'
  panel.style.inset = 'auto'
  panel.style.insetBlockStart = `${below ? Math.max(8, Math.min(box.bottom + 4, innerHeight - height - 8)) : box.top - height - 4}px`
  panel.style.insetInlineStart = startOf(box, width)
}
