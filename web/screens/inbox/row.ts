import type { WorkItem } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { optionOf } from '../../fields/options.ts'
import { dayOf, formatDay, formatInstant, formatRelative, today } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import type { VerdictOn } from '../approvals/decide.ts'
import { inHours, nextWeek, tomorrow } from './times.ts'

/** What can be done with something in the work list. */
export interface Ways {
  readonly open: () => void
  readonly done: () => Promise<void>
  readonly decide: (verdict: VerdictOn) => Promise<void>
  readonly handOver: () => Promise<void>
  readonly look: () => Promise<void>
  readonly snooze: (until: string | null) => Promise<void>
}

const icons: { readonly [group: string]: string } = { approvals: 'check', mentions: 'comment', reminders: 'bell', changes: 'edit' }

/** Where something of the work list leads: to its record, or for a task about nothing to itself. */
export function hrefOf({ about, task }: WorkItem): string | null {
  if (about) return `/record/${about.entity}/${about.id}`
  return task ? `/record/core.activity/${task.id}` : null
}

/** One thing that waits: what it is, which record it is about, since when, and what can be done at once. */
export function workRow(item: WorkItem, ways: Ways): TemplateResult {
  const href = hrefOf(item)
  const words = href ? html`<a href=${href} @click=${() => ways.open()}>${item.text}</a>` : html`<span class="text">${item.text}</span>`
  return html`${item.task ? html`<input type="checkbox" aria-label=${t('Done: {task}', { task: item.text })} .checked=${false} @change=${() => void ways.done()} />` : html`<span class="mark ${item.group}"><sangam-icon name=${icons[item.group] ?? 'bell'}></sangam-icon></span>`}
    <div class="what">${words}${item.approval ? html`<p>${askedSaid(item)}</p>` : nothing}${item.proposal ? html`<p>${proposedSaid(item.proposal)}</p>` : nothing}${item.excerpt ? html`<p class="excerpt">${item.excerpt}</p>` : nothing}<small>${under(item)}</small></div>
    <div class="ways">${item.approval ? decisions(ways) : item.proposal ? html`<sangam-button size="small" kind="primary" label=${t('Look at it: {text}', { text: item.text })} @click=${() => void ways.look()}>${t('Look at it')}</sangam-button>` : item.task ? nothing : html`<sangam-button size="small" kind="quiet" icon="check" label=${t('Mark as read: {text}', { text: item.text })} @click=${() => void ways.done()}></sangam-button>`}${putOff(item, ways)}</div>`
}

function decisions(ways: Ways): TemplateResult {
  return html`<sangam-button size="small" kind="primary" @click=${() => void ways.decide('approve')}>${t('Approve')}</sangam-button><sangam-button size="small" @click=${() => void ways.decide('refuse')}>${t('Refuse')}</sangam-button><sangam-button size="small" kind="quiet" @click=${() => void ways.handOver()}>${t('Hand over')}</sangam-button>`
}

function putOff(item: WorkItem, ways: Ways): TemplateResult {
  const off = (label: string, until: string | null) => ({ label, icon: until ? 'clock' : 'undo', run: () => ways.snooze(until) })
  const items = item.snoozedUntil
    ? [off(t('Bring it back'), null)]
    : [off(t('For three hours'), inHours(3)), off(t('Until tomorrow morning'), tomorrow()), off(t('Until next week'), nextWeek())]
  return html`<sangam-menu end .items=${items} label=${t('Put off')}><sangam-button slot="opener" size="small" kind="quiet" icon="snooze" label=${t('Put off: {text}', { text: item.text })}></sangam-button></sangam-menu>`
}

function askedSaid({ about, approval }: WorkItem): string {
  const field = about ? entityMeta(about.entity)?.fields[approval?.field ?? ''] : undefined
  const name = (state: string): string => (field ? optionOf(field, state).label : state)
  return t('{asker} asks: {from} → {to}', { asker: approval?.asker ?? '', from: name(approval?.from ?? ''), to: name(approval?.to ?? '') })
}

function proposedSaid({ person, count }: NonNullable<WorkItem['proposal']>): string {
  return t('{count, plural, one {# record would change} other {# records would change}}, for {person}', { count, person })
}

function under(item: WorkItem): unknown {
  const subject = item.about && !item.text.includes(item.about.title) ? item.about.title : null
  const parts: unknown[] = [
    item.due ? due(item.due) : null,
    subject,
    item.about?.label === subject ? null : item.about?.label,
    item.snoozedUntil ? html`<span>${t('put off until {when}', { when: formatInstant(item.snoozedUntil) })}</span>` : null,
    item.task ? null : html`<time datetime=${item.at} title=${formatInstant(item.at)}>${formatRelative(item.at)}</time>`,
  ]
  return parts.filter(part => part !== null && part !== undefined && part !== '').map((part, at) => html`${at > 0 ? ' · ' : nothing}${part}`)
}

function due(moment: string): TemplateResult {
  const day = dayOf(moment)
  return html`<time datetime=${moment} class=${moment < new Date().toISOString() ? 'late' : day === today() ? 'now' : ''} title=${formatInstant(moment)}>${formatDay(day)}</time>`
}
