import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Id } from '../json.ts'
import { canonicalId } from './reference.ts'

export type FileOptions = FieldOptions<string> & {
  /** The most bytes of a file; 25 MB unless told. */
  readonly maxBytes?: number
}
export type FilesOptions = FieldOptions<readonly string[]> & { readonly maxBytes?: number }

type FileId = Id<'core.file'>

/**
 * One file, by its id. It is sent to `POST /api/files` first and then named here; whoever may read this field of the record may
 * fetch it from `GET /api/files/{id}`, and nobody else.
 *
 * @example contract: file()
 */
export function file<const O extends FileOptions = FileOptions>(options?: O): Field<FileId, O> {
  return { type: 'file', options: (options ?? {}) as O }
}

/**
 * A picture (PNG, JPEG, GIF or WebP), shown where it stands.
 *
 * @example photo: image({ maxBytes: 2_000_000 })
 */
export function image<const O extends FileOptions = FileOptions>(options?: O): Field<FileId, O> {
  return { type: 'image', options: (options ?? {}) as O }
}

/**
 * Several files, in their order.
 *
 * @example papers: files()
 */
export function files<const O extends FilesOptions = FilesOptions>(options?: O): Field<readonly FileId[], O & { readonly default: readonly [] }> {
  return { type: 'files', options: { default: [], ...options } as never }
}

export const fileType: FieldType<FileOptions> = {
  type: 'file',
  columns: () => [{ suffix: '', type: 'uuid' }],
  schema: () => ({ type: 'string', format: 'uuid' }),
  normalise: value => (value === '' ? null : canonicalId(value)),
  compare: 'id',
  operators: ['eq', 'in', 'isEmpty'],
  sortable: false,
  groupable: false,
  files: true,
}

export const imageType: FieldType<FileOptions> = { ...fileType, type: 'image' }

export const filesType: FieldType<FilesOptions> = {
  type: 'files',
  columns: () => [{ suffix: '', type: 'text[]' }],
  schema: o => ({ type: 'array', maxItems: 50, uniqueItems: true, items: { type: 'string', format: 'uuid' }, ...(o.required && { minItems: 1 }) }),
  normalise: value => (Array.isArray(value) ? [...new Set(value.map(canonicalId))] : value),
  compare: 'set',
  operators: ['contains', 'isEmpty'],
  sortable: false,
  groupable: false,
  files: true,
}
