import type { EntityMeta, Json } from '@sangam/sdk'
import { ProblemError } from '../../data/client.ts'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { companyDay } from '../../shell/format.ts'
import { readAhead, readNow } from './ahead.ts'
import { BlankLines } from './blank-lines.ts'
import { beginning, conflicts, patchOf, rebased, same, type Values, writable } from './draft.ts'

/** One record being looked at and changed: as it was read, as it is typed, and what the server said. Tells its screen of every step. */
export class RecordWork {
  saved: Row | null = null
  draft: Values = {}
  issues: { readonly [field: string]: string } = {}
  error: unknown = null
  busy = false
  loading = true
  /** Someone saved the same fields first: their record, until the person decides. */
  theirs: Row | null = null
  /** Someone saved, elsewhere, what is being changed here. */
  meanwhile = false
  /** Somebody else's change has come in, and is shown. */
  renewed = false
  /** It was removed while one looked at it. */
  gone = false
  #start: Values = {}
  readonly #blank: BlankLines

  constructor(
    readonly shape: EntityMeta,
    readonly id: string | null,
    readonly told: () => void,
  ) {
    this.#blank = new BlankLines(shape, entityMeta)
  }

  get isNew(): boolean {
    return this.id === null
  }

  get dirty(): boolean {
    const [start, kept] = [this.#blank.without(this.#start), this.kept]
    return writable(this.shape).some(field => !same(start[field.name], kept[field.name]))
  }

  /** What is typed, without lines that nobody typed into. */
  get kept(): Values {
    return this.#blank.without(this.draft)
  }

  get clashes(): ReturnType<typeof conflicts> {
    return this.theirs ? conflicts(this.shape, this.#start, this.kept, this.theirs) : []
  }

  /** Reads the record, or begins a new one with what the address gives. */
  async open(given: Values = {}): Promise<void> {
    this.error = null
    if (this.id === null) {
      const now = { me: meta().user.id, company: meta().company?.id ?? null, today: companyDay(), now: new Date().toISOString() }
      this.#begin(this.#blank.begun(beginning(this.shape, given, now)))
      // What the address gave is the person's own: leaving it behind is asked about only once something is typed.
      this.loading = false
      return this.told()
    }
    try {
      this.#took(await readNow(this.shape.name, this.id, fieldsOf(this.shape)))
    } catch (error) {
      this.error = error
    }
    this.loading = false
    this.told()
  }

  /** `typed` by a person, or filled in by an element of a plugin because of what was. */
  set(field: string, value: Json, typed = true): void {
    if (!typed) this.#blank.filledIn(field, this.draft[field], value)
    this.draft = { ...this.draft, [field]: value, ...(this.shape.fields[field]?.type === 'reference' && { [`${field}.$title`]: null }) }
    if (this.issues[field] !== undefined)
      this.issues = Object.fromEntries(Object.entries(this.issues).filter(([place]) => place !== field && !place.startsWith(`${field}.`)))
    this.told()
  }

  discard(): void {
    this.draft = this.#start
    this.issues = {}
    this.error = null
    this.theirs = null
    this.told()
    if (this.meanwhile) void this.catchUp()
  }

  /** Saves what was changed; null when it was refused, and `issues`, `theirs` or `error` say why. */
  async save(again = true): Promise<Row | null> {
    // What is sent is what is seen then, line by line: the server says by its place which line is wrong.
    this.draft = this.kept
    this.#working(true)
    this.issues = {}
    this.error = null
    try {
      const saved =
        this.id === null
          ? await records.create(this.shape.name, this.#patch({}))
          : await records.update(this.shape.name, this.id, this.#patch(this.#start), this.saved?.version)
      if (this.id !== null) this.#took(await this.#read().catch(() => saved))
      return saved
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'changed_meanwhile' && again) return await this.#meet(error)
      if (error instanceof ProblemError) this.issues = error.fields
      this.error = error
      return null
    } finally {
      this.#working(false)
    }
  }

  /** Goes on from the newer record: with one's own values where both changed a field, except for those that stay as the other wrote them. */
  settle(keepTheirs: ReadonlySet<string>): void {
    if (!this.theirs) return
    this.#rebase(this.theirs, keepTheirs)
    this.theirs = null
    this.error = null
    this.told()
  }

  /** Someone changed the record elsewhere: what is typed here stays typed. `live` where nobody here asked for it. */
  async catchUp(live = false): Promise<void> {
    if (this.id === null || this.busy) return
    try {
      const newer = await this.#read()
      if (newer.version === this.saved?.version) return
      this.renewed = live
      if (!this.dirty) this.#took(newer)
      else if (conflicts(this.shape, this.#start, this.kept, newer).length === 0) this.#rebase(newer, new Set())
      else this.meanwhile = true
    } catch (error) {
      if (error instanceof ProblemError && error.status === 404) this.gone = true
    }
    this.told()
  }

  async #meet(refusal: ProblemError): Promise<Row | null> {
    const newer = await this.#read().catch(() => null)
    if (!newer) {
      this.error = refusal
      return null
    }
    if (conflicts(this.shape, this.#start, this.kept, newer).length > 0) {
      this.theirs = newer
      return null
    }
    this.#rebase(newer, new Set())
    return this.save(false)
  }

  #read(): Promise<Row> {
    return records.get(this.shape.name, this.id ?? '', fieldsOf(this.shape))
  }

  #patch(before: Values): Values {
    const patch = patchOf(this.shape, before, this.draft, entityMeta)
    return this.id === null ? Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null)) : patch
  }

  #rebase(newer: Row, keepTheirs: ReadonlySet<string>): void {
    const draft = rebased(this.shape, this.#start, this.kept, newer, keepTheirs)
    this.#took(newer)
    this.draft = draft
  }

  #took(row: Row): void {
    this.saved = row
    this.gone = false
    this.meanwhile = false
    this.#begin(row)
  }

  #begin(values: Values): void {
    this.#start = values
    this.draft = values
  }

  #working(busy: boolean): void {
    this.busy = busy
    this.told()
  }
}

/** Begins to read a record whose link is being pressed. */
export function openAhead({ entity = '', id = '' }: { readonly [name: string]: string }): void {
  const shape = entityMeta(entity)
  if (shape) readAhead(entity, id, fieldsOf(shape))
}

/** Every field, and the names of what it refers to, in one request. */
export function fieldsOf(shape: EntityMeta): readonly string[] {
  const names = Object.values(shape.fields).flatMap(field =>
    field.type === 'reference' && entityMeta(field.to ?? '') ? [field.name, `${field.name}.$title`] : [field.name],
  )
  return [...names, 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']
}
