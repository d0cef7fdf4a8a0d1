import type { FieldMeta } from '@sangam/sdk'
import type { LitElement, ReactiveController } from 'lit'
import { sentenceOf } from '../../data/client.ts'
import { fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { addDays } from '../../fields/dates.ts'
import { titleIn } from '../../fields/titles.ts'
import { formatDate } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { toast } from '../../ui/toast.ts'
import { type Days, mayMove, movedTo, placeOf, renewed, valueOn } from './days.ts'
import { daysBy } from './span.ts'

/** The calendar whose records are moved. */
export interface MoverHost extends LitElement {
  readonly entity: string
  readonly by: string
  days: Days | null
  again(): Promise<void>
  focusEntry(id: string): void
}

/** Moves records to other days: by a hand that drags, by Ctrl and an arrow, or to a day that is asked for. */
export class Mover implements ReactiveController {
  dragged: { readonly row: Row; readonly from: string } | null = null
  /** The day that what is dragged is over. */
  over: string | null = null
  /** What was done last, for those who hear it. */
  said = ''
  readonly #busy = new Set<string>()
  /** Where those that are being saved go next. */
  readonly #moveOn = new Map<string, string>()
  readonly #host: MoverHost

  constructor(host: MoverHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.letGo()
  }

  /** Whether something is under a hand, or on its way. */
  get working(): boolean {
    return this.dragged !== null || this.#busy.size > 0
  }

  stateOf(row: Row): 'moving' | 'saving' | '' {
    return this.dragged?.row.id === row.id ? 'moving' : this.#busy.has(row.id) ? 'saving' : ''
  }

  grab(event: DragEvent, row: Row): void {
    const { entity, by } = this.#host
    const from = placeOf(entity, by, row)
    if (from === null) return
    event.dataTransfer?.setData('text/uri-list', new URL(`/record/${entity}/${row.id}`, location.origin).href)
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    // The picture under the pointer is taken before the entry fades.
    setTimeout(() => this.#tell(() => (this.dragged = { row, from })))
  }

  dragOver(event: DragEvent, day: string): void {
    if (!this.dragged) return
    event.preventDefault()
    const over = day === this.dragged.from ? null : day
    if (over !== this.over) this.#tell(() => (this.over = over))
  }

  dragLeave(event: DragEvent): void {
    const to = event.relatedTarget
    if (!(to instanceof Node) || !(event.currentTarget as HTMLElement).contains(to)) this.#tell(() => (this.over = null))
  }

  drop(event: DragEvent, day: string): void {
    event.preventDefault()
    const moving = this.dragged
    this.letGo()
    if (moving) void this.move(moving.row, day)
  }

  letGo(): void {
    this.#tell(() => {
      this.dragged = null
      this.over = null
    })
  }

  key(event: KeyboardEvent, row: Row): void {
    const { entity, by } = this.#host
    const days = daysBy(event.key, getComputedStyle(this.#host).direction === 'rtl')
    if (days === 0 || !(event.ctrlKey || event.metaKey || event.altKey) || !mayMove(entity, by)) return
    event.preventDefault()
    event.stopPropagation()
    const from = this.#moveOn.get(row.id) ?? placeOf(entity, by, row)
    if (from !== null) void this.move(row, addDays(from, days))
  }

  async askDay(row: Row): Promise<void> {
    const { entity, by } = this.#host
    const chosen = await askFields({
      heading: t('Move “{name}”', { name: titleIn(entity, row) }),
      fields: [{ ...(fieldAt(entity, by) as FieldMeta), name: 'day', type: 'date', label: 'Day', required: true, readonly: false }],
      values: { day: placeOf(entity, by, row) },
      go: t('Move'),
      submit: async values => String(values.day),
    })
    if (chosen !== null) await this.move(row, chosen)
  }

  /** It stands there at once; where that is refused it goes back, with a sentence. */
  async move(row: Row, to: string): Promise<void> {
    const host = this.#host
    const { entity, by } = host
    const [from, name] = [placeOf(entity, by, row), titleIn(entity, row)]
    // Whoever moves it on while it is being saved means that too: it goes on from where it then stands.
    if (this.#busy.has(row.id)) return void this.#moveOn.set(row.id, to)
    if (!host.days || from === null || from === to) return
    const value = valueOn(entity, by, to, row[by])
    host.days = movedTo(host.days, { ...row, [by]: value }, from, to)
    this.#busy.add(row.id)
    void host.updateComplete.then(() => host.focusEntry(row.id))
    let saved: Row | null = null
    try {
      saved = await records.update(entity, row.id, { [by]: value }, row.version)
      // Whoever moves it again before all is read anew changes this version.
      host.days = renewed(host.days, { ...row, ...saved }, to)
      this.said = t('“{name}” moved to {column}.', { name, column: formatDate(to) })
      const [written, before] = [saved, row[by] ?? null]
      toast(this.said, { action: { label: t('Undo'), run: () => this.#undo(written, before) } })
    } catch (error) {
      host.days = movedTo(host.days, row, to, from)
      this.said = t('“{name}” stays in {column}.', { name, column: formatDate(from) })
      toast(`${this.said} ${sentenceOf(error)}`, { kind: 'problem' })
    }
    this.#busy.delete(row.id)
    const next = this.#moveOn.get(row.id)
    this.#moveOn.delete(row.id)
    if (next !== undefined && saved) return this.move({ ...row, ...saved }, next)
    await host.again()
    void host.updateComplete.then(() => host.focusEntry(row.id))
  }

  async #undo(saved: Row, value: Row[string]): Promise<void> {
    const { entity, by } = this.#host
    try {
      await records.update(entity, saved.id, { [by]: value ?? null }, saved.version)
    } catch (error) {
      toast(sentenceOf(error), { kind: 'problem' })
    }
    await this.#host.again()
  }

  #tell(change: () => void): void {
    change()
    this.#host.requestUpdate()
  }
}
