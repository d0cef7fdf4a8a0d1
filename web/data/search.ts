import { ask } from './client.ts'

/** A record that a search over everything found. */
export interface Found {
  readonly entity: string
  readonly id: string
  readonly title: string
  readonly subtitle: string | null
}

/** Records of every kind, or of one, that hold the words; where there are none, those that are written much alike. Best first. */
export async function searchEverywhere(
  words: string,
  { entity, limit, signal }: { readonly entity?: string; readonly limit?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly Found[]> {
  return (await ask<{ items: readonly Found[] }>('/api/search', { query: { q: words, entity, limit }, ...(signal && { signal }) })).items
}
