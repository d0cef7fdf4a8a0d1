/**
 * Work of one name is done one after another. A name may carry a lane, `core.automationCall#…`: then each lane is
 * an order of its own, and what one waits for holds up no other.
 */
export function jobOf(name: string): string {
  return name.split('#', 1)[0] ?? name
}

/** What stands behind the `#`; null without one. */
export function laneOf(name: string): string | null {
  const at = name.indexOf('#')
  return at === -1 ? null : name.slice(at + 1)
}
