/**
 * Does work for a few at once of each name, in this process; whoever comes while so many are at it gets null.
 *
 * @example const inTurn = turnsOf(2); const page = await inTurn(link, () => pageOf(link))
 */
export function turnsOf(atOnce: number): <T>(name: string, work: () => Promise<T>) => Promise<T | null> {
  const held = new Map<string, number>()
  return async (name, work) => {
    const now = held.get(name) ?? 0
    if (now >= atOnce) return null
    held.set(name, now + 1)
    try {
      return await work()
    } finally {
      const left = (held.get(name) ?? 1) - 1
      if (left > 0) held.set(name, left)
      else held.delete(name)
    }
  }
}
