import type { EntityMeta, FieldMeta, HistoryEntry, Json } from '@sangam/sdk'
import { css, html, type TemplateResult } from 'lit'
import { takeBack } from '../../data/bulk.ts'
import { ask } from '../../data/client.ts'
import type { Row } from '../../data/records.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { confirm } from '../../ui/dialog.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { same } from './draft.ts'
import { heldSaid } from './held.ts'

type Entry = HistoryEntry<Row>
type Line = { readonly id?: string; readonly [field: string]: Json | undefined }

export const changeStyles = css`
    dl { margin: 5px 0 0; display: grid; gap: 4px; font-size: var(--sg-text-sm); } dl div { overflow-wrap: anywhere; } dt { display: inline; color: var(--sg-text-2); } dd { display: inline; margin: 0; } dd a { text-decoration: underline; }
    del { color: var(--sg-text-2); text-decoration-color: var(--sg-text-3); } .arrow { --sg-icon: 10px; color: var(--sg-text-3); margin-inline: 3px; }
`

/** What a change changed, field by field. */
export function changesOf(shape: EntityMeta, entry: Pick<Entry, 'verb' | 'changes'>): TemplateResult[] {
  if (entry.verb !== 'update' && entry.verb !== 'create') return []
  return Object.entries(entry.changes).flatMap(([name, change]) => (shape.fields[name] ? [changeOf(shape.fields[name], change, entry.verb === 'create')] : []))
}

/** The record as it was after a change. */
export function thenOf(shape: EntityMeta, record: string, entry: Entry): string {
  return `/record/${shape.name}/${record}?asOf=${entry.at}`
}

/** The way back from a change: of it alone, to how the record was after it, or of all that was changed with it. */
export function versionMenu(shape: EntityMeta, record: string, entry: Entry, newest: boolean, done: () => void): readonly MenuItem[] {
  const { batch } = entry
  const see = { label: t('See it as it was'), icon: 'eye', run: () => void go(thenOf(shape, record, entry)) }
  const looked = newest || entry.verb === 'remove' ? [] : [see]
  if (!shape.verbs.includes('update')) return looked
  const back = (how: 'undo' | 'restore') => () => goBack(`/api/records/${shape.name}/${record}/${how}`, entry.version).then(done)
  return [
    ...looked,
    { label: t('Take this change back'), icon: 'undo', run: back('undo') },
    ...(newest || entry.verb === 'remove' ? [] : [{ label: t('Make it as it was then'), icon: 'history', run: back('restore') }]),
    ...(batch ? [{ label: t('Take back all that was changed with it'), icon: 'undo', run: () => allBack(batch).then(done) }] : []),
  ]
}

async function goBack(path: string, version: number): Promise<void> {
  try {
    await ask(path, { method: 'POST', body: { version } })
    toast(t('Taken back.'))
  } catch (error) {
    toastProblem(error)
  }
}

async function allBack(batch: string): Promise<void> {
  const text = t('Every record that was changed with it goes back, where nobody has changed the same since.')
  if (await confirm(text, { heading: t('Take all of it back?'), go: t('Take back') })) await takeBack(batch)
}

/** What someone did, behind their name. */
export function said(entry: Entry): string {
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

/** Through what it came, where nobody did it by hand. */
function originOf({ origin, program }: Pick<Entry, 'origin' | 'program'>): string {
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
  return [words[origin], program].flatMap(said => (said ? [` · ${said}`] : [])).join('')
}

/** How it came about, behind who did it: through what, whether with others, and why. What is called `Seed leads.sample` says nothing to whoever reads here. */
export function cameAbout(entry: Pick<Entry, 'origin' | 'program' | 'batch' | 'reason'>): string {
  const why = entry.reason && entry.origin !== 'seed' ? called(entry.reason) : null
  return originOf(entry) + [entry.batch ? t('with others') : null, why].flatMap(said => (said ? [` · ${said}`] : [])).join('')
}

function changeOf(field: FieldMeta, change: { readonly from: Json; readonly to: Json }, made: boolean): TemplateResult {
  const label = html`<dt>${called(field.label)}:</dt>`
  if (field.type === 'lines') return html`<div>${label} <dd>${linesSaid(change.from, change.to)}</dd></div>`
  const to = valueSaid(field, change.to)
  if (made || change.from === null) return html`<div>${label} <dd>${to}</dd></div>`
  return html`<div>${label} <dd><del>${valueSaid(field, change.from)}</del><sangam-icon class="arrow" name="right" label=${t('to')}></sangam-icon>${to}</dd></div>`
}

function valueSaid(field: FieldMeta, value: Json): unknown {
  if (field.type === 'text' && typeof value === 'string' && value.length > 160) return `${value.slice(0, 160)}…`
  return heldSaid(field, value) || html`<span class="quiet">${t('empty')}</span>`
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
