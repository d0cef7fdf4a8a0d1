import { unguardCell } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import type { ModelField } from '../../registry/model.ts'
import { change } from '../change.ts'
import { find } from '../find.ts'
import type { FieldMapping } from './mapping.ts'

const most = 20_000
const folded = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('und')
/** Letters and figures only: `GTXPro` and `GTX Pro` are alike. */
export const squeezed = (text: string): string => folded(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, '')

export type Found = { readonly id: string } | { readonly ambiguous: true } | null

/**
 * Finds the records that texts of a file mean, as the importer may see them: by the title of the
 * target or its code (or the field the mapping names), whatever the case. Each text is looked up once.
 */
export class Lookup {
  readonly #ids = new Map<string, string[]>()
  readonly #titles = new Map<string, string>()
  /** The records of the importer's own company, where the target's belong to companies. */
  readonly #own = new Set<string>()
  /** So far only those are known. */
  #ownOnly = false
  #complete = false
  private constructor(
    readonly target: string,
    /** What the target is called by, and by what it is known beside that. */
    readonly field: string,
    readonly other: string | null,
    /** By which field the target belongs to a company, and which one the importer works in. */
    readonly company: { readonly field: string; readonly own: string } | null = null,
  ) {}

  static async open(ctx: CoreCtx, field: ModelField, mapping: FieldMapping): Promise<Lookup> {
    const target = field.to as string
    const entity = ctx.model.entities.get(target)
    const title = entity?.title ?? 'id'
    const code = entity?.definition.external
    const known = mapping.match === undefined && code !== undefined && code !== title && ctx.access.field(target, code, 'read') === 'all'
    const owner = [...(entity?.fields.values() ?? [])].find(one => one.to === 'core.company' && ctx.access.field(target, one.name, 'read') === 'all')
    const company = owner && ctx.company !== null ? { field: owner.name, own: ctx.company } : null
    const lookup = new Lookup(target, mapping.match ?? title, known ? code : null, company)
    // What is found there is meant, so that mostly nothing is asked of those of other companies, however many there are.
    lookup.#ownOnly = company !== null
    lookup.#complete = await lookup.#load(ctx, company ? { [company.field]: company.own } : {})
    return lookup
  }

  /** Whether there are no more than were read. */
  async #load(ctx: CoreCtx, where: { readonly [field: string]: string }): Promise<boolean> {
    let after: string | undefined
    let seen = 0
    do {
      const page = await find(ctx, this.target, { where, fields: this.#fields, sort: ['id'], limit: 500, ...(after && { after }) })
      for (const item of page.items as { [name: string]: unknown }[]) this.#keepAll(item)
      seen += page.items.length
      after = page.next ?? undefined
    } while (after && seen < most)
    return !after
  }

  get #fields(): readonly string[] {
    return ['id', this.field, ...(this.other === null ? [] : [this.other]), ...(this.company === null ? [] : [this.company.field])]
  }

  #keepAll(item: { readonly [name: string]: unknown }): void {
    if (this.company !== null && item[this.company.field] === this.company.own) this.#own.add(String(item.id))
    this.#keep(String(item.id), String(item[this.field] ?? ''))
    if (this.other !== null) this.#name(String(item.id), String(item[this.other] ?? ''))
  }

  #keep(id: string, text: string): void {
    this.#name(id, text)
    if (text !== '') this.#titles.set(id, text)
  }

  #name(id: string, text: string): void {
    if (text === '') return
    const key = folded(text)
    this.#ids.set(key, [...(this.#ids.get(key) ?? []).filter(other => other !== id), id])
  }

  /** Asks for texts not met yet: of other companies' records too, and one by one where there were too many to load at once. */
  async prepare(ctx: CoreCtx, texts: Iterable<string>): Promise<void> {
    const wanted = [...new Set([...texts].map(unguardCell))]
    const unmet = () => wanted.filter(text => text.trim() !== '' && !this.#ids.has(folded(text)) && !this.#titles.has(text))
    if (this.#ownOnly && unmet().length > 0) {
      this.#ownOnly = false
      this.#complete = await this.#load(ctx, {})
    }
    if (this.#complete) return
    const unknown = unmet()
    for (let start = 0; start < unknown.length; start += 400) {
      const among = { in: unknown.slice(start, start + 400) }
      const where = this.other === null ? { [this.field]: among } : { or: [{ [this.field]: among }, { [this.other]: among }] }
      const page = await find(ctx, this.target, { where, fields: [...this.#fields], limit: 500 })
      for (const item of page.items as { [name: string]: unknown }[]) this.#keepAll(item)
    }
  }

  find(text: string): Found {
    const all = this.#ids.get(folded(unguardCell(text.trim()))) ?? (this.#titles.has(text) ? [text] : [])
    // Each company has its own account 1120: that of the importer's is meant.
    const own = all.length > 1 ? all.filter(id => this.#own.has(id)) : []
    const ids = own.length > 0 ? own : all
    if (ids.length > 1) return { ambiguous: true }
    return ids[0] ? { id: ids[0] } : null
  }

  /** Records whose names differ only by spaces and signs, or begin alike: what the writer may have meant. */
  near(text: string): { id: string; title: string }[] {
    const wanted = squeezed(text)
    const all = [...this.#titles].map(([id, title]) => ({ id, title, key: squeezed(title) }))
    const same = all.filter(one => one.key === wanted)
    const alike = all.filter(one => one.key !== wanted && wanted.length >= 3 && (one.key.startsWith(wanted) || wanted.startsWith(one.key)))
    return [...same, ...alike].slice(0, 5).map(({ id, title }) => ({ id, title }))
  }

  /** Makes what is missing, through the pipeline and the importer's own rights. */
  async create(ctx: CoreCtx, texts: readonly string[]): Promise<void> {
    const missing = [...new Map(texts.map(text => unguardCell(text.trim())).map(text => [folded(text), text])).values()].filter(text => !this.find(text))
    if (missing.length === 0) return
    if (!ctx.access.may(this.target, 'create')) {
      throw new Refused(403, 'forbidden', 'You may not create what is missing here. Ask an admin, or choose to refuse such rows.')
    }
    const made = await change(
      ctx,
      this.target,
      missing.map(text => ({ verb: 'create', values: { [this.field]: text } })),
    )
    for (const [index, record] of (made as unknown as { id: string }[]).entries()) this.#keep(record.id, missing[index] as string)
  }

  /** A record that this very file has just made. */
  learn(id: string, text: string): void {
    this.#keep(id, text)
  }
}
