import type { Page } from '@sangam/sdk'

const most = 500

/** Asks for records by many values, so many at a time; each value is asked for once. */
export async function inPages<V, R>(values: readonly V[], ask: (some: readonly V[]) => Promise<Page<R>>): Promise<R[]> {
  const all = [...new Set(values)]
  const found: R[] = []
  for (let start = 0; start < all.length; start += most) found.push(...(await ask(all.slice(start, start + most))).items)
  return found
}
