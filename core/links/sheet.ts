import type { DocumentPart, DocumentShape } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { entityOf, namedOf, titleOf, type Values, valuesFor } from '../print/document.ts'
import { documentOf } from '../print/documents.ts'
import { holds } from '../print/holds.ts'
import type { Letterhead } from '../print/letterhead.ts'
import { linedOf } from '../print/lines.ts'
import { instantText } from '../print/values.ts'
import type { Item } from '../records/find.ts'
import type { ModelEntity } from '../registry/model.ts'
import type { World } from '../world.ts'
import { type Opened, reading } from './opened.ts'

/** A value with its name. */
interface Named {
  readonly label: string
  readonly text: string
}

/** A part of a paper as text: what stands in it, and nothing of how. */
export type SheetPart =
  | { readonly kind: 'text'; readonly text: string; readonly beside: string; readonly style: 'plain' | 'heading' | 'quiet' }
  | { readonly kind: 'fields'; readonly fields: readonly Named[]; readonly sums: boolean }
  | { readonly kind: 'lines'; readonly label: string; readonly columns: readonly LineColumn[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string; readonly beside: string }
  | { readonly kind: 'rule' }

interface LineColumn {
  readonly label: string
  readonly figure: boolean
}

/** All that a public page shows of a record, as whoever shared it may see it. */
export interface Sheet {
  readonly title: string
  readonly letterhead: Letterhead | null
  readonly notices: readonly string[]
  readonly facts: readonly Named[]
  readonly parts: readonly SheetPart[]
  /** When it was looked up. */
  readonly at: string
}

/** A link as a sheet in a language, all of one moment; words of the page are said by `t`, which it is given with. */
export function sheetOf(world: World, opened: Opened, locale: string): Promise<{ readonly sheet: Sheet; readonly t: CoreCtx['t'] }> {
  const { entity: name, record, page } = opened
  return reading(
    world,
    opened,
    async ctx => {
      const entity = entityOf(ctx, name)
      const document = await documentOf(ctx, name, page.document)
      const values = await valuesFor(ctx, entity, record, document, { more: page.facts.map(fact => fact.field) })
      const notices: string[] = []
      // Whoever reads it has to know that it was cancelled, also where whoever shared it may not see by what: the words are the plugin's own.
      await ctx.asSystem('Says at the head of a public page how things stand', async system => {
        for (const { text, where } of page.notices) if (await holds(system as CoreCtx, name, record, where)) notices.push(ctx.t(text))
      })
      const facts: Named[] = []
      for (const { field, label, where } of page.facts)
        if (await holds(ctx, name, record, where))
          facts.push(...values.labelled(field).map(one => ({ text: one.text, label: label === undefined ? one.label : ctx.t(label) })))
      const parts = await partsOf(ctx, entity, record, document, values)
      const { letterhead, hand } = values
      return {
        sheet: {
          title: await titleOf(ctx, name, record, document, values),
          letterhead,
          notices,
          facts: facts.filter(({ text }) => text !== ''),
          parts,
          at: instantText(hand, ctx.now()),
        },
        t: ctx.t,
      }
    },
    locale,
  )
}

/** The same as a file, in the language of its page. */
export function paperOf(world: World, opened: Opened, locale: string): Promise<{ readonly fileName: string; readonly bytes: Buffer }> {
  const { entity, record, page, link } = opened
  return reading(
    world,
    opened,
    async ctx => {
      const { writeDocument } = await import('../print/document.ts')
      const { language: _, ...document } = await documentOf(ctx, entity, page.document)
      // Strangers take turns among themselves: whoever shared it prints as before.
      const { fileName, pages } = await writeDocument({ ...ctx, user: { ...ctx.user, id: link.id } }, entity, record, document)
      const parts: Uint8Array[] = []
      for await (const part of pages) parts.push(part)
      return { fileName, bytes: Buffer.concat(parts) }
    },
    locale,
  )
}

async function partsOf(ctx: CoreCtx, entity: ModelEntity, record: string, document: DocumentShape, values: Values): Promise<SheetPart[]> {
  const parts: SheetPart[] = []
  for (const part of document.parts) if (await holds(ctx, entity.name, record, part.where)) parts.push(...(await partOf(ctx, entity, part, values)))
  return parts
}

/** What is only for paper (a line to sign on, room, the next page) is none of a screen. */
async function partOf(ctx: CoreCtx, entity: ModelEntity, part: DocumentPart, values: Values): Promise<SheetPart[]> {
  switch (part.kind) {
    case 'text': {
      const [text, beside] = [values.filled(part.text).trim(), values.filled(part.beside ?? '').trim()]
      return text + beside === '' ? [] : [{ kind: 'text', text, beside, style: part.style ?? 'plain' }]
    }
    case 'fields': {
      const fields = namedOf(part, values)
      return fields.length === 0 ? [] : [{ kind: 'fields', fields, sums: part.sums === true }]
    }
    case 'lines': {
      const field = entity.fields.get(part.field)
      const lines = (values.record[part.field] ?? []) as unknown as readonly Item[]
      const lined =
        field && lines.length >= (part.least ?? 0) ? await linedOf(ctx, values.hand, field, lines, { columns: part.columns, total: part.total }) : null
      if (!field || !lined) return []
      const rows = [...lines.map(line => lined.cells(line)), ...(lined.total ? [lined.total] : [])]
      return [{ kind: 'lines', label: ctx.t(field.label), columns: lined.shapes.map(({ header, figure }) => ({ label: header, figure })), rows }]
    }
    case 'code': {
      const text = values.filled(part.text).trim()
      return text === '' ? [] : [{ kind: 'code', text, beside: values.filled(part.beside ?? '').trim() }]
    }
    case 'rule':
      return [{ kind: 'rule' }]
    default:
      return []
  }
}
