import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { targetsOf } from '../../registry/links.ts'
import type { ModelField } from '../../registry/model.ts'
import { Lookup } from './lookup.ts'
import type { FieldMapping } from './mapping.ts'

/** What a text means: a value, or why it has none. */
type Meant = { readonly value: Json } | { readonly code: 'ambiguous' | 'no_match'; readonly message: string; readonly values: { readonly text: string } }

interface Target {
  readonly entity: string
  /** How a file may name the entity before the title: `Order: SO-1`. */
  readonly names: readonly string[]
  readonly lookup: Lookup
}

/** Reads fields that point at several records, or at one of several kinds: titles or ids, several with semicolons between. */
export class Pointers {
  private constructor(
    readonly field: ModelField,
    readonly mapping: FieldMapping,
    readonly targets: readonly Target[],
  ) {}

  static async open(ctx: CoreCtx, field: ModelField, mapping: FieldMapping): Promise<Pointers | null> {
    if (field.type.type !== 'references' && field.type.type !== 'oneOf') return null
    const targets: Target[] = []
    for (const entity of targetsOf(field)) {
      if (!ctx.access.may(entity, 'read')) continue
      const label = ctx.model.entities.get(entity)?.label ?? entity
      targets.push({ entity, names: [entity, label, ctx.t(label)], lookup: await Lookup.open(ctx, { ...field, to: entity }, mapping) })
    }
    return new Pointers(field, mapping, targets)
  }

  async prepare(ctx: CoreCtx, texts: readonly string[]): Promise<void> {
    const many = this.field.type.type === 'references'
    const parts = many
      ? texts.flatMap(text => [text, ...split(text)])
      : texts.flatMap(text => [text, ...this.targets.flatMap(target => afterName(target, text) ?? [])])
    for (const { lookup } of this.targets) await lookup.prepare(ctx, parts)
    const [only] = this.targets
    if (many && only && this.mapping.missing === 'create')
      await only.lookup.create(
        ctx,
        texts.flatMap(text => (only.lookup.find(text) ? [] : split(text))),
      )
  }

  read(text: string): Meant {
    if (this.field.type.type === 'oneOf') return this.#pointer(text)
    const whole = this.#one(text)
    if ('value' in whole) return { value: [(whole.value as { readonly id: string }).id] }
    const ids: string[] = []
    for (const part of split(text)) {
      const meant = this.#one(part)
      if ('value' in meant) ids.push((meant.value as { readonly id: string }).id)
      else if (meant.code === 'ambiguous' || this.mapping.missing !== 'empty') return meant
    }
    return { value: [...new Set(ids)] }
  }

  #pointer(text: string): Meant {
    for (const target of this.targets) {
      const rest = afterName(target, text)
      const found = rest === null ? null : target.lookup.find(rest)
      if (found && 'id' in found) return { value: { entity: target.entity, id: found.id } }
    }
    const meant = this.#one(text)
    return 'value' in meant || meant.code === 'ambiguous' || this.mapping.missing !== 'empty' ? meant : { value: null }
  }

  #one(text: string): Meant {
    const found = this.targets.flatMap(({ entity, lookup }) => {
      const one = lookup.find(text)
      return one ? [{ entity, one }] : []
    })
    const [first] = found
    if (found.length === 1 && first && 'id' in first.one) return { value: { entity: first.entity, id: first.one.id } }
    if (found.length > 0) return { code: 'ambiguous', message: 'Several records are called "{text}". Say which one is meant.', values: { text } }
    return { code: 'no_match', message: 'Nothing is called "{text}". Say what it stands for, or have it created.', values: { text } }
  }
}

function afterName({ names }: Target, text: string): string | null {
  const name = names.find(one => text.toLowerCase().startsWith(`${one.toLowerCase()}:`))
  return name === undefined ? null : text.slice(name.length + 1).trim()
}

/** The parts of a text between semicolons; what holds one itself stands in quotes. */
function split(text: string): string[] {
  const parts = text.match(/"(?:[^"]|"")*"|[^;"]+/g) ?? []
  return parts.map(part => part.trim()).flatMap(part => (part === '' ? [] : [part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part]))
}
