import type { DocumentPart, DocumentShape, Json, Money } from '@sangam/sdk'
import { readable } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { nameOfFile } from '../files/names.ts'
import type { ExportColumn } from '../records/export/cells.ts'
import { columnsOf } from '../records/export/columns.ts'
import { get, type Item } from '../records/find.ts'
import { headsOf, pathsIn, textsOf } from '../registry/check-documents.ts'
import type { ModelEntity } from '../registry/model.ts'
import { walkPath } from '../registry/paths.ts'
import { fill } from '../registry/words.ts'
import { filledBy, type Slot, through } from '../template.ts'
import { printBeside, printSums } from './beside.ts'
import { printCode } from './code.ts'
import { begin } from './heading.ts'
import { holds } from './holds.ts'
import { type Letterhead, letterheadOf } from './letterhead.ts'
import { printLines } from './lines.ts'
import { ink, type Paper, type Style } from './paper.ts'
import { companyOf } from './record.ts'
import { inTurn } from './turn.ts'
import { printable } from './typeset.ts'
import { dayText, type Hand, handOf, instantText, numberText, shownText } from './values.ts'

type TextPart = Extract<DocumentPart, { readonly kind: 'text' }>
type FieldsPart = Extract<DocumentPart, { readonly kind: 'fields' }>

/** What of one value stands on paper. */
const mostLetters = 20_000
const styles: { readonly [style in NonNullable<TextPart['style']>]: Style } = {
  plain: {},
  heading: { bold: true, size: 10.5 },
  quiet: { size: 8, colour: ink.quiet },
}

/** A document of one record: what its file is called, and its pages. */
interface Written {
  readonly fileName: string
  readonly pages: AsyncGenerator<Uint8Array>
}

/**
 * A document of one record, as whoever prints it may see the record: what they may not see is empty, and a part that asks for it is left out.
 * The record is read once, for the name and the paper alike.
 */
export async function writeDocument(asked: CoreCtx, name: string, id: string, document: DocumentShape, asOf?: string): Promise<Written> {
  const ctx = await inItsLanguage(asked, name, id, document, asOf)
  const entity = entityOf(ctx, name)
  const called = document.fileName ?? document.title
  const values = await valuesFor(ctx, entity, id, document, { asOf })
  return {
    fileName: `${nameOfFile(values.filled(called)).replaceAll('\n', ' ').trim().slice(0, 120) || name.replace('.', '-')}.pdf`,
    pages: inTurn(ctx, () => print(ctx, entity, id, document, values, asOf)),
  }
}

/** All that a document asks of its record, and the values at `more`, read once. */
export async function valuesFor(
  ctx: CoreCtx,
  entity: ModelEntity,
  id: string,
  document: DocumentShape,
  { more = [], asOf }: { readonly more?: readonly string[]; readonly asOf?: string | undefined } = {},
): Promise<Values> {
  const texts = [document.fileName ?? '', ...headsOf(document), ...document.parts.flatMap(textsOf)]
  const paths = [...texts.flatMap(pathsIn), ...document.parts.flatMap(part => (part.kind === 'fields' ? part.fields : [])), ...more]
  const lines = document.parts.flatMap(part => (part.kind === 'lines' && readable(ctx, entity.name, part.field) ? [part.field] : []))
  return valuesOf(ctx, entity, id, paths, [...new Set(lines)], asOf)
}

/** In the language that the record says, as its reader reads it; in that of whoever prints it where it says none, or one without words here. */
async function inItsLanguage(ctx: CoreCtx, name: string, id: string, { language }: DocumentShape, asOf?: string): Promise<CoreCtx> {
  if (language === undefined || !readable(ctx, name, language)) return ctx
  const locale = (await get(ctx, name, id, [language], asOf))[language]
  if (typeof locale !== 'string' || locale === ctx.locale || !(locale === 'en' || ctx.model.words.has(locale))) return ctx
  return { ...ctx, locale, t: (source, values) => fill(ctx.model.words.get(locale)?.get(source) ?? source, values ?? {}, locale) }
}

/** The large words at its head, by what holds of the record. */
export async function titleOf(ctx: CoreCtx, name: string, id: string, { title, titles = [] }: DocumentShape, values: Values, asOf?: string): Promise<string> {
  for (const one of titles) if (await holds(ctx, name, id, one.where, asOf)) return values.filled(one.title)
  return values.filled(title)
}

