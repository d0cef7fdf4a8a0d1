import type { CoreCtx } from '../../data/context.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { findByTexts, mostPerText } from '../by-texts.ts'
import { find, type Item } from '../find.ts'
import type { Work } from './together.ts'

type Existing = NonNullable<Work['existing']>

/** Which records are there already with one of these values in the key of an import, as far as whoever imports sees them. */
export async function existingBy(
  ctx: CoreCtx,
  entity: ModelEntity,
  key: string,
  values: readonly string[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, Existing[]>> {
  const found = new Map<string, Existing[]>()
  for (const record of await having(ctx, entity, key, values, ['id', 'version', ...fields])) {
    const value = String(record[key])
    const same = found.get(value)
    const one = { id: record.id, version: record.version, record }
    if (same) same.push(one)
    else found.set(value, [one])
  }
  return found
}

async function having(ctx: CoreCtx, entity: ModelEntity, key: string, values: readonly string[], fields: readonly string[]): Promise<Item[]> {
  if (values.length === 0) return []
  if (entity.fields.get(key)?.type.compare !== 'text') return paged(ctx, entity, key, values, fields)
  const found = await findByTexts(ctx, entity.name, key, values, fields)
  const times = new Map<string, number>()
  for (const one of found) times.set(String(one[key]), (times.get(String(one[key])) ?? 0) + 1)
  // Of what so many have perhaps more have it.
  const full = [...times].filter(([, count]) => count >= mostPerText).map(([text]) => text)
  if (full.length === 0) return found
  return [...found.filter(one => !full.includes(String(one[key]))), ...(await paged(ctx, entity, key, full, fields))]
}

async function paged(ctx: CoreCtx, entity: ModelEntity, key: string, values: readonly string[], fields: readonly string[]): Promise<Item[]> {
  const all: Item[] = []
  for (let start = 0; start < values.length; start += 400) {
    const where = { [key]: { in: [...new Set(values.slice(start, start + 400))] } }
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof find>> = await find(ctx, entity.name, { where, fields, sort: ['id'], limit: 500, ...(after !== null && { after }) })
      all.push(...page.items)
      after = page.next
      if (after === null) break
    }
  }
  return all
}
