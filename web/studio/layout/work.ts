import type { EntityMeta, FormScreen } from '@sangam/sdk'
import { fieldAt } from '../../data/meta.ts'
import { layoutOf } from '../../screens/record/layout.ts'
import { t } from '../../shell/words.ts'
import { toast } from '../../ui/toast.ts'
import { columnsOf } from '../fields/placing.ts'
import { nameFrom } from '../model/names.ts'
import type { OwnForm } from '../model/shown.ts'
import { keep, type Studio, studioStore } from '../model/store.ts'
import { Arrangement, type Moment } from './arrangement.ts'
import type { Wish } from './canvas.ts'
import type { Held, Place } from './held.ts'
import type { Part } from './palette.ts'
import { layoutKept } from './roles.ts'
import { blockOf, changed, flanked, moved, nearest, put, type Row, type Rows, removed, row, stepped } from './rows.ts'
import { fieldSaid, placeSaid, rowSaid } from './said.ts'

interface Host {
  readonly entity: string
  /** The role whose page is arranged; null for everyone's. */
  readonly ofRole: string | null
  requestUpdate(): void
  /** The part that has just moved, or the one where one was taken out. */
  focusOn(key: string): void
}

/** The page that is being arranged, and what can be done with it: each step is said, and can be taken back. */
export class LayoutWork {
  /** The part that is chosen. */
  chosen = ''
  /** The tab that the page shows. */
  tab = ''
  /** What is said to those who can't see it. */
  spoken = ''
  /** As it is being arranged; null while nothing was touched. */
  #work: Arrangement | null = null
  #read: { readonly of: unknown; readonly role: string | null; readonly arrangement: Arrangement } | null = null
  #drawn: { readonly moment: Moment; readonly form: FormScreen } | null = null

  constructor(readonly host: Host) {}

  get changed(): boolean {
    return this.#work?.changed ?? false
  }

  get rows(): Rows {
    return studioStore.value ? this.now(studioStore.value).now.rows : []
  }

  now(studio: Studio): Arrangement {
    if (this.#work) return this.#work
    if (this.#read?.of !== studio.model || this.#read.role !== this.host.ofRole)
      this.#read = { of: studio.model, role: this.host.ofRole, arrangement: Arrangement.of(this.#formOf(studio)) }
    return this.#read.arrangement
  }

  /** Of the role, or everyone's; an entity that nobody arranged shows its fields in their order. */
  #formOf({ model }: Studio): OwnForm {
    const { forms, layouts } = model.screens
    const role = this.host.ofRole
    const form = (role === null ? undefined : layouts[this.host.entity]?.find(one => one.role === role)) ?? forms[this.host.entity]
    return form ? bare(form) : plain(model.shapes[this.host.entity])
  }

  /** What the plugin brings; null where it brings none. */
  built(): OwnForm | null {
    const built = studioStore.value?.model.screens.built
    const form = this.host.ofRole === null ? built?.forms[this.host.entity] : built?.layouts[this.host.entity]?.find(one => one.role === this.host.ofRole)
    return form ? bare(form) : null
  }

  form(work: Arrangement): FormScreen {
    if (this.#drawn?.moment !== work.now) this.#drawn = { moment: work.now, form: { kind: 'form', entity: this.host.entity, ...work.form } }
    return this.#drawn.form
  }

  #step(changes: Partial<Moment>): boolean {
    const studio = studioStore.value
    if (!studio) return false
    const before = this.now(studio)
    const next = before.with(changes)
    this.#work = next
    this.host.requestUpdate()
    return next !== before
  }

  /** What was moved is said, shown and in focus where it now stands. */
  #place(rows: Rows, key: string): void {
    const moves = this.#step({ rows })
    this.choose(key)
    this.spoken = moves ? placeSaid(this.host.entity, rows, key) : t('It can go no further.')
    this.host.focusOn(key)
  }

  choose(key: string): void {
    this.chosen = key
    const rows = this.rows
    const at = rows.findIndex(one => one.key === key)
    const tab = rows.slice(0, at + 1).findLast(one => one.kind === 'tab')
    if (tab?.kind === 'tab') this.tab = tab.name
    this.host.requestUpdate()
  }

  /** Nothing is chosen any more. */
  letGo(): void {
    this.chosen = ''
    this.host.requestUpdate()
  }

  /** What is said of the chosen part is another now. */
  set(key: string, to: object): void {
    this.#step({ rows: changed(this.rows, key, to) })
  }

  wish(key: string, wish: Wish): void {
    const rows = this.rows
    if (wish === 'remove') this.#remove(key)
    else if (wish === 'up' || wish === 'down') this.#place(stepped(rows, key, wish === 'up' ? -1 : 1), key)
    else this.#place(flanked(rows, key, wish === 'beside'), key)
  }

