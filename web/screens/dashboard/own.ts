import type { EntityMeta, Meta } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { formatNumber } from '../../shell/format.ts'
import { type Place, placeGroups } from '../../shell/places.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/icon.ts'
import { cellOf, tellsItself } from '../list/cells.ts'
import { fieldsFor, screenOf } from '../list/state.ts'

/** Records of a list that have an owner. */
export interface Own {
  readonly place: Place
  readonly shape: EntityMeta
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** Whether they are the person's own, or everyone's newest. */
  readonly mine: boolean
  readonly total: number
}

/** The lists of records under each heading of the navigation, but for what is set up once. */
export function placesByHeading(model: Meta): readonly (readonly Place[])[] {
  return placeGroups(model)
    .filter(group => !group.setUp)
    .map(group => group.places.filter(place => place.entity !== undefined && !place.entity.startsWith('core.')))
}

/** The lists whose records have an owner. */
export function ownedPlaces(model: Meta): readonly Place[] {
  const owned = placesByHeading(model)
    .flat()
    .filter(place => entityMeta(place.entity ?? '')?.fields.owner?.to === 'core.user')
  return owned.slice(0, 6)
}

/** One's own of such a list, the newest first. */
export async function readOwn(model: Meta, place: Place): Promise<Own> {
  const shape = entityMeta(place.entity ?? '') as EntityMeta
  const columns = (screenOf(model, shape.name)?.columns ?? [shape.title]).filter(path => fieldAt(shape.name, path))
  const [own, all] = await Promise.all([newest(shape.name, columns, { owner: '$me' }), records.find(shape.name, { fields: ['id'], limit: 1, count: 'exact' })])
  const total = all.count ?? 0
  // Who has none of their own looks after others': they see what is new.
  const shown = own.items.length === 0 && total > 0 ? await newest(shape.name, columns, {}) : own
  return { place, shape, columns, rows: shown.items, mine: shown === own, total }
}

function newest(entity: string, columns: readonly string[], where: object): Promise<{ readonly items: readonly Row[] }> {
  return records.find(entity, { where, sort: ['-updatedAt'], fields: fieldsFor(entity, columns), limit: 6 })
}

export function ownSection({ place, shape, columns, rows, mine, total }: Own): TemplateResult {
  const [lead = '', ...rest] = columns
  const side = rest.find(path => tellsItself(fieldAt(shape.name, path)))
  const badge = rest.find(path => ['choice', 'flow'].includes(fieldAt(shape.name, path)?.type ?? ''))
  const under = rest.filter(path => path !== side && path !== badge && path !== 'owner').slice(0, 2)
  const entities = called(shape.plural)
  const label = mine ? t('My {entities}', { entities }) : t('Newest: {entities}', { entities })
  return html`<section aria-label=${label}><header><sangam-icon name=${place.icon}></sangam-icon><h2>${label}</h2><a href=${place.href}>${t('All {count}', { count: formatNumber(total) })}</a></header>
    <ul class="lines">${rows.map(
      row => html`<li><a href="/record/${shape.name}/${row.id}"><b>${cellOf(shape.name, lead, row)}</b><span class="side">${side ? cellOf(shape.name, side, row) : nothing}</span>
        <small>${under
          .map(path => cellOf(shape.name, path, row))
          .filter(Boolean)
          .map(
            (cell, at) => html`${at > 0 ? ' · ' : nothing}${cell}`,
          )}</small><span class="side">${badge ? cellOf(shape.name, badge, row) : nothing}</span></a></li>`,
    )}</ul></section>`
}
