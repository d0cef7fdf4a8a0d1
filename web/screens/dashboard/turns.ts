/** So many cards ask at once: enough that a slow one holds up none, few enough that a board is no load. */
const most = 4
const waiting: (() => void)[] = []
let running = 0

/** Does the work when its turn comes. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
