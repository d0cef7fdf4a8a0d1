const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) mark(target)
})
const watched = new WeakSet<Element>()

/**
 * Says of a row that scrolls sideways at which of its ends it goes on: `data-cut` is `start`, `end` or both, and styles fade it there. Called
 * whenever what stands in it may be another.
 */
export function tellCut(row: Element | undefined): void {
  if (!row) return
  requestAnimationFrame(() => mark(row))
  if (watched.has(row)) return
  watched.add(row)
  sizes.observe(row)
  row.addEventListener('scroll', () => mark(row), { passive: true })
}

function mark(row: Element): void {
  const at = Math.abs(row.scrollLeft)
  const rest = row.scrollWidth - row.clientWidth - at
  const cut = [...(at > 1 ? ['start'] : []), ...(rest > 1 ? ['end'] : [])].join(' ')
  if (cut === '') row.removeAttribute('data-cut')
  else row.setAttribute('data-cut', cut)
}
