import type { DocumentPart, DocumentShape, Json } from '@sangam/sdk'
import { filterNames, slotsOf } from '../template.ts'
import { conditionProblems } from './conditions.ts'
import type { Model } from './model.ts'
import { type Entities, walkPath } from './paths.ts'
import { fill } from './words.ts'

/** What is wrong with a document, as a sentence with its values: administrators write them, too. */
export interface DocumentProblem {
  readonly code: string
  readonly message: string
  readonly values?: { readonly [name: string]: string | number }
}

const [mostParts, mostText, mostSlots, mostFields, mostTitles] = [60, 5000, 300, 60, 10]
const styles: readonly unknown[] = ['plain', 'heading', 'quiet']

/** What must hold of the documents that plugins bring. */
export function checkDocuments(model: Model, problems: string[]): void {
  const names = new Set<string>()
  for (const { name, plugin, entity, ...document } of model.documents) {
    const own = `Plugin ${plugin}: the document ${name}`
    if (!name.startsWith(`${plugin}.`)) problems.push(`${own} must begin with "${plugin}.".`)
    if (names.has(name)) problems.push(`${own} is there twice. Rename one.`)
    names.add(name)
    if (!model.entities.has(entity)) problems.push(`${own} is of ${entity}, which no enabled plugin defines.`)
    else for (const { message, values } of documentProblems(model.entities, entity, document)) problems.push(`${own}: ${fill(message, values ?? {}, 'en')}`)
  }
}

/** What is wrong with a document of an entity: its shape, its slots, the fields it names and its conditions. */
export function documentProblems(entities: Entities, entity: string, document: unknown): DocumentProblem[] {
  if (!isDocument(document))
    return [
      {
        code: 'bad_document',
        message: 'A document has a title and a list of parts, each of a kind: text, fields, lines, signature, code, rule, space or page.',
      },
    ]
  if (document.parts.length > mostParts)
    return [{ code: 'too_many_parts', message: 'A document has at most {most} parts. Put some together.', values: { most: mostParts } }]
  const texts = [...headsOf(document), document.fileName ?? '', ...document.parts.flatMap(textsOf)]
  if (texts.flatMap(slotsOf).length > mostSlots)
    return [{ code: 'too_many_slots', message: 'A document has at most {most} places for values.', values: { most: mostSlots } }]
  const spoken = document.language === undefined ? [] : textProblems(entities, entity, `{{ record.${document.language} }}`, 0)
  return [
    ...spoken,
    ...[...headsOf(document), document.fileName ?? ''].flatMap(text => textProblems(entities, entity, text, 0)),
    ...(document.titles ?? [])
      .filter(({ where }) => conditionProblems(entities, entity, where).length > 0)
      .map(({ title }): DocumentProblem => ({ code: 'bad_condition', message: 'The title “{title}”: its condition can’t be asked.', values: { title } })),
    ...document.parts.flatMap((part, at) => partProblems(entities, entity, part, at + 1)),
  ]
}

/** The paths that a text of a document reads of its record, without the word `record` before them. */
export function pathsIn(text: string): string[] {
  return slotsOf(text).flatMap(({ path }) => (path.startsWith('record.') ? [path.slice('record.'.length)] : []))
}

/** Whatever may stand at its head. */
export function headsOf({ title, titles = [] }: DocumentShape): string[] {
  return [title, ...titles.map(one => one.title)]
}

export function textsOf(part: DocumentPart): string[] {
  return part.kind === 'text' || part.kind === 'code' ? [part.text, part.beside ?? ''] : part.kind === 'signature' ? [part.text] : []
}

/** All that a document names of its records: the paths of its slots, its fields, its lines, its conditions. */
export function namedIn({ fileName = '', parts, ...heads }: DocumentShape): Json {
  const named = parts.map(part => [
    textsOf(part).flatMap(pathsIn),
    part.kind === 'fields' ? [...part.fields] : part.kind === 'lines' ? [part.field] : [],
    (part.where ?? null) as Json,
  ])
  const { titles = [] } = heads
  return [[...headsOf({ parts, ...heads }).flatMap(pathsIn), ...pathsIn(fileName)], titles.map(({ where }) => where as Json), ...named]
}

function partProblems(entities: Entities, entity: string, part: DocumentPart, number: number): DocumentProblem[] {
  const condition = part.where && Object.keys(part.where).length > 0 ? conditionProblems(entities, entity, part.where) : []
  const wrong = condition.length === 0 ? [] : [{ code: 'bad_condition', message: 'Part {part}: its condition can’t be asked.', values: { part: number } }]
  return [...wrong, ...textsOf(part).flatMap(text => textProblems(entities, entity, text, number)), ...namedProblems(entities, entity, part, number)]
}

