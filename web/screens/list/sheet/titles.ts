import type { FieldMeta } from '@sangam/sdk'
import { entityMeta } from '../../../data/meta.ts'
import { records } from '../../../data/records.ts'

/** The records that some texts name: by each text, the ids of those which are called exactly so. */
export async function idsByTitle(field: FieldMeta, texts: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly string[]>> {
  const to = field.to ?? ''
  const title = entityMeta(to)?.title ?? ''
  const wanted = [...texts]
  const found = new Map<string, readonly string[]>()
  for (let at = 0; at < wanted.length; at += 100) {
    // More of one name than a page holds are as many as two: nobody can tell which is meant.
    const page = await records.find(to, { where: { [title]: { in: wanted.slice(at, at + 100) } }, fields: [title], sort: ['id'], limit: 500 })
    for (const row of page.items) found.set(String(row[title]), [...(found.get(String(row[title])) ?? []), row.id])
  }
  return found
}
