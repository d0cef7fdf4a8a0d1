import type { Field, FieldOptions, FieldType } from '../field.ts'

export type RichTextOptions = FieldOptions<string> & {
  /** Characters, marks counted too; 100,000 unless told. */
  readonly max?: number
}

/**
 * Text with headings, emphasis, lists and links, as HTML. The server keeps only what is harmless, whoever writes it: a
 * plugin's hook, an import and a default pass the same sanitiser as a person.
 *
 * @example terms: richText()   // '<p>Goods <strong>once sold</strong> …</p>'
 */
export function richText<const O extends RichTextOptions = RichTextOptions>(options?: O): Field<string, O> {
  return { type: 'richText', options: (options ?? {}) as O }
}

const blocks = /<\/?(?:p|br|h2|h3|pre|blockquote|ul|ol|li|hr)(?: [^>]*)?>/g

/**
 * The words of a sanitised text without its marks: what conditions and previews look at.
 *
 * @example wordsOfHtml('<p>5 &gt; <em>3</em></p>') // ' 5 > 3 '
 */
export function wordsOfHtml(html: string): string {
  return html
    .replace(blocks, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

export const richTextType: FieldType<RichTextOptions> = {
  type: 'richText',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: o => ({ type: 'string', maxLength: o.max ?? 100_000, 'x-format': 'html', ...(o.required && { minLength: 1 }) }),
  normalise: value => (value === '' ? null : value),
  compare: 'html',
  operators: ['contains', 'isEmpty'],
  sortable: false,
  groupable: false,
}
