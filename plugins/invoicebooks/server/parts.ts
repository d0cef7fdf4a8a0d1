/** How many ids one question may name. */
const most = 500

/** Ids in parts of as many as one question may name: a set of documents may have more. */
export function parts<T>(ids: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, at) => ids.slice(at * most, (at + 1) * most))
}
