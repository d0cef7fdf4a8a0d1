import type { FieldMeta } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { sentenceOf } from '../data/client.ts'
import { counted } from '../data/counted.ts'
import { entityMeta, fieldAt, meta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { askFields } from '../fields/ask-fields.ts'
import { titleIn, titlePath } from '../fields/titles.ts'
import { formatNumber } from '../shell/format.ts'
import { Kept } from '../shell/kept-place.ts'
import { go } from '../shell/router.ts'
import { called, t } from '../shell/words.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toast } from '../ui/toast.ts'
import { cellOf, isRight } from './list/cells.ts'
import { pathLabel } from './list/conditions.ts'
import { recordHref } from './list/drawing.ts'
import { sortPath } from './list/paths.ts'
import { fieldsFor } from './list/state.ts'
import { footSums } from './list/totals.ts'
import { Branches } from './tree/branches.ts'
import { Found, mostFound } from './tree/found.ts'
import type { TreeLines, TreeQuery } from './tree/lines.ts'
import type { SgTreeSheet, TreeColumn, TreeMove } from './tree/sheet.ts'
import './tree/sheet.ts'
import type { Definition } from './view/definition.ts'
import { treeFields } from './view/kinds.ts'
import { ViewScreen } from './view/screen.ts'

/** Records under the records they belong to: opened branch by branch, moved under others; what is searched for stands under all it belongs to. */
class SgTreeScreen extends ViewScreen {
  static override properties = {
    ...ViewScreen.properties,
    lines: { state: true },
    tick: { state: true },
    foot: { state: true },
    choosing: { state: true },
  }
  declare lines: TreeLines | null
  declare tick: number
  declare foot: SgTreeSheet['foot']
  declare choosing: boolean
  readonly kind = 'tree'
  protected readonly settings = ['by', 'columns', 'sort']
  readonly #kept = new Kept(this, () => (this.lines instanceof Branches ? this.lines.openIds : null))
  #asked = ''
  #at: Row | null = null
  #summing: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.lines = null
    this.tick = 0
    this.foot = null
    this.choosing = false
  }

  protected usual(): Definition {
    const columns = meta().lists.find(list => list.entity === this.entity)?.columns ?? []
    return { by: treeFields(this.entity)[0]?.name, columns: columns.filter(path => path !== titlePath(this.entity)), sort: entityMeta(this.entity)?.sort ?? [] }
  }

  protected async read(latest: () => boolean): Promise<void> {
    const [query, { where, search }] = [this.#query, this.asked]
    const asked = JSON.stringify([query, where, search])
    const same = this.lines !== null && asked === this.#asked
    const told = (): void => void this.tick++
    const whole = Object.keys(where).length === 0 && search === ''
    const lines =
      same && this.lines
        ? this.lines
        : whole
          ? new Branches(query, told)
          : new Found(query, { where, search, ...(query.asOf !== undefined && { asOf: query.asOf }) }, told)
    const [from, to] = this.#sheet()?.window ?? [0, 60]
    await (same ? lines.refresh(from, to) : lines.need(0, 60))
    const open = this.#kept.take()
    if (open && lines instanceof Branches) await lines.openAgain(open)
    if (!latest()) return
    if (lines.error) throw lines.error
    this.lines = lines
    this.#asked = asked
    this.#sum(this.#at)
  }

  protected tools(): TemplateResult {
    const trees = treeFields(this.entity)
    const [sorted] = this.#query.sort
    return html`${trees.length > 1 ? html`<select aria-label=${t('Tree')} @change=${(event: Event) => this.change({ by: (event.target as HTMLSelectElement).value })}>${trees.map(field => html`<option value=${field.name} ?selected=${field.name === this.#by}>${pathLabel(this.entity, field.name)}</option>`)}</select>` : nothing}
      <sangam-menu .items=${this.#sortItems()} label=${t('Sort')}><sangam-button slot="opener" icon="sort" kind="quiet">${sorted ? pathLabel(this.entity, sorted.replace(/^-/, '')) : t('Sort')}</sangam-button></sangam-menu>
      <sangam-button icon="columns" kind="quiet" @click=${() => this.#choose()}>${t('Columns')}</sangam-button>`
  }

  protected override moreItems(): readonly MenuItem[] {
    return [{ label: t('Close all branches'), icon: 'up', run: () => this.lines?.closeAll() }]
  }

  protected body(): TemplateResult {
    const { lines } = this
    if (!lines) return html`${this.error ? nothing : html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`}`
    const asked = lines instanceof Found
    if (lines.length === 0)
      return html`<div class="empty"><sangam-empty icon="tree" heading=${asked ? t('Nothing fits') : t('No {entities} yet', { entities: called(entityMeta(this.entity)?.plural ?? '') })} text=${asked ? t('No record answers to this search and filter.') : ''}></sangam-empty></div>`
    const cut = asked && lines.count > mostFound
    return html`${cut ? html`<p class="note" role="status">${t('Only the first {limit} of what was found is shown. A narrower search or filter shows the rest.', { limit: formatNumber(mostFound) })}</p>` : nothing}
      <sangam-tree-sheet entity=${this.entity} by=${this.#by} .lines=${lines} .columns=${this.#columns()} .cell=${(row: Row, path: string) => cellOf(this.entity, path, row)} .items=${(row: Row) => this.#items(row)} .foot=${this.foot} .asOf=${this.asOf} ?narrow=${this.narrow} ?movable=${this.#movable} tick=${this.tick} label=${called(entityMeta(this.entity)?.plural ?? '')}
        @open=${({ detail }: CustomEvent<Row>) => go(recordHref(this.entity, detail.id, this.asOf))} @move=${({ detail }: CustomEvent<TreeMove>) => this.#move(detail)} @at=${({ detail }: CustomEvent<Row | null>) => this.#sum(detail)}></sangam-tree-sheet>
      ${this.choosing ? html`<sangam-columns entity=${this.entity} .paths=${this.#columns().map(column => column.path)} @change=${(event: CustomEvent<readonly string[]>) => this.change({ columns: event.detail })} @close=${() => (this.choosing = false)}></sangam-columns>` : nothing}`
  }

  get #by(): string {
    const fields = treeFields(this.entity)
    return (fields.find(field => field.name === this.shown.by) ?? (fields[0] as FieldMeta)).name
  }

  get #movable(): boolean {
    const field = fieldAt(this.entity, this.#by)
    return this.asOf === null && field !== undefined && !field.readonly && !field.computed && (entityMeta(this.entity)?.verbs.includes('update') ?? false)
  }

  get #query(): TreeQuery {
    const { entity, asOf } = this
    const { sort } = this.shown
    const columns = this.#columns().map(column => column.path)
    const known = Array.isArray(sort)
      ? sort.filter((path): path is string => typeof path === 'string' && fieldAt(entity, path.replace(/^-/, '')) !== undefined)
      : []
    return {
      entity,
      by: this.#by,
      sort: known,
      fields: [...new Set([titlePath(entity), this.#by, ...fieldsFor(entity, columns)])],
      ...(asOf !== null && { asOf }),
    }
  }

  #columns(): readonly TreeColumn[] {
    const { columns } = this.shown
    const known = Array.isArray(columns) ? columns.filter((path): path is string => typeof path === 'string' && fieldAt(this.entity, path) !== undefined) : []
    return known
      .filter(path => path !== titlePath(this.entity) && path !== this.#by)
      .map(path => ({ path, label: pathLabel(this.entity, path), right: isRight(fieldAt(this.entity, path)) }))
  }

  #sortItems(): readonly MenuItem[] {
    const [now = ''] = this.#query.sort
    const by = now.replace(/^-/, '')
    const fields = Object.values(entityMeta(this.entity)?.fields ?? {}).filter(field => field.sortable)
    return [
      { label: t('Smallest first'), checked: now !== '' && !now.startsWith('-'), disabled: by === '', run: () => this.change({ sort: [by] }) },
      { label: t('Largest first'), checked: now.startsWith('-'), disabled: by === '', run: () => this.change({ sort: [`-${by}`] }) },
      'line',
      ...fields
        .map(field => sortPath(this.entity, field.name))
        .map(path => ({ label: pathLabel(this.entity, path), checked: path === by, run: () => this.change({ sort: [path] }) })),
    ]
  }

  #items(row: Row): readonly MenuItem[] {
    const name = titleIn(this.entity, row)
    const makes = this.asOf === null && (entityMeta(this.entity)?.verbs.includes('create') ?? false)
    return [
      { label: t('Open'), icon: 'open', href: recordHref(this.entity, row.id, this.asOf) },
      ...(makes
        ? [{ label: t('New below “{name}”', { name }), icon: 'plus', href: `/new/${this.entity}?${new URLSearchParams({ [this.#by]: row.id })}` }]
        : []),
      ...(this.#movable ? [{ label: t('Move under another…'), icon: 'tree', run: () => this.#ask(row) }] : []),
    ]
  }

  /** Asks what a record is to stand under; what the server refuses is said at the field. */
  async #ask(row: Row): Promise<void> {
    const [{ entity }, by] = [this, this.#by]
    const saved = await askFields({
      heading: t('Move “{name}”', { name: titleIn(entity, row) }),
      entity,
      fields: [fieldAt(entity, by) as FieldMeta],
      values: row,
      go: t('Move'),
      submit: values => records.update(entity, row.id, { [by]: values[by] ?? null }, row.version),
    })
    if (saved) await this.#moved(row, saved)
  }

  async #move({ row, to }: TreeMove): Promise<void> {
    if ((row[this.#by] ?? null) === to) return
    try {
      await this.#moved(row, await records.update(this.entity, row.id, { [this.#by]: to }, row.version))
    } catch (error) {
      toast(sentenceOf(error), { kind: 'problem' })
      await this.refresh()
    }
  }

  async #moved(row: Row, saved: Row): Promise<void> {
    const by = this.#by
    const back = async (): Promise<void> => {
      await records
        .update(this.entity, row.id, { [by]: row[by] ?? null }, saved.version)
        .catch((error: unknown) => toast(sentenceOf(error), { kind: 'problem' }))
      await this.refresh()
    }
    await this.refresh()
    const to = saved[by]
    const lines = this.lines
    // Where it is now can be seen.
    if (lines && typeof to === 'string' && !lines.at(lines.indexOf(to))?.open) await lines.toggle(to)
    toast(t('“{name}” is moved.', { name: titleIn(this.entity, row) }), { action: { label: t('Undo'), run: back } })
    await this.updateComplete
    this.#sheet()?.focusRow(row.id)
  }

  /** What all that stands below the record one is on adds up to. */
  #sum(row: Row | null): void {
    this.#at = row
    clearTimeout(this.#summing)
    if (!row) {
      this.foot = null
      return
    }
    this.#summing = setTimeout(async () => {
      const { entity, asOf } = this
      const query = { where: { [this.#by]: { under: row.id } }, search: '', ...(asOf !== null && { asOf }) }
      const columns = this.#columns().map(column => column.path)
      const [[all], sums] = await Promise.all([records.group(entity, { ...query, measures: ['count'] }), footSums(entity, columns, query)]).catch(
        () => [[], new Map<string, string>()] as const,
      )
      if (this.#at !== row) return
      const count = Number(all?.count ?? 0)
      const name = titleIn(entity, row)
      const words = count > 0 ? t('{what} in all below “{name}”', { what: counted(entity, count), name }) : ''
      this.foot = { words, sums }
    }, 250)
  }

  async #choose(): Promise<void> {
    await import('./list/columns.ts')
    this.choosing = true
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#summing)
  }

  #sheet(): SgTreeSheet | null {
    return this.renderRoot?.querySelector<SgTreeSheet>('sangam-tree-sheet') ?? null
  }
}
customElements.define('sangam-tree-screen', SgTreeScreen)