function namedProblems(entities: Entities, entity: string, part: DocumentPart, number: number): DocumentProblem[] {
  if (part.kind === 'fields') return part.fields.flatMap(path => pathProblems(entities, entity, path, number))
  if (part.kind !== 'lines') return []
  const field = entities.get(entity)?.fields.get(part.field)
  const to = field?.type.type === 'lines' ? field.to : null
  if (!to) return [{ code: 'no_lines', message: 'Part {part}: “{field}” holds no lines.', values: { part: number, field: part.field } }]
  const there = entities.get(to)?.fields
  return (part.columns ?? []).filter(name => !there?.has(name)).map(name => unknown(name, number))
}

function textProblems(entities: Entities, entity: string, text: string, number: number): DocumentProblem[] {
  if (text.length > mostText)
    return [{ code: 'text_too_long', message: 'Part {part}: a text has at most {most} letters.', values: { part: number, most: mostText } }]
  const wrong = slotsOf(text).flatMap(({ path, filter, written }): DocumentProblem[] => {
    if (path === '' || (filter !== null && !filterNames.includes(filter))) return [badSlot(written, number)]
    if (path === 'today' || path === 'me') return []
    return path.startsWith('record.') ? pathProblems(entities, entity, path.slice('record.'.length), number) : [badSlot(written, number)]
  })
  const open = /\{\{|\}\}/.exec(text.replaceAll(/\{\{[^{}]*\}\}/g, ''))
  return open ? [...wrong, badSlot(open[0], number)] : wrong
}

/** A path leads to a value that can be printed: not to the records that point here. */
function pathProblems(entities: Entities, entity: string, path: string, number: number): DocumentProblem[] {
  const end = walkPath(entities, entity, path)
  const inner = typeof end === 'string' ? '' : (end.field?.type.type ?? '')
  return typeof end === 'string' || path.includes(':') || ['lines', 'json'].includes(inner) ? [unknown(path, number)] : []
}

function unknown(field: string, part: number): DocumentProblem {
  return part === 0
    ? { code: 'no_such_field', message: 'The title or the file name asks for “{field}”, which is not there.', values: { field } }
    : { code: 'no_such_field', message: 'Part {part}: there is no “{field}” to print.', values: { part, field } }
}

function badSlot(slot: string, part: number): DocumentProblem {
  const values = { slot, part, example: '{{ record.name }}', filters: filterNames.join(', ') }
  const message = 'Part {part}: “{slot}” is no place for a value. Write {example}; after a | may stand: {filters}.'
  return { code: 'bad_slot', message, values }
}

function isDocument(value: unknown): value is DocumentShape {
  if (!isObject(value)) return false
  const { title, titles = [], fileName, letterhead, landscape, language, parts } = value
  return (
    typeof title === 'string' &&
    title.trim() !== '' &&
    Array.isArray(titles) &&
    titles.length <= mostTitles &&
    titles.every(one => isObject(one) && typeof one.title === 'string' && isObject(one.where)) &&
    isMaybe('string', fileName) &&
    isMaybe('boolean', letterhead) &&
    isMaybe('boolean', landscape) &&
    isMaybe('string', language) &&
    Array.isArray(parts) &&
    parts.every(part => isObject(part) && (part.where === undefined || isObject(part.where)) && isPart(part))
  )
}

function isPart(part: { readonly [name: string]: unknown }): boolean {
  const names = (list: unknown): boolean => Array.isArray(list) && list.length <= mostFields && list.every(name => typeof name === 'string')
  switch (part.kind) {
    case 'text':
      return typeof part.text === 'string' && isMaybe('string', part.beside) && (part.style === undefined || styles.includes(part.style))
    case 'fields':
      return names(part.fields) && (part.across === undefined || [1, 2, 3, 4].includes(part.across as number)) && isMaybe('boolean', part.sums)
    case 'lines':
      return (
        typeof part.field === 'string' && (part.columns === undefined || names(part.columns)) && isMaybe('boolean', part.total) && isMaybe('number', part.least)
      )
    case 'signature':
      return typeof part.text === 'string'
    case 'code':
      return typeof part.text === 'string' && isMaybe('string', part.beside)
    default:
      return part.kind === 'rule' || part.kind === 'space' || part.kind === 'page'
  }
}

function isMaybe(type: 'string' | 'boolean' | 'number', value: unknown): boolean {
  return value === undefined || typeof value === type
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
