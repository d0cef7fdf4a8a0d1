import { type FindQuery, find, type Item } from './find.ts'
import type { Reader } from './statements.ts'

/** All records that a query finds, five hundred at a time: for what has to know every one of them. */
export async function* pagesOf(reader: Reader, entity: string, query: Omit<FindQuery, 'limit' | 'after' | 'count'>): AsyncGenerator<readonly Item[]> {
  for (let after: string | null | undefined; after !== null; ) {
    const page = await find(reader, entity, { ...query, limit: 500, ...(after && { after }) })
    yield page.items
    after = page.next
  }
}
