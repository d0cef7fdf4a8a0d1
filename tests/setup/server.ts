import { buildStale } from '../../tools/build.mjs'

/** Builds the server when it is not what the sources say, once for all files: what is killed, and what plugins run in, is the product and not a likeness. */
export default async function setup(): Promise<void> {
  await buildStale({ web: false })
}
