import type { Page } from '@sangam/sdk'

const most = 500

/** Asks for records by many values, so many at a time; each value is asked for once. */
export async function inPages<V, R>(values: readonly V[], ask: (some: readonly V[]) => Promise<Page<R>>): Promise<R[]> {
  const all = [...new Set(values)]
  const found: R[] = []
  for (let start = 0; start < all.length; start += most) found.push(...(await ask(all.slice(start, start + most))).items)
  return found
}

/** The same of records that a value may have many of: whatever one page leaves out is asked for by `page`, until nothing is. */
export async function everyIn<V, R>(
  values: readonly V[],
  ask: (some: readonly V[], page: { readonly limit: number; readonly after?: string }) => Promise<Page<R>>,
): Promise<R[]> {
  const all = [...new Set(values)]
  const found: R[] = []
  for (let start = 0; start < all.length; start += most)
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Page<R> = await ask(all.slice(start, start + most), { limit: most, ...(after !== null && { after }) })
      found.push(...page.items)
      after = page.next
    }
  return found
}
