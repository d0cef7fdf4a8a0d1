import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { filesById } from '../files/rights.ts'
import { get, type Item } from '../records/find.ts'
import { targetsOf } from '../registry/links.ts'
import type { ModelEntity, ModelField } from '../registry/model.ts'
import { printBeside } from './beside.ts'
import { begin } from './heading.ts'
import { letterheadOf } from './letterhead.ts'
import { printLines } from './lines.ts'
import { ink, type Paper } from './paper.ts'
import { blocksOf } from './rich.ts'
import { isWide, shownSections } from './sections.ts'
import { inTurn } from './turn.ts'
import { printable } from './typeset.ts'
import { type Hand, handOf, instantText, optionLabel, shownText } from './values.ts'

/** A hundred thousand letters are forty pages of one field. */
const mostLetters = 100_000

/** A record on paper: what its reader sees of it on the screen, laid out as its form, with its lines and what they come to. */
export function recordPdf(ctx: CoreCtx, name: string, id: string, asOf?: string): AsyncGenerator<Uint8Array> {
  return inTurn(ctx, () => print(ctx, name, id, asOf))
}

async function* print(ctx: CoreCtx, name: string, id: string, asOf?: string): AsyncGenerator<Uint8Array> {
  const entity = ctx.model.entities.get(name)
  if (!entity || entity.internal || !ctx.access.may(name, 'read')) throw notFound()
  const sections = await shownSections(ctx, entity, id, asOf)
  const record = await get(ctx, name, id, [...pathsOf(sections.flatMap(section => section.groups.flat())), 'createdAt', 'updatedAt'], asOf)
  const letterhead = await letterheadOf(ctx, companyOf(entity, record) ?? ctx.company)
  const hand = await handOf(ctx, letterhead?.country, 'person')
  const title = entity.fields.get(entity.title)
  const paper = await begin(ctx, hand, letterhead, {
    kind: ctx.t(entity.label),
    title: title ? shownOf(ctx, hand, title, record) : '',
    facts: [...statesOf(ctx, entity, record), asOf ? ctx.t('As on {day}', { day: asOf.includes('T') ? instantText(hand, asOf) : asOf }) : ''],
  })
  const files = await fileNames(
    ctx,
    sections.flatMap(section => section.groups.flat()),
    record,
  )
  for (const section of sections) {
    const groups = closedUp(section.groups.map(group => group.filter(field => field.name !== entity.title && isFilled(record[field.name]))))
    if (groups.length === 0) continue
    if (section.label) heading(paper, ctx.t(section.label))
    for (const group of groups) yield* printGroup(ctx, hand, paper, group, record, files)
  }
  yield* paper.end()
}