async function* print(ctx: CoreCtx, entity: ModelEntity, id: string, document: DocumentShape, values: Values, asOf?: string): AsyncGenerator<Uint8Array> {
  const { hand, letterhead } = values
  const { landscape = false } = document
  const paper = await begin(ctx, hand, document.letterhead === false ? null : letterhead, {
    kind: '',
    title: await titleOf(ctx, entity.name, id, document, values, asOf),
    facts: [],
    landscape,
  })
  for (const part of document.parts) {
    if (!(await holds(ctx, entity.name, id, part.where, asOf))) continue
    yield* printPart(ctx, paper, entity, part, values)
    if (paper.pages > 1) yield* paper.finished()
  }
  yield* paper.end()
}

async function* printPart(ctx: CoreCtx, paper: Paper, entity: ModelEntity, part: DocumentPart, values: Values): AsyncGenerator<Uint8Array> {
  switch (part.kind) {
    case 'text':
      return yield* printText(paper, part, values)
    case 'fields': {
      const shown = namedOf(part, values)
      if (part.sums) return shown.length > 0 ? printSums(paper, shown) : undefined
      const { across = 2 } = part
      for (let at = 0; at < shown.length; at += across) printBeside(paper, shown.slice(at, at + across), across)
      return
    }
    case 'lines': {
      const field = entity.fields.get(part.field)
      const lines = (values.record[part.field] ?? []) as unknown as readonly Item[]
      if (field && lines.length >= (part.least ?? 0)) yield* printLines(ctx, values.hand, paper, field, lines, { columns: part.columns, total: part.total })
      return
    }
    case 'signature': {
      const [room, width] = [44, 190]
      paper.room(room + 3 * paper.tall(9))
      paper.y += room
      paper.put('_'.repeat(36), paper.left, paper.y - paper.tall(9), { colour: ink.rule })
      return paper.write(values.filled(part.text), {}, paper.left, width)
    }
    case 'code': {
      const said = values.filled(part.text)
      return said.trim() === '' ? undefined : printCode(paper, said, values.filled(part.beside ?? ''))
    }
    case 'rule':
      paper.room(12)
      paper.y += 4
      paper.rule()
      paper.y += 8
      return
    case 'space':
      paper.room(18)
      paper.y += 18
      return
    case 'page':
      paper.room(Number.POSITIVE_INFINITY)
  }
}

/** What stands in the fields of a part, with its names: of sums what comes to something, and the last. */
export function namedOf({ fields, sums }: FieldsPart, values: Values): { readonly label: string; readonly text: string }[] {
  const named = fields.flatMap((path, at) => values.labelled(path).map(one => ({ ...one, isLast: at === fields.length - 1 })))
  return named.filter(({ text, isNothing, isLast }) => text !== '' && !(sums && isNothing && !isLast)).map(({ label, text }) => ({ label, text }))
}

/** Words over the width of the paper, or in two columns whose lines stand beside each other. */
async function* printText(paper: Paper, part: TextPart, values: Values): AsyncGenerator<Uint8Array> {
  const style = styles[part.style ?? 'plain']
  const [text, beside] = [values.filled(part.text), values.filled(part.beside ?? '')]
  if (beside.trim() === '') {
    yield* paper.flow(text, style)
    paper.y += 6
    return
  }
  const [left, gap] = [paper.width * 0.58, 16]
  const right = paper.width - left - gap
  const [first, second] = [[...paper.lines(text, left, style)], [...paper.lines(beside, right, style)]]
  const height = paper.tall(style.size ?? 9)
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    paper.room(height)
    paper.put(first[at] ?? '', paper.left, paper.y, style)
    paper.put(second[at] ?? '', paper.left + left + gap, paper.y, style)
    paper.y += height
  }
  paper.y += 6
}

export interface Values {
  readonly hand: Hand
  readonly letterhead: Letterhead | null
  readonly record: Item
  filled(text: string): string
  /** A value with its name, and whether it is an amount of nothing; nothing where it is not there for whoever prints. */
  labelled(path: string): { readonly label: string; readonly text: string; readonly isNothing: boolean }[]
}

