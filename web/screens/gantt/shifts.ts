import type { Json } from '@sangam/sdk'
import type { LitElement } from 'lit'
import { sentenceOf } from '../../data/client.ts'
import { type Row, records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { titleIn } from '../../fields/titles.ts'
import { t } from '../../shell/words.ts'
import { toast } from '../../ui/toast.ts'
import type { Source } from '../list/source.ts'
import { mayShift, type Part, type Plan, shifted, spanText, writtenFields } from './plan.ts'

/** The screen whose bars are moved. */
export interface ShiftHost extends LitElement {
  readonly plan: Plan
  readonly source: Source | null
  again(): Promise<void>
  focusBar(id: string): void
}

/** Moves bars and their ends: to another day at once, back with a sentence where that is refused; or to days that are asked for. */
export class Shifts {
  readonly #busy = new Set<string>()
  /** The last move of each bar that is under way, and whether it came to be. */
  readonly #turns = new Map<string, Promise<boolean>>()
  /** Records as they were written last: what was asked for before may come after. */
  readonly #written = new Map<string, Row>()
  readonly #host: ShiftHost

  constructor(host: ShiftHost) {
    this.#host = host
  }

  get working(): boolean {
    return this.#busy.size > 0
  }

  isBusy(id: string): boolean {
    return this.#busy.has(id)
  }

  /** Puts what was written here in place of what was read before it. */
  mend(source: Source, [from, to]: readonly [number, number]): void {
    for (let at = from; at < to; at += 1) {
      const item = source.at(at)
      const row = item?.kind === 'row' ? item.row : undefined
      const written = row && this.#written.get(row.id)
      if (written && written.version > row.version) source.replace(row.id, written)
    }
  }

  /** One after another for each bar: a second pull while the first is being saved goes on from there, unless the first was refused. */
  async shift(given: Row, part: Part, days: number): Promise<void> {
    const turn = (this.#turns.get(given.id) ?? Promise.resolve(true)).then(done => done && this.#shift(given, part, days))
    this.#turns.set(given.id, turn)
    await turn
    if (this.#turns.get(given.id) === turn) this.#turns.delete(given.id)
  }

  /** Whether it stands there now. */
  async #shift(given: Row, part: Part, days: number): Promise<boolean> {
    const host = this.#host
    const written = this.#written.get(given.id)
    const row = written && written.version > given.version ? { ...given, ...written } : given
    const patch = mayShift(host.plan, part) ? shifted(host.plan, row, part, days) : null
    if (!patch) return false
    const { entity } = host.plan
    const name = titleIn(entity, row)
    this.#busy.add(row.id)
    host.source?.replace(row.id, patch)
    host.requestUpdate()
    try {
      const saved = await records.update(entity, row.id, patch, row.version)
      this.#written.set(row.id, saved)
      host.source?.replace(row.id, saved)
      this.#told(patch, saved, row)
      return true
    } catch (error) {
      host.source?.replace(row.id, row)
      toast(`${t('“{name}” stays at {days}.', { name, days: spanText(host.plan, row) })} ${sentenceOf(error)}`, { kind: 'problem' })
      return false
    } finally {
      this.#busy.delete(row.id)
      host.requestUpdate()
      await host.again()
      host.focusBar(row.id)
    }
  }

  /** Asks for the days, for those who know them or do not drag. */
  async ask(row: Row): Promise<void> {
    const { plan } = this.#host
    const fields = writtenFields(plan)
    if (fields.length === 0) return
    const saved = await askFields({
      heading: t('Move “{name}”', { name: titleIn(plan.entity, row) }),
      entity: plan.entity,
      fields,
      values: row,
      go: t('Move'),
      submit: async values => {
        const patch = Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? null]))
        return { patch, row: await records.update(plan.entity, row.id, patch, row.version) }
      },
    })
    if (!saved) return
    this.#told(saved.patch, saved.row, row)
    await this.#host.again()
    this.#host.focusBar(row.id)
  }

  #told(patch: { readonly [field: string]: Json }, saved: Row, before: Row): void {
    const { plan } = this.#host
    const run = async (): Promise<void> => {
      const back = Object.fromEntries(Object.keys(patch).map(field => [field, before[field] ?? null]))
      await records.update(plan.entity, before.id, back, saved.version).catch((error: unknown) => toast(sentenceOf(error), { kind: 'problem' }))
      await this.#host.again()
    }
    const days = spanText(plan, { ...before, ...patch })
    toast(t('“{name}” is now at {days}.', { name: titleIn(plan.entity, before), days }), { action: { label: t('Undo'), run } })
  }
}
