import { type Json, unguardCell } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { csv, type ExportFormat, xlsx } from '../../records/export/export.ts'
import { readRows } from '../../records/import/read-file.ts'
import type { CustomModel } from '../../registry/custom/document.ts'
import type { Model } from '../../registry/model.ts'
import { adminPlugin } from '../../registry/names.ts'
import { type TextKind, textsOf } from '../../registry/texts.ts'
import type { Operation } from './operations.ts'

/** The languages that people can choose. English is one: a business may call what plugins bring by its own words. */
export const languages = { en: 'English', hi: 'Hindi' } as const
export type Language = keyof typeof languages

type Words = { readonly [L in Language]?: string }

/** One text, wherever it stands: a word is said once for all places. */
export interface TextRow {
  readonly text: string
  readonly places: readonly { readonly kind: TextKind; readonly entity: string | null }[]
  /** As plugins say it. */
  readonly built: Words
  /** As this workspace says it instead, or where no plugin does. */
  readonly own: Words
}

/** Every text of the model with what it is called in each language. */
export function textTable(model: Model, document: CustomModel): TextRow[] {
  const built = new Map<string, { [language: string]: string }>()
  for (const { id, parts = [] } of model.plugins.values())
    for (const part of parts)
      if (part.kind === 'translations' && id !== adminPlugin)
        for (const [english, said] of Object.entries(part.sources)) built.set(english, { ...built.get(english), [part.language]: said })
  const rows = new Map<string, Map<string, TextRow['places'][number]>>()
  for (const { text, kind, entity } of textsOf(model)) {
    const places = rows.get(text) ?? new Map()
    rows.set(text, places.set(`${kind} ${entity}`, { kind, entity }))
  }
  const own = (english: string): Words => {
    const said = (Object.keys(languages) as Language[]).map(language => [language, document.words[language]?.[english]] as const)
    return Object.fromEntries(said.filter(([, word]) => word !== undefined))
  }
  return [...rows].map(([text, places]) => ({ text, places: [...places.values()], built: built.get(text) ?? {}, own: own(text) }))
}

/** What it is called now; English is said by itself. */
export function wordOf({ text, built, own }: TextRow, language: Language): string {
  return own[language] ?? builtOf({ text, built }, language)
}

function builtOf({ text, built }: Pick<TextRow, 'text' | 'built'>, language: Language): string {
  return built[language] ?? (language === 'en' ? text : '')
}

/** The table as a file; its columns are those that the import knows again. */
export function exportTexts(ctx: CoreCtx, rows: readonly TextRow[], format: Extract<ExportFormat, 'csv' | 'xlsx'>): AsyncGenerator<Uint8Array> {
  const codes = Object.keys(languages) as Language[]
  const heads = ['Text', 'Where', ...codes.map(code => languages[code])]
  const columns = heads.map(head => ({ path: head, header: ctx.t(head), kind: 'text' as const }))
  const cells = columns.map(
    (_, at) =>
      (row: object): Json =>
        (row as readonly Json[])[at] ?? null,
  )
  const where = ({ places }: TextRow): string =>
    [...new Set(places.map(({ entity }) => (entity === null ? '' : ctx.t(ctx.model.entities.get(entity)?.plural ?? entity))))].filter(Boolean).join(', ')
  const lines = async function* (): AsyncGenerator<readonly string[]> {
    yield rows.map(row => JSON.stringify([row.text, where(row), ...codes.map(code => wordOf(row, code))]))
  }
  return format === 'csv' ? csv(columns, cells, lines()) : xlsx(ctx.t('Translations'), columns, cells, lines())
}

/** What a file would change. */
export interface ImportedTexts {
  readonly operations: readonly Operation[]
  readonly changed: number
  /** Texts of the file that stand nowhere here: the first of them, and how many lines there are. */
  readonly unknown: readonly string[]
  readonly unknownLines: number
}

const mostRows = 20_000

/**
 * Reads a table that came back: what differs becomes operations for a change set. An empty cell says nothing, so a file with one language alone leaves
 * the others as they are; a cell that says what plugins say takes one’s own word away.
 *
 * Errors: `no_texts` where no column is called Text.
 */
export async function importTexts(ctx: CoreCtx, rows: readonly TextRow[], file: AsyncIterable<Uint8Array>, name: string): Promise<ImportedTexts> {
  const known = new Map(rows.map(row => [row.text, row]))
  const words: { [L in Language]?: { [english: string]: string | null } } = {}
  const unknown: string[] = []
  let heads: { readonly text: number; readonly of: readonly (readonly [Language, number])[] } | null = null
  let count = 0
  for await (const { cells } of readRows(file, name)) {
    heads ??= headsOf(ctx, cells)
    count += 1
    if (count === 1) continue
    if (count > mostRows) throw new Refused(413, 'too_many', 'A file of texts has at most {most} lines.', { values: { most: mostRows } })
    const text = unguardCell(cells[heads.text] ?? '')
    const row = known.get(text)
    if (!row && text.trim() !== '') unknown.push(text)
    for (const [language, at] of row ? heads.of : []) {
      const said = unguardCell(cells[at] ?? '').trim()
      if (row && said !== '' && said !== wordOf(row, language)) words[language] = { ...words[language], [text]: said === builtOf(row, language) ? null : said }
    }
  }
  if (!heads) throw noTexts()
  const operations = Object.entries(words).map(([language, said]): Operation => ({ op: 'setWords', language, words: said }))
  const changed = Object.values(words).reduce((sum, said) => sum + Object.keys(said).length, 0)
  return { operations, changed, unknown: unknown.slice(0, 20), unknownLines: unknown.length }
}

function headsOf(ctx: CoreCtx, cells: readonly string[]) {
  const at = (...names: readonly string[]): number => cells.findIndex(cell => names.some(name => cell.trim().toLowerCase() === name.toLowerCase()))
  const text = at('Text', ctx.t('Text'))
  const of = Object.entries(languages).map(([code, name]) => [code as Language, at(code, name, ctx.t(name))] as const)
  if (text === -1) throw noTexts()
  return { text, of: of.filter(([, place]) => place !== -1) }
}

function noTexts(): Refused {
  return new Refused(422, 'no_texts', 'This file has no column called Text. Export the table, fill it in and drop it here.')
}
