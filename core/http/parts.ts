interface Taking {
  /** The part that was asked for already, so that a refusal is told before the answer begins. */
  readonly first?: IteratorResult<Uint8Array>
  /** Told once, when the last part went or nobody waits for more, with what failed. */
  readonly over?: (failure?: unknown) => void
}

/**
 * A file as the body of an answer, part by part as it is taken: nothing is made ahead of a slow reader, and nothing any more for one who left. A
 * part that fails breaks the answer off, so that half a file is never taken for a whole one.
 */
export function inParts(parts: AsyncGenerator<Uint8Array>, { first, over = () => undefined }: Taking = {}): ReadableStream<Uint8Array> {
  let asked = first
  let left = false
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = asked ?? (await parts.next())
          asked = undefined
          if (left) return
          if (!done) return controller.enqueue(value)
          controller.close()
          over()
        } catch (failure) {
          if (left) return
          controller.error(failure)
          over(failure)
        }
      },
      async cancel() {
        left = true
        // What is under way ends first; what it came to is for nobody.
        await parts.return(undefined).catch(() => undefined)
        over()
      },
    },
    { highWaterMark: 0 },
  )
}
