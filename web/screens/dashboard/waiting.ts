import type { GroupRow, ListView, Measure, Meta, Waits } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { formatNumber } from '../../shell/format.ts'
import { placeGroups } from '../../shell/places.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/icon.ts'
import { currencyPath, measureText } from '../view/measures.ts'

/** A list whose records wait for this person, as long as there are any. */
export interface Waiting {
  readonly entity: string
  readonly label: string
  readonly href: string
  readonly where: object
  readonly waits: Waits
}

/** How many wait; what they come to, an amount for each currency. */
interface Waited {
  readonly count: string
  readonly sums: readonly string[]
}

export type Found = Waiting & Waited

/** Above so many records a list is counted no further. */
const most = 1000

/** What may wait for this person: what is late first, then in the order of the navigation; lists that have no place in it last. */
export function waitingFor(model: Meta): readonly Waiting[] {
  const places = placeGroups(model).flatMap(group => group.places.map(place => place.entity))
  const rank = (entity: string): number => (places.indexOf(entity) + 1 || places.length + 1) - 1
  const lists = model.lists.filter(list => entityMeta(list.entity)).sort((a, b) => rank(a.entity) - rank(b.entity))
  const found = lists.flatMap(({ entity, views = [] }) =>
    views.flatMap((view, at): readonly Waiting[] => {
      const { waits, where = {}, label } = view as ListView
      if (!waits) return []
      return [{ entity, waits, where, label: called(label), href: waits.page ? `/page/${waits.page}` : `/list/${entity}?view=built-${at}` }]
    }),
  )
  return [...found.filter(one => one.waits.late), ...found.filter(one => !one.waits.late)]
}

/** Whether anything waits in such a list: what is not there is null. */
export async function readWaiting(one: Waiting): Promise<Found | null> {
  const { entity, where } = one
  const { measure } = one.waits
  if (measure !== undefined && measure !== 'count') return summed(one, measure)
  const { count } = await records.find(entity, { where, fields: ['id'], limit: 1, count: 'capped' })
  return count ? { ...one, count: counted(count), sums: [] } : null
}

async function summed(one: Waiting, measure: Measure): Promise<Found | null> {
  const { entity, where } = one
  const path = currencyPath(entity, measure)
  const rows = await records.group(entity, { where, ...(path && { group: [path] }), measures: [measure, 'count'], limit: 20 })
  const count = rows.reduce((sum, row) => sum + Number(row.count), 0)
  const currency = (row: GroupRow): string | null => (path && typeof row[path] === 'string' ? row[path] : null)
  return count === 0
    ? null
    : { ...one, count: formatNumber(count), sums: rows.map(row => measureText(entity, measure, row[measure], currency(row))).filter(Boolean) }
}

function counted(count: number): string {
  return count > most ? `${formatNumber(most)}+` : formatNumber(count)
}

/** What waits, each with the way to it. */
export function waitingSection(found: readonly Found[] | null): TemplateResult {
  const lines = (all: readonly Found[]): TemplateResult =>
    html`<ul class="lines">${all.map(
      ({ entity, label, href, count, sums, waits }) =>
        html`<li><a href=${href} class=${waits.late ? 'late' : ''}><b>${label}</b><span class="side much">${count}</span><small>${called(entityMeta(entity)?.plural ?? '')}</small><span class="side sums">${sums.length > 0 ? sums.join(' · ') : nothing}</span></a></li>`,
    )}</ul>`
  return html`<section aria-label=${t('Waiting for you')}><header><sangam-icon name="bell"></sangam-icon><h2>${t('Waiting for you')}</h2></header>
    ${found === null ? html`<div class="none"><sangam-skeleton lines="4"></sangam-skeleton></div>` : found.length === 0 ? html`<p class="none">${t('All clear. Drafts, what is overdue and the like show up here.')}</p>` : lines(found)}</section>`
}
