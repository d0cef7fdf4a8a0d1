/**
 * Moves a row of a list with the pointer that pressed its grip: at each row it comes over, `move` is told from where to where. The list is drawn anew
 * in the same elements, so the pressed one stays.
 */
export function dragRow(event: PointerEvent, rows: () => readonly HTMLElement[], from: number, move: (from: number, to: number) => void): void {
  const grip = event.currentTarget as HTMLElement
  let at = from
  const over = ({ clientY }: PointerEvent): void => {
    const to = rows().findIndex(row => clientY < row.getBoundingClientRect().bottom)
    const last = rows().length - 1
    const next = to === -1 ? last : to
    if (next === at) return
    move(at, next)
    at = next
  }
  const end = (): void => {
    grip.removeEventListener('pointermove', over)
    for (const name of ['pointerup', 'pointercancel'] as const) grip.removeEventListener(name, end)
  }
  event.preventDefault()
  grip.setPointerCapture(event.pointerId)
  grip.addEventListener('pointermove', over)
  for (const name of ['pointerup', 'pointercancel'] as const) grip.addEventListener(name, end)
}