  #remove(key: string): void {
    const rows = this.rows
    const at = rows.findIndex(one => one.key === key)
    const one = rows[at]
    if (!one) return
    const next = removed(rows, key)
    this.#step({ rows: next })
    this.spoken = t('{what} is taken out.', { what: rowSaid(this.host.entity, one) })
    this.#focusNear(next, at)
  }

  hide(one: Row): void {
    if (one.kind !== 'field') return
    const rows = this.rows
    const at = rows.indexOf(one)
    const next = removed(rows, one.key)
    this.#step({ rows: next, hidden: [...this.#hidden(), one.field] })
    this.spoken = t('{what} is left out on purpose.', { what: fieldSaid(this.host.entity, one.field) })
    this.#focusNear(next, at)
  }

  show(field: string): void {
    this.#step({ hidden: this.#hidden().filter(name => name !== field) })
    this.spoken = t('{what} comes last until it is placed.', { what: fieldSaid(this.host.entity, field) })
  }

  #hidden(): readonly string[] {
    return studioStore.value ? this.now(studioStore.value).now.hidden : []
  }

  #focusNear(rows: Rows, at: number): void {
    const next = rows[Math.min(at, rows.length - 1)]
    if (!next) return
    this.choose(next.key)
    this.host.focusOn(next.key)
  }

  /** Where what is dragged may stand, nearest to where a hand is. */
  allowed(held: Held, place: Place): Place | null {
    const at = nearest(this.rows, held.kind, place.at)
    return at === -1 ? null : { at, beside: place.beside && held.kind === 'field' && at === place.at }
  }

  /** Let go outside of the page, what stood on it is taken out. */
  drop(held: Held, place: Place | null): void {
    if (!place) {
      if (held.key !== null) this.#remove(held.key)
      return
    }
    const block = held.key === null ? this.#made(held) : []
    const rows = held.key === null ? put(this.rows, block, place.at) : moved(this.rows, held.key, place.at)
    const key = held.key ?? block[0]?.key ?? ''
    this.#place(held.kind === 'field' ? flanked(rows, key, place.beside) : rows, key)
  }

  /** From the palette: behind what is chosen, or as the last that may stand there. */
  put(part: Part): void {
    const rows = this.rows
    const foot = rows.findIndex(one => one.kind === 'foot')
    const chosen = rows.findIndex(one => one.key === this.chosen)
    const after = chosen === -1 ? foot : part.kind === 'field' || part.kind === 'related' ? chosen + 1 : chosen + blockOf(rows, this.chosen).length
    const block = this.#made({ ...part, key: null })
    this.#place(put(rows, block, after), block[0]?.key ?? '')
  }

  /** New rows for what the palette has: a tab comes with a section. */
  #made(held: Held): Rows {
    const rows = this.rows
    const section = row({
      kind: 'section' as const,
      label: t('Section {number}', { number: rows.filter(one => one.kind === 'section').length + 1 }),
      columns: 1 as const,
    })
    if (held.kind === 'section') return [section]
    if (held.kind === 'field') return [row({ kind: 'field' as const, field: held.what, beside: false })]
    if (held.kind === 'related') {
      const [entity = '', by = ''] = held.what.split(':')
      const listed = columnsOf(entity).filter(path => path !== by && fieldAt(entity, path) !== undefined)
      return [row({ kind: 'related' as const, list: { entity, by, columns: listed.slice(0, 4) } })]
    }
    const tabs = rows.flatMap(one => (one.kind === 'tab' ? [one.name] : []))
    const label = t('Tab {number}', { number: tabs.length + 1 })
    return [row({ kind: 'tab' as const, name: nameFrom(label, new Set(tabs), 'camel', 'tab'), label }), { ...section, label: '' }]
  }

  undo(): void {
    if (!this.#work?.undoable) return
    this.#work = this.#work.undo()
    this.spoken = t('Taken back.')
    this.host.requestUpdate()
  }

  redo(): void {
    if (!this.#work?.redoable) return
    this.#work = this.#work.redo()
    this.spoken = t('Done again.')
    this.host.requestUpdate()
  }

  back(): void {
    const studio = studioStore.value
    if (!studio) return
    const everyone = studio.model.screens.forms[this.host.entity]
    const form = this.built() ?? (this.host.ofRole !== null && everyone ? bare(everyone) : plain(studio.model.shapes[this.host.entity]))
    this.#work = this.now(studio).back(form)
    this.spoken = t('The page is as it was before anybody arranged it. Keep it, or take it back.')
    this.host.requestUpdate()
    toast(this.spoken)
  }

  leave(): void {
    this.#work = null
    this.chosen = ''
    this.host.requestUpdate()
  }

  async keep(work: Arrangement): Promise<void> {
    const { model } = studioStore.value ?? {}
    if (model && (await keep(layoutKept(model, this.host.entity, this.host.ofRole, work.now.built ? null : work.form)))) this.leave()
  }
}

function bare({ kind: _, entity: __, role: ___, ...form }: FormScreen): OwnForm {
  return form
}

/** The fields of an entity that nobody arranged, as its page shows them. */
function plain(shape: EntityMeta | undefined): OwnForm {
  if (!shape) return { sections: [] }
  const groups = layoutOf(shape, undefined).above.flatMap(section => section.groups)
  return { sections: [{ fields: groups.map(group => group.map(field => field.name)) }] }
}
