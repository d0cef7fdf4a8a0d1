import type { FieldMeta, Json, RelatedList } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { counted } from '../../data/counted.ts'
import { onChange } from '../../data/live.ts'
import { can, entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { createInDialog } from '../../fields/create-dialog.ts'
import { titlePath } from '../../fields/titles.ts'
import { formatNumber } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { type Choice, type Chosen, chosenAfter } from '../list/choosing.ts'
import { nothing as noTests } from '../list/conditions.ts'
import { drawingOf, recordHref } from '../list/drawing.ts'
import { type CellEdit, saveCell } from '../list/edit.ts'
import '../list/grid.ts'
import { embeddedColumns } from '../list/parts.ts'
import type { Wish } from '../list/sheet/writing.ts'
import { Source } from '../list/source.ts'
import { fieldsFor, type ListState, leadColumn, nothingGone } from '../list/state.ts'

/** So many lines show at once; more are scrolled to. */
const [mostLines, mostCards] = [10, 5]

/** Records of another entity that point to this one: looked at, added, changed in their cells and removed, as in their own list. */
class SgRelated extends LitElement {
  static override properties = {
    related: { attribute: false },
    entity: {},
    record: {},
    fixed: { type: Boolean },
    source: { state: true },
    chosen: { state: true },
    sort: { state: true },
    tick: { state: true },
    narrow: { state: true },
  }
  declare related: RelatedList
  /** The record they point at. */
  declare entity: string
  declare record: string
  /** They are looked at and not changed. */
  declare fixed: boolean
  declare source: Source | null
  declare chosen: Chosen
  declare sort: string
  declare tick: number
  declare narrow: boolean
  readonly #stops: (() => void)[] = []
  #later: ReturnType<typeof setTimeout> | undefined
  readonly #phone = matchMedia('(max-width: 700px)')

  constructor() {
    super()
    this.entity = ''
    this.record = ''
    this.fixed = false
    this.source = null
    this.chosen = new Map()
    this.sort = '-createdAt'
    this.tick = 0
    this.narrow = this.#phone.matches
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    header { display: flex; align-items: center; gap: 8px; min-block-size: var(--sg-control); margin-block-end: 6px; flex-wrap: wrap; }
    header h2 { flex: 1; margin: 0; display: flex; gap: 8px; align-items: baseline; font-size: var(--sg-text-md); font-weight: 600; } small { color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
    .grid { display: flex; border: 1px solid var(--sg-border); border-block-start: 0; border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; }
    p { margin: 0; padding: 12px 14px; color: var(--sg-text-2); border: 1px dashed var(--sg-border); border-radius: var(--sg-radius-lg); }
    @media print { .grid { block-size: auto !important; } header sangam-button { display: none; } }
  `,
  ]

  protected override render(): unknown {
    const { entity, label } = this.related
    const shape = entityMeta(entity)
    if (!shape) return nothing
    const heading = called(label ?? shape.plural)
    const count = this.source?.count?.count ?? 0
    const chosen = this.fixed ? 0 : this.chosen.size
    return html`<section aria-label=${heading}><header><h2>${heading}${count > 0 ? html`<small>${formatNumber(count)}</small>` : nothing}</h2>
      ${chosen > 0 && can(`${entity}:remove`) ? html`<sangam-button size="small" icon="remove" @click=${() => void this.#remove()}>${t('Remove {count}', { count: formatNumber(chosen) })}</sangam-button>` : nothing}
      ${!this.fixed && can(`${entity}:create`) ? html`<sangam-button size="small" icon="plus" @click=${() => void this.#add()}>${t('Add')}</sangam-button>` : nothing}</header>${this.#body(heading)}</section>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops.splice(0)) stop()
    clearTimeout(this.#later)
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const { related } = this
    const before = changed.get('related') as RelatedList | undefined
    const other = changed.has('related') && JSON.stringify(before) !== JSON.stringify(related)
    // In the order of its kind: the stages of a pipeline from the first on.
    if (other) this.sort = entityMeta(related.entity)?.sort[0] ?? '-createdAt'
    if (other || changed.has('record') || changed.has('sort')) this.#load()
  }

  /** What it shows is known once it is drawn: its code may have come after its place on the page. */
  protected override updated(): void {
    if (this.#stops.length > 0 || !this.isConnected) return
    const narrow = (): void => {
      this.narrow = this.#phone.matches
    }
    this.#phone.addEventListener('change', narrow)
    this.#stops.push(
      () => this.#phone.removeEventListener('change', narrow),
      onChange(this.related.entity, () => {
        clearTimeout(this.#later)
        this.#later = setTimeout(() => void this.source?.refresh(0, mostLines), 400)
      }),
    )
  }

  #body(heading: string): TemplateResult {
    const { source } = this
    if (source?.error) return html`<sangam-problem .error=${source.error} retry @retry=${() => this.#load()}></sangam-problem>`
    if (!source?.loaded) return html`<sangam-skeleton lines="2"></sangam-skeleton>`
    if (source.length === 0) return html`<p>${t('Nothing here yet.')}</p>`
    const { entity } = this.related
    const state = this.#state()
    const may = !this.fixed && can(`${entity}:update`)
    const columns = embeddedColumns(entity, state, may, sort => (this.sort = sort))
    return html`<div class="grid" style="block-size:${this.#height(source.length)}"><sangam-grid label=${heading} .source=${source} .columns=${columns} .drawing=${drawingOf(entity, state, null)} .chosen=${new Set(this.chosen.keys())}
      ?cards=${this.narrow} ?choosing=${!this.fixed && can(`${entity}:remove`)} ?fixed=${this.fixed} tick=${this.tick} foot=${counted(entity, source.count?.count ?? 0)}
      @open=${(event: CustomEvent<Row>) => go(recordHref(entity, event.detail.id, null))} @choose=${(event: CustomEvent<Choice>) => (this.chosen = chosenAfter(this.chosen, event.detail, source))}
      @edit=${(event: CustomEvent<CellEdit>) => void saveCell(this.#sheet(source), event.detail)} @cells=${(event: CustomEvent<Wish>) => void this.#write(source, event.detail)}></sangam-grid></div>`
  }

  /** As high as its lines, the head and the foot; what is longer is scrolled. */
  #height(lines: number): string {
    return this.narrow ? `${Math.min(lines, mostCards) * 68 + 2}px` : `calc(${Math.min(lines, mostLines)} * var(--sg-row, 38px) + 76px)`
  }

  #state(): ListState {
    const { entity, columns } = this.related
    const seen = columns.filter(path => fieldAt(entity, path) !== undefined)
    const paths = seen.length > 0 ? seen : [titlePath(entity)]
    return {
      columns: leadColumn(
        entity,
        paths.map(path => ({ path })),
      ),
      sort: [this.sort],
      where: noTests,
      search: '',
      group: [],
      measures: [],
      pinned: 1,
      colours: [],
      gone: nothingGone,
    }
  }

  #load(): void {
    const { entity, by } = this.related
    const field = fieldAt(entity, by)
    if (!field || this.record === '') return
    const paths = this.#state().columns.map(column => column.path)
    const fields = fieldsFor(entity, paths)
    const query = { entity, where: pointing(field, this.record), search: '', sort: [this.sort], fields, group: [], measures: [], split: [] }
    const source = new Source(query, () => this.tick++)
    this.source = source
    this.chosen = new Map()
    void source.load()
  }

  #sheet(source: Source) {
    const { entity } = this.related
    return { entity, source, told: () => this.tick++, again: () => source.refresh(0, mostLines) }
  }

  async #write(source: Source, wish: Wish): Promise<void> {
    const { writeCells } = await import('../list/sheet/writing.ts')
    await writeCells({ ...this.#sheet(source), paths: this.#state().columns.map(column => column.path) }, wish)
  }

  async #add(): Promise<void> {
    const { entity, by, columns } = this.related
    const field = fieldAt(entity, by)
    if (!field) return
    const made = await createInDialog(entity, '', { [by]: pointer(field, this.entity, this.record) }, { also: columns, settled: by })
    if (!made) return
    toast(t('Saved.'), { action: { label: t('Open'), run: () => go(recordHref(entity, made.id, null)) } })
    await this.source?.refresh(0, mostLines)
  }

  async #remove(): Promise<void> {
    const { entity } = this.related
    const rows = [...this.chosen.values()].filter(row => row !== null)
    const question = t('{what} will go to the bin.', { what: counted(entity, rows.length) })
    if (rows.length > 1 && !(await confirm(question, { heading: t('Remove them?'), go: t('Remove'), danger: true }))) return
    const again = async (): Promise<void> => this.source?.refresh(0, mostLines)
    const undo = async (): Promise<void> => {
      await records.batch(rows.map(({ id }) => ({ entity, verb: 'restore', id }))).catch(toastProblem)
      await again()
    }
    try {
      await records.batch(rows.map(({ id, version }) => ({ entity, verb: 'remove', id, version })))
      this.chosen = new Map()
      const said = t('{count, plural, one {# record} other {# records}} removed.', { count: rows.length })
      toast(said, entityMeta(entity)?.bin ? { action: { label: t('Undo'), run: undo } } : {})
    } catch (error) {
      toastProblem(error)
    }
    await again()
  }
}
customElements.define('sangam-related', SgRelated)

/** The records that point at one by a field. */
function pointing(field: FieldMeta, record: string): object {
  if (field.type === 'oneOf') return { [`${field.name}.id`]: record }
  return { [field.name]: field.type === 'references' ? { contains: record } : record }
}

/** The value by which a field points at one record. */
function pointer(field: FieldMeta, entity: string, record: string): Json {
  if (field.type === 'oneOf') return { entity, id: record }
  return field.type === 'references' ? [record] : record
}
