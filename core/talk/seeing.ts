import type { CoreCtx } from '../data/context.ts'
import { eyesOf } from '../records/eyes.ts'
import { titlesOf } from '../records/titles.ts'

/** Who of some people sees a record: asked with the eyes of each, by the compiler that lists are read by. */
export async function seeing(ctx: CoreCtx, users: readonly string[], about: { readonly entity: string; readonly id: string }): Promise<Set<string>> {
  const found = new Set<string>()
  for (const user of new Set(users)) {
    const eyes = await eyesOf(ctx, user)
    if (eyes && (await titlesOf(eyes, [about])).size > 0) found.add(user)
  }
  return found
}
