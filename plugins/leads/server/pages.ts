import type { Page } from '@sangam/sdk'

/** The most records one question brings back. */
export const most = 500

/** Asks for records by many ids (or other values), so many at a time; each value is asked for once. */
export async function inPages<V, R>(values: readonly V[], ask: (some: readonly V[]) => Promise<Page<R>>): Promise<R[]> {
  const found: R[] = []
  for (const some of chunks([...new Set(values)])) found.push(...(await ask(some)).items)
  return found
}

export function chunks<V>(values: readonly V[]): V[][] {
  return Array.from({ length: Math.ceil(values.length / most) }, (_, at) => values.slice(at * most, (at + 1) * most))
}
