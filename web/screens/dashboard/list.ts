import type { ListCard } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { fieldAt, meta } from '../../data/meta.ts'
import { type PageOf, type Row, records } from '../../data/records.ts'
import { cellOf, isRight } from '../list/cells.ts'
import { sortPath } from '../list/paths.ts'
import { both } from '../list/source.ts'
import { fieldsFor, stateOf } from '../list/state.ts'

/** The columns that are there for who looks. */
function columnsOf({ entity, columns }: ListCard): readonly string[] {
  return stateOf(meta(), entity, columns ? { columns } : {}).columns.map(one => one.path)
}

export async function readList(card: ListCard, narrowed: object): Promise<PageOf<Row>> {
  const { entity, where = {}, limit = 6 } = card
  const sort = stateOf(meta(), entity, card.sort ? { sort: card.sort } : {}).sort.map(key =>
    key.startsWith('-') ? `-${sortPath(entity, key.slice(1))}` : sortPath(entity, key),
  )
  return records.find(entity, { where: both(where, narrowed), sort, fields: fieldsFor(entity, columnsOf(card)), limit, count: 'capped' })
}

/** Records in two lines each: what leads to them and what they come to above, the rest below. */
export function listBody(card: ListCard, rows: readonly Row[]): TemplateResult {
  const { entity } = card
  const [lead = '', ...rest] = columnsOf(card)
  const side = rest.find(path => isRight(fieldAt(entity, path)))
  const badge = rest.find(path => ['choice', 'flow'].includes(fieldAt(entity, path)?.type ?? ''))
  const under = rest.filter(path => path !== side && path !== badge).slice(0, 3)
  return html`<ul class="lines">${rows.map(
    row => html`<li><a href="/record/${entity}/${row.id}"><b>${cellOf(entity, lead, row)}</b><span class="side">${side ? cellOf(entity, side, row) : nothing}</span>
      <small>${under
        .map(path => cellOf(entity, path, row))
        .filter(Boolean)
        .map(
          (cell, at) => html`${at > 0 ? ' · ' : nothing}${cell}`,
        )}</small><span class="side">${badge ? cellOf(entity, badge, row) : nothing}</span></a></li>`,
  )}</ul>`
}
