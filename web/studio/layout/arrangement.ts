import type { OwnForm } from '../model/shown.ts'
import { formOf, type Rows, rowsOf } from './rows.ts'

/** A layout at one moment: its rows, and the fields that are left out on purpose. */
export interface Moment {
  readonly rows: Rows
  readonly hidden: readonly string[]
  /** It is to be what the plugin brings, and no longer one's own. */
  readonly built: boolean
}

/** A layout that is being arranged: each step can be taken back, and done again. */
export class Arrangement {
  readonly #first: Moment
  readonly #before: readonly Moment[]
  readonly #after: readonly Moment[]

  private constructor(
    first: Moment,
    readonly now: Moment,
    before: readonly Moment[],
    after: readonly Moment[],
  ) {
    this.#first = first
    this.#before = before
    this.#after = after
  }

  static of(form: OwnForm): Arrangement {
    const first = momentOf(form, false)
    return new Arrangement(first, first, [], [])
  }

  get form(): OwnForm {
    return formOf(this.now.rows, this.now.hidden)
  }

  get changed(): boolean {
    const [first, now] = [this.#first, this.now]
    return now.built !== first.built || JSON.stringify(formOf(first.rows, first.hidden)) !== JSON.stringify(this.form)
  }

  get undoable(): boolean {
    return this.#before.length > 0
  }

  get redoable(): boolean {
    return this.#after.length > 0
  }

  /** One step on; none where it leaves all as it was. */
  with(changes: Partial<Moment>): Arrangement {
    const next = { ...this.now, built: false, ...changes }
    const same = next.rows === this.now.rows && next.hidden === this.now.hidden && next.built === this.now.built
    return same ? this : new Arrangement(this.#first, next, [...this.#before, this.now], [])
  }

  /** Back to what the plugin brings; that too can be taken back. */
  back(form: OwnForm): Arrangement {
    return this.with(momentOf(form, true))
  }

  undo(): Arrangement {
    const last = this.#before.at(-1)
    return last ? new Arrangement(this.#first, last, this.#before.slice(0, -1), [this.now, ...this.#after]) : this
  }

  redo(): Arrangement {
    const [next, ...rest] = this.#after
    return next ? new Arrangement(this.#first, next, [...this.#before, this.now], rest) : this
  }
}

function momentOf(form: OwnForm, built: boolean): Moment {
  return { rows: rowsOf(form), hidden: form.hidden ?? [], built }
}
