import type { DocumentPart, DocumentShape } from '@sangam/sdk'
import { entityMeta, fieldAt, meta } from '../../data/meta.ts'
import { askable, pathLabel } from '../../screens/list/conditions.ts'
import { called, t } from '../../shell/words.ts'

/** A document as it is kept. */
export interface Template {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly entity: string
  readonly active: boolean
  readonly definition: DocumentShape
}

export type Draft = Omit<Template, 'id' | 'version'>
export type Part = DocumentPart
export type PartKind = DocumentPart['kind']

/** What a new document begins with: its record's name, and the lines that it has. */
export function blankFor(entity: string): DocumentShape {
  const shape = entityMeta(entity)
  const [lines] = linesOf(entity)
  const parts: Part[] = [
    { kind: 'text', text: t('For the attention of'), beside: '{{ today }}' },
    ...(lines ? [{ kind: 'lines', field: lines.value } as const] : []),
  ]
  return { title: `${called(shape?.label ?? '')} {{ record.${shape?.title ?? 'id'} }}`, parts: [...parts, { kind: 'signature', text: '{{ me }}' }] }
}

export function partNames(): { readonly [kind in PartKind]: string } {
  return {
    text: t('Words'),
    fields: t('Fields with their names'),
    lines: t('Lines as a table'),
    signature: t('A line to sign on'),
    code: t('A code to scan'),
    rule: t('A thin line'),
    space: t('Some room'),
    page: t('A new page'),
  }
}

export function blankPart(kind: PartKind, entity: string): Part {
  switch (kind) {
    case 'text':
      return { kind, text: '' }
    case 'fields':
      return { kind, fields: [] }
    case 'lines':
      return { kind, field: linesOf(entity)[0]?.value ?? '' }
    case 'signature':
      return { kind, text: '{{ me }}' }
    case 'code':
      return { kind, text: '' }
    default:
      return { kind }
  }
}

interface Choice {
  readonly value: string
  readonly label: string
}

/** Kinds of records that can be printed. */
export function printed(): readonly Choice[] {
  return Object.values(meta().entities)
    .filter(entity => !entity.linesOf)
    .map(({ name, label }) => ({ value: name, label: called(label) }))
    .sort((one, other) => one.label.localeCompare(other.label))
}

/** What of a record can stand in a text or a part: its own fields, and those of what it points at. */
export function printable(entity: string): readonly { readonly label: string; readonly choices: readonly Choice[] }[] {
  return askable(entity)
    .map(({ label, paths }) => ({
      label,
      choices: [
        ...new Map(
          paths
            .map(({ path }) => wholeOf(entity, path))
            .map(path => ({ value: path, label: pathLabel(entity, path) }))
            .filter(({ value }) => !value.includes(':') && !['lines', 'json', 'related'].includes(fieldAt(entity, value)?.type ?? 'related'))
            .map(choice => [choice.value, choice] as const),
        ).values(),
      ],
    }))
    .filter(({ choices }) => choices.length > 0)
}

/** The fields of lines of an entity. */
export function linesOf(entity: string): readonly Choice[] {
  return Object.values(entityMeta(entity)?.fields ?? {})
    .filter(field => field.type === 'lines')
    .map(({ name, label }) => ({ value: name, label: called(label) }))
}

/** The fields of one of the lines of a field. */
export function columnsOf(entity: string, field: string): readonly Choice[] {
  const line = entityMeta(entityMeta(entity)?.fields[field]?.to ?? '')
  return Object.values(line?.fields ?? {})
    .filter(({ name, type }) => name !== line?.linesOf?.by && !['lines', 'json'].includes(type))
    .map(({ name, label }) => ({ value: name, label: called(label) }))
}

/** An amount is asked for by itself, and printed with its currency. */
function wholeOf(entity: string, path: string): string {
  const whole = path.replace(/\.[^.]+$/, '')
  return fieldAt(entity, whole)?.type === 'money' ? whole : path
}
