/** Work in pieces: it stops after each, and whoever does it goes on at once or lets others be answered first. */
export type Work<T> = Generator<undefined, T>

/** Does all of it at one stretch. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** Does it with a pause after each piece. */
export async function inTurns<T>(work: Work<T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await pause()
  }
}
