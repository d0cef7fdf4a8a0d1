import { ask } from '../../data/client.ts'

export type Language = 'en' | 'hi'
export const languages: readonly Language[] = ['en', 'hi']
type Words = { readonly [L in Language]?: string }

/** One text, wherever it stands, as `GET /api/model/texts` tells it. */
export interface TextRow {
  readonly text: string
  readonly places: readonly { readonly kind: string; readonly entity: string | null }[]
  readonly built: Words
  readonly own: Words
}

export interface Wanted {
  readonly find: string
  /** An entity; `-` is what belongs to none, and empty everything. */
  readonly entity: string
  readonly only: 'all' | 'missing' | 'own'
}

/** The texts as they are, or as a draft makes them. */
export async function loadTexts(set: string | undefined): Promise<readonly TextRow[]> {
  return (await ask<{ items: readonly TextRow[] }>('/api/model/texts', { query: { set } })).items
}

/** What it is called now; empty where a language has no word for it. */
export function wordOf({ text, built, own }: TextRow, language: Language): string {
  return own[language] ?? builtOf({ text, built }, language)
}

/** What it is called where the workspace says nothing. */
export function builtOf({ text, built }: Pick<TextRow, 'text' | 'built'>, language: Language): string {
  return built[language] ?? (language === 'en' ? text : '')
}

export function isMissing(row: TextRow): boolean {
  return languages.some(language => wordOf(row, language) === '')
}

/** The rows that are looked for: the words of all languages are searched. */
export function sought(rows: readonly TextRow[], { find, entity, only }: Wanted): readonly TextRow[] {
  const wanted = find.trim().toLocaleLowerCase()
  return rows.filter(row => {
    if (only === 'missing' ? !isMissing(row) : only === 'own' && Object.keys(row.own).length === 0) return false
    if (entity !== '' && !row.places.some(place => (place.entity ?? '-') === entity)) return false
    return wanted === '' || [row.text, ...languages.map(language => wordOf(row, language))].some(word => word.toLocaleLowerCase().includes(wanted))
  })
}
