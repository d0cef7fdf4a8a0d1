let pressed = false
const waiting: (() => void)[] = []

if (typeof window !== 'undefined') {
  addEventListener('pointerdown', () => (pressed = true), { capture: true })
  // Where it went up beside the window, the next key says so.
  for (const end of ['pointerup', 'pointercancel', 'keydown'] as const) addEventListener(end, release, { capture: true })
}

/**
 * Does something that may move what is on the page: at once, or where a button of the mouse is down, after the click. What moves between the
 * button's going down and up gets no click.
 */
export function afterPress(move: () => void): void {
  if (pressed) waiting.push(move)
  else move()
}

function release(): void {
  if (!pressed) return
  pressed = false
  // The click comes right behind.
  setTimeout(() => {
    for (const move of waiting.splice(0)) move()
  })
}
