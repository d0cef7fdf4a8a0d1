/**
 * For work that would keep the process to itself: asked between its pieces, it lets what came meanwhile be answered, once the work has gone on for so
 * many milliseconds.
 */
export function paced(most = 2): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < most) return
    await rest()
    since = performance.now()
  }
}

/** Between two long pieces of work: what came meanwhile is answered first. */
export function rest(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve))
}