/** What a record gives to the slots of a document. */
async function valuesOf(ctx: CoreCtx, entity: ModelEntity, id: string, paths: readonly string[], lines: readonly string[], asOf?: string): Promise<Values> {
  const columns = new Map(
    [...new Set(paths)].flatMap(path => {
      const column = columnAt(ctx, entity, path)
      return column ? [[path, column] as const] : []
    }),
  )
  const company = [...entity.fields.values()].find(one => one.to === 'core.company' && one.type.type === 'reference')
  const asked = [...[...columns.values()].map(({ path }) => path), ...lines, ...(company && readable(ctx, entity.name, company.name) ? [company.name] : [])]
  const record = await get(ctx, entity.name, id, [...new Set(asked)], asOf)
  const letterhead = await letterheadOf(ctx, companyOf(entity, record) ?? ctx.company)
  const hand = await handOf(ctx, letterhead?.country, 'company')
  const today = ctx.scope.today
  // What a plugin brings is said in the reader's language, where it brings the words.
  const words = ctx.model.words.get(ctx.locale)
  const shown = (path: string): string => {
    const column = columns.get(path)
    return column ? textOf(hand, column, record[column.path]) : ''
  }
  return {
    hand,
    letterhead,
    record,
    filled: text => printable(withoutGaps(words?.get(text) ?? text, slotText), mostLetters),
    labelled: path => {
      const column = columns.get(path)
      return column ? [{ label: column.header, text: printable(shown(path), mostLetters), isNothing: isZero(record[column.path]) }] : []
    },
  }

  function slotText(slot: Slot): string {
    const path = slot.path.replace(/^record\./, '')
    const [value, text] =
      slot.path === 'today' ? [today, dayText(hand, today)] : slot.path === 'me' ? [ctx.user.name, ctx.user.name] : [rawOf(path), shown(path)]
    if (slot.filter === null || slot.filter === 'date') return text
    if (slot.filter === 'addDays') {
      const day = through(slot, value, ctx.locale)
      return typeof day === 'string' ? dayText(hand, day) : ''
    }
    return String(through(slot, slot.filter === 'words' || slot.filter === 'plain' ? value : text, ctx.locale) ?? '')
  }

  function rawOf(path: string): Json {
    const column = columns.get(path)
    return column ? (record[column.path] ?? null) : null
  }
}

/** What stands at a path, with its name; undefined where nothing does, or nothing that the reader may see. */
function columnAt(ctx: CoreCtx, entity: ModelEntity, path: string): ExportColumn | undefined {
  const end = walkPath(ctx.model.entities, entity.name, path)
  if (typeof end === 'string' || !readable(ctx, entity.name, path)) return undefined
  const [column] = columnsOf(ctx, entity, [path])
  if (!column) return undefined
  // The amount of money, the city of an address.
  if (end.part !== null && end.field) return { ...column, header: ctx.t(end.field.label), kind: end.compare === 'decimal' ? 'number' : 'text' }
  return column.kinds ? { ...column, path: `${path}.$title` } : column
}

/** A text with its values. Of a line whose places are all empty nothing is left: an address without a number has no gap, and no name stands before nothing. */
function withoutGaps(text: string, show: (slot: Slot) => string): string {
  const lines = text.replaceAll(/\{\{[^{}]*\}\}/g, slot => slot.replaceAll('\n', ' ')).split('\n')
  return lines
    .flatMap(line => {
      const shown: string[] = []
      const filled = filledBy(line, slot => shown[shown.push(show(slot)) - 1] ?? '')
      return shown.length > 0 && shown.every(one => one.trim() === '') ? [] : [filled]
    })
    .join('\n')
}

function isZero(value: Json | undefined): boolean {
  const amount = typeof value === 'object' && value !== null ? (value as Partial<Money>).amount : value
  return amount !== undefined && amount !== null && /^-?0*\.?0*$/.test(String(amount)) && String(amount) !== ''
}

function textOf(hand: Hand, { field, kind, kinds }: ExportColumn, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (field && !kinds) return shownText(hand, field, value)
  if (kind === 'number') return numberText(hand, String(value))
  return kind === 'instant' ? instantText(hand, String(value)) : String(value)
}

/** The entity, where its records are anybody’s to see and the reader may. */
export function entityOf(ctx: CoreCtx, name: string): ModelEntity {
  const entity = ctx.model.entities.get(name)
  if (!entity || entity.internal || !ctx.access.may(name, 'read')) throw notFound()
  return entity
}
