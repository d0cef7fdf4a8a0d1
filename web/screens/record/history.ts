import type { EntityMeta, FieldMeta, HistoryEntry, Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { takeBack } from '../../data/bulk.ts'
import { ask } from '../../data/client.ts'
import { entityMeta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { fieldDisplay } from '../../fields/index.ts'
import { dayOf, formatInstant, formatRelative } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { same } from './draft.ts'

type Entry = HistoryEntry<Row>
type Line = { readonly id?: string; readonly [field: string]: Json | undefined }

/** Who changed what and when, from the newest. Reads itself anew when `version` moves. */
class SgHistory extends LitElement {
  static override properties = {
    entity: {},
    record: {},
    version: { type: Number },
    asOf: {},
    fixed: { type: Boolean },
    entries: { state: true },
    error: { state: true },
    open: { state: true },
  }
  declare entity: string
  declare record: string
  declare version: number
  /** The moment that is shown beside it; empty for the present one. In the past nothing is taken back. */
  declare asOf: string
  /** Nothing is taken back from here: the record lies in the bin. */
  declare fixed: boolean
  declare entries: readonly Entry[] | null
  declare error: unknown
  declare open: number

  constructor() {
    super()
    this.asOf = ''
    this.fixed = false
    this.entries = null
    this.error = null
    this.open = 30
  }

  static override styles = [
    base,
    css`
    :host { display: block; padding-block: 12px; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { position: relative; display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 10px; padding-block-end: 16px; }
    li:not(:last-child)::before { content: ''; position: absolute; inset: 28px auto 4px 12.5px; inline-size: 1px; background: var(--sg-border); }
    b { font-weight: 550; } small { color: var(--sg-text-2); font-size: var(--sg-text-xs); display: block; }
    dl { margin: 5px 0 0; display: grid; gap: 4px; font-size: var(--sg-text-sm); } dl div { overflow-wrap: anywhere; } dt { display: inline; color: var(--sg-text-2); } dd { display: inline; margin: 0; } dd a { text-decoration: underline; }
    li[aria-current] b { color: var(--sg-accent-text); }
    del { color: var(--sg-text-2); text-decoration-color: var(--sg-text-3); } .arrow { --sg-icon: 10px; color: var(--sg-text-3); margin-inline: 3px; }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('record') || changed.has('version')) void this.#load()
  }

  protected override render(): unknown {
    if (this.error) return html`<sg-problem .error=${this.error} retry @retry=${() => void this.#load()}></sg-problem>`
    const shape = entityMeta(this.entity)
    if (!this.entries || !shape) return html`<sg-skeleton lines="4"></sg-skeleton>`
    return html`<ol>${this.entries.slice(0, this.open).map(entry => this.#entry(shape, entry))}</ol>
      ${this.entries.length > this.open ? html`<sg-button size="small" @click=${() => (this.open += 50)}>${t('Show older')}</sg-button>` : nothing}`
  }

  #entry(shape: EntityMeta, entry: Entry): TemplateResult {
    const who = entry.by?.name ?? t('The system')
    const changes =
      entry.verb === 'update' || entry.verb === 'create'
        ? Object.entries(entry.changes).flatMap(([name, change]) => (shape.fields[name] ? [changeOf(shape.fields[name], change, entry.verb === 'create')] : []))
        : []
    const looking = this.fixed || this.asOf !== ''
    const menu = looking ? [] : this.#menu(shape, entry)
    return html`<li aria-current=${entry === this.#shown() ? 'true' : nothing}><sg-avatar name=${who} size="26"></sg-avatar><div><b>${who}</b> ${said(entry)}<small><time title=${formatInstant(entry.at)}>${formatRelative(entry.at)}</time>${originOf(entry.origin)}${entry.batch ? html` · ${t('with others')}` : nothing}${entry.reason ? html` · ${t(entry.reason)}` : nothing}</small>
      ${changes.length > 0 ? html`<dl>${changes}</dl>` : nothing}</div>
      ${menu.length > 0 ? html`<sg-menu end .items=${menu} label=${t('This version')}><sg-button slot="opener" size="small" kind="quiet" icon="history" label=${t('This version')}></sg-button></sg-menu>` : nothing}
      ${looking && entry.verb !== 'remove' ? html`<sg-button size="small" kind="quiet" icon="eye" label=${t('See it as it was')} href=${this.#then(entry)}></sg-button>` : nothing}</li>`
  }

  #then(entry: Entry): string {
    return `/record/${this.entity}/${this.record}?asOf=${entry.at}`
  }

  /** The change after which the record was as it is shown. */
  #shown(): Entry | undefined {
    const { asOf } = this
    return asOf === '' ? undefined : this.entries?.find(entry => (asOf.includes('T') ? Date.parse(entry.at) <= Date.parse(asOf) : dayOf(entry.at) <= asOf))
  }

  /** The way back from a change: of it alone, to how the record was after it, or of all that was changed with it. */
  #menu(shape: EntityMeta, entry: Entry): readonly MenuItem[] {
    const newest = this.entries?.[0]?.version === entry.version
    const { batch } = entry
    const see = { label: t('See it as it was'), icon: 'eye', run: () => void go(this.#then(entry)) }
    const looked = newest || entry.verb === 'remove' ? [] : [see]
    if (!shape.verbs.includes('update')) return looked
    return [
      ...looked,
      { label: t('Take this change back'), icon: 'undo', run: () => this.#go('undo', entry.version) },
      ...(newest || entry.verb === 'remove' ? [] : [{ label: t('Make it as it was then'), icon: 'history', run: () => this.#go('restore', entry.version) }]),
      ...(batch ? [{ label: t('Take back all that was changed with it'), icon: 'undo', run: () => this.#all(batch) }] : []),
    ]
  }

  async #go(how: 'undo' | 'restore', version: number): Promise<void> {
    try {
      await ask(`/api/records/${this.entity}/${this.record}/${how}`, { method: 'POST', body: { version } })
      toast(t('Taken back.'))
    } catch (error) {
      toastProblem(error)
    }
    await this.#load()
  }

  async #all(batch: string): Promise<void> {
    if (
      !(await confirm(t('Every record that was changed with it goes back, where nobody has changed the same since.'), {
        heading: t('Take all of it back?'),
        go: t('Take back'),
      }))
    )
      return
    await takeBack(batch)
    await this.#load()
  }

  async #load(): Promise<void> {
    try {
      this.entries = await records.history(this.entity, this.record)
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sg-history', SgHistory)

function said(entry: Entry): string {
  switch (entry.verb) {
    case 'create':
      return t('made it')
    case 'remove':
      return t('removed it')
    case 'restore':
      return t('put it back')
    default:
      return t('changed it')
  }
}

function originOf(origin: string): string {
  const words: { readonly [origin: string]: string } = {
    api: t('by a program'),
    automation: t('by an automation'),
    agent: t('by an agent'),
    import: t('by an import'),
    job: t('by a job'),
    action: t('by an action'),
    event: t('by a rule'),
    seed: t('as sample data'),
    cli: t('on the command line'),
  }
  return words[origin] ? ` · ${words[origin]}` : ''
}

function changeOf(field: FieldMeta, change: { readonly from: Json; readonly to: Json }, made: boolean): TemplateResult {
  const label = html`<dt>${t(field.label)}:</dt>`
  if (field.type === 'lines') return html`<div>${label} <dd>${linesSaid(change.from, change.to)}</dd></div>`
  const to = valueSaid(field, change.to)
  if (made || change.from === null) return html`<div>${label} <dd>${to}</dd></div>`
  return html`<div>${label} <dd><del>${valueSaid(field, change.from)}</del><sg-icon class="arrow" name="right" label=${t('to')}></sg-icon>${to}</dd></div>`
}

function valueSaid(field: FieldMeta, value: Json): unknown {
  if (field.type === 'text' && typeof value === 'string' && value.length > 160) return `${value.slice(0, 160)}…`
  return fieldDisplay(field, value) || html`<span class="quiet">${t('empty')}</span>`
}

/** Lines are told by number: what was added, taken out and changed. */
function linesSaid(from: Json, to: Json): string {
  const [before, after] = [linesById(from), linesById(to)]
  const added = [...after.keys()].filter(id => !before.has(id)).length
  const removed = [...before.keys()].filter(id => !after.has(id)).length
  const changed = [...after].filter(([id, line]) => before.has(id) && !same(before.get(id) as Json, line as Json)).length
  const parts = [
    added > 0 ? t('{count, plural, one {# line} other {# lines}} added', { count: added }) : '',
    removed > 0 ? t('{count, plural, one {# line} other {# lines}} taken out', { count: removed }) : '',
    changed > 0 ? t('{count, plural, one {# line} other {# lines}} changed', { count: changed }) : '',
  ]
  return parts.filter(Boolean).join(', ') || t('put in another order')
}

function linesById(value: Json): ReadonlyMap<string, Line> {
  const lines = Array.isArray(value) ? (value as unknown as readonly Line[]) : []
  return new Map(lines.map((line, at) => [line.id ?? String(at), line]))
}
