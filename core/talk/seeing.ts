import type { CoreCtx } from '../data/context.ts'
import { eyesOf } from '../records/eyes.ts'
import { titlesOf } from '../records/titles.ts'

/** A record that something is said about. */
export interface Subject {
  readonly entity: string
  readonly id: string
}

export const keyOf = ({ entity, id }: Subject): string => `${entity} ${id}`

/** Who of some people sees which of some records: asked once for each person, with their eyes, by the compiler that lists are read by. */
export async function seeing(ctx: CoreCtx, users: Iterable<string>, subjects: readonly Subject[]): Promise<(user: string, subject: Subject) => boolean> {
  const seen = new Map<string, ReadonlyMap<string, string>>()
  for (const user of new Set(users)) {
    const eyes = await eyesOf(ctx, user)
    if (eyes) seen.set(user, await titlesOf(eyes, subjects))
  }
  return (user, subject) => seen.get(user)?.has(keyOf(subject)) ?? false
}
