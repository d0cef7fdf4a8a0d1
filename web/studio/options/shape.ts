import type { FieldMeta, Json } from '@sangam/sdk'
import type { TemplateResult } from 'lit'
import type { Operation, Options, ShownEntity, ShownModel } from '../model/shown.ts'

/** Where an option is edited, for those that draw themselves. */
export interface OptionPlace {
  /** The entity that the field belongs to. */
  readonly entity: string
  /** The field's name; empty while it has none. */
  readonly field: string
  readonly options: Options
  /** As they were when the panel was opened; nothing for a new field. */
  readonly saved: Options
  /** Sets options; undefined takes one away. */
  readonly set: (changes: Options) => void
}

/** One option of a field type: how it is asked for. */
export interface OptionShape {
  readonly name: string
  readonly label: () => string
  readonly help?: () => string
  readonly kind: 'flag' | 'text' | 'integer' | 'decimal' | 'pick' | 'entity' | 'entities' | 'own'
  /** Of `pick`: values and what they are called. */
  readonly picks?: () => readonly (readonly [string, string])[]
  /** Asked for only where this holds. */
  readonly when?: (options: Options) => boolean
  readonly required?: boolean
  /** Of `own`: draws itself. */
  readonly draw?: (place: OptionPlace) => TemplateResult
}

/** The options that any field may have; a type says which make sense for it. */
export type Common = 'required' | 'unique' | 'default' | 'search' | 'index' | 'readonly'

/** A field type as administrators meet it. A new type is one file beside this one and one word in index.ts. */
export interface TypeShape {
  readonly type: string
  readonly label: () => string
  /** One sentence: what it is good for. */
  readonly about: () => string
  readonly icon: string
  readonly group: 'words' | 'numbers' | 'time' | 'choices' | 'links' | 'worked' | 'more'
  readonly options: readonly OptionShape[]
  readonly common: readonly Common[]
  /** Options that a new field of the type begins with. */
  readonly start?: Options
  /** The field as its default is edited; the type's own editor unless told otherwise. */
  readonly defaultField?: (options: Options) => Partial<FieldMeta>
  /** No list has room for it. */
  readonly unlisted?: boolean
  /** What is made along with a new field of the type, and its options then. */
  readonly along?: (place: ShownEntity, options: Options, model: ShownModel) => { readonly operations: readonly Operation[]; readonly options: Options }
  /** Defaults the server fills in, such as `$today`, and what they are called. */
  readonly fillIns?: () => readonly (readonly [Json, string])[]
}
