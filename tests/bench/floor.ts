import { fork } from 'node:child_process'
import { join } from 'node:path'

/**
 * The floor: what the machine could do if the product cost nothing. A bare server with the same
 * SQL, raw JSON out; no sign-in, rights, history or events.
 */
export interface Route {
  readonly method: string
  readonly prefix: string
  readonly text: string
  /** In order of `$1`, `$2`: the rest of the path, the whole body, one value of the body, or always the same. */
  readonly params: readonly ('path' | 'body' | { readonly body: string } | { readonly always: string })[]
}

/** What a floor is told as it begins; it answers with its port. */
export interface FloorOrder {
  readonly url: string
  readonly routes: readonly Route[]
}

/** In a process of its own, as the product is: beside the client it would give up a processor that the product has. */
export async function startFloor(url: string, routes: readonly Route[]): Promise<{ url: string; close(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'floor-server.ts'), { stdio: 'inherit' })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.send({ url, routes } satisfies FloorOrder)
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', told => resolve(Number(told)))
    child.once('exit', code => reject(new Error(`The floor ended with ${code}.`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}