/** Fields side by side; what is long or made of lines takes the width. */
async function* printGroup(
  ctx: CoreCtx,
  hand: Hand,
  paper: Paper,
  group: readonly ModelField[],
  record: Item,
  files: ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array> {
  const beside = group.filter(field => !isWide(field)).map(field => ({ field, text: printable(shownOf(ctx, hand, field, record, files), mostLetters) }))
  const short = beside.every(({ text }) => text.length <= 400) ? beside : []
  if (short.length > 0)
    printBeside(
      paper,
      short.map(({ field, text }) => ({ label: ctx.t(field.label), text })),
    )
  for (const { field, text } of short.length > 0 ? [] : beside) yield* printLong(ctx, paper, field, text)
  for (const field of group.filter(isWide)) {
    const value = record[field.name] ?? null
    if (field.type.type === 'lines') yield* printLines(ctx, hand, paper, field, value as readonly Item[])
    else if (field.type.type === 'richText') yield* printRich(ctx, paper, field, String(value))
    else yield* printLong(ctx, paper, field, printable(shownText(hand, field, value), mostLetters))
  }
  if (paper.pages > 1) yield* paper.finished()
}

async function* printLong(ctx: CoreCtx, paper: Paper, field: ModelField, text: string): AsyncGenerator<Uint8Array> {
  label(ctx, paper, field)
  yield* paper.flow(text)
  paper.y += 7
}

async function* printRich(ctx: CoreCtx, paper: Paper, field: ModelField, html: string): AsyncGenerator<Uint8Array> {
  label(ctx, paper, field)
  for (const { kind, text, depth, number } of blocksOf(html.slice(0, mostLetters))) {
    const from = paper.left + (kind === 'quote' ? 12 : depth * 12)
    if (kind === 'rule') paper.rule()
    if (kind === 'item') {
      paper.room(paper.tall(9))
      paper.put(number === null ? '•' : `${number}.`, from - 12, paper.y)
    }
    yield* paper.flow(
      printable(text),
      { ...(kind === 'heading' && { bold: true, size: 10 }), ...(kind === 'quote' && { colour: ink.quiet }) },
      from,
      paper.left + paper.width - from,
    )
    paper.y += 3
  }
  paper.y += 4
}

function label(ctx: CoreCtx, paper: Paper, field: ModelField): void {
  paper.room(paper.tall(7.5) + paper.tall(9))
  paper.write(printable(ctx.t(field.label), 120), { size: 7.5, colour: ink.quiet })
}

function heading(paper: Paper, text: string): void {
  paper.y += 4
  paper.room(60)
  paper.write(printable(text, 120), { size: 10.5, bold: true })
  paper.rule()
  paper.y += 6
}

/** A reference is read with the name of what it points at. */
function pathsOf(fields: readonly ModelField[]): string[] {
  return [
    ...new Set(fields.flatMap(field => (['reference', 'oneOf', 'references'].includes(field.type.type) ? [field.name, `${field.name}.$title`] : [field.name]))),
  ]
}

function shownOf(ctx: CoreCtx, hand: Hand, field: ModelField, record: Item, files: ReadonlyMap<string, string> = new Map()): string {
  const value = record[field.name] ?? null
  const title = record[`${field.name}.$title`] ?? null
  switch (field.type.type) {
    case 'reference':
      return title === null ? ctx.t('Not visible to you') : String(title)
    case 'oneOf': {
      const { entity = '' } = (value ?? {}) as { readonly entity?: string }
      const kind = targetsOf(field).includes(entity) ? ctx.t(ctx.model.entities.get(entity)?.label ?? entity) : ''
      return title === null ? ctx.t('Not visible to you') : `${kind}: ${String(title)}`
    }
    case 'references':
      return shownText(hand, field, title)
    case 'file':
    case 'image':
    case 'files':
      return [value ?? []]
        .flat()
        .flatMap(one => files.get(String(one)) ?? [])
        .join(', ')
    default:
      return shownText(hand, field, value)
  }
}

/** What the files of a record are called: who may read the field may know. */
async function fileNames(ctx: CoreCtx, fields: readonly ModelField[], record: Item): Promise<ReadonlyMap<string, string>> {
  const ids = fields.filter(field => field.type.files).flatMap(field => [record[field.name] ?? []].flat().map(String))
  if (ids.length === 0) return new Map()
  return new Map([...(await filesById(ctx, ids)).values()].map(file => [file.id, file.name]))
}

function statesOf(ctx: CoreCtx, entity: ModelEntity, record: Item): readonly string[] {
  return [...entity.fields.values()]
    .filter(field => field.type.type === 'flow' && typeof record[field.name] === 'string')
    .map(field => optionLabel(ctx, field, String(record[field.name])))
}

/** The company that a record is of, by the first field that points at one. */
export function companyOf(entity: ModelEntity, record: Item): string | null {
  if (entity.name === 'core.company') return record.id
  const field = [...entity.fields.values()].find(one => one.to === 'core.company' && one.type.type === 'reference')
  const value = field ? record[field.name] : null
  return typeof value === 'string' ? value : null
}

/** Where a neighbour is empty and not printed, what is left over stands beside what is left over after it. */
function closedUp(groups: readonly (readonly ModelField[])[]): readonly (readonly ModelField[])[] {
  const closed: ModelField[][] = []
  for (const group of groups) {
    const open = closed.at(-1)
    if (group.length === 1 && open?.length === 1 && ![...group, ...open].some(isWide)) open.push(...group)
    else if (group.length > 0) closed.push([...group])
  }
  return closed
}

function isFilled(value: Json | undefined): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}
