import { DocumentLine } from '@sangam/plugin-invoicing/model'
import { Line } from '@sangam/plugin-ledger/model'
import { type Ctx, everyOf, hooks, Records } from '@sangam/sdk'
import { DividedLine } from '../model.ts'

/** What lines of documents tell of dimensions: by which fields, and whether the books ask for those that are missing. */
export interface Telling {
  readonly fields: readonly string[]
  readonly asks: boolean
}

/** Fields that lines of documents and lines of entries both have for the same records: cost centre, project, and what an administrator gave to both under one name. */
export async function tellingOf(ctx: Ctx, asks: boolean): Promise<Telling> {
  const records = ctx.use(Records)
  const [ours, theirs] = [await records.describe(DocumentLine.name), await records.describe(Line.name)]
  const fields = (ours?.fields ?? []).filter(
    ({ name, type, to }) => type === 'reference' && theirs?.fields.some(one => one.name === name && one.to === to && one.type === type),
  )
  return { asks, fields: fields.map(one => one.name) }
}

/** What one line tells. */
export function toldBy(line: object, { fields }: Telling): { readonly [field: string]: string } {
  const values = line as { readonly [field: string]: unknown }
  return Object.fromEntries(fields.flatMap(field => (typeof values[field] === 'string' ? [[field, String(values[field])] as const] : [])))
}

/** A note gives back where its document stood, unless its writer says otherwise. */
export const noteLines = hooks(DividedLine, {
  async derive(ctx, changes) {
    const of = changes.map(({ verb, next }) => (verb === 'create' && next && next.ofLine !== null ? next.ofLine : null))
    const ids = [...new Set(of.flatMap(id => id ?? []))]
    if (ids.length === 0) return of.map(() => null)
    const telling = await tellingOf(ctx, false)
    const told = new Map<string, ReturnType<typeof toldBy>>()
    await ctx.asSystem('Looks what a line told that a note gives back', async system => {
      for (const one of await everyOf(system.repo(DividedLine), 'id', ids, { fields: telling.fields })) told.set(String(one.id), toldBy(one, telling))
    })
    return changes.map(({ next }, at) => (next && Object.keys(toldBy(next, telling)).length === 0 ? ((told.get(String(of[at])) ?? null) as never) : null))
  },
})
