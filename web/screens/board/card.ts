import type { BoardScreen } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { fieldAt } from '../../data/meta.ts'
import type { Row } from '../../data/records.ts'
import { titleIn, titlePath } from '../../fields/titles.ts'
import { cellOf } from '../list/cells.ts'

/** What a card says: its name, two or three lines, an amount and whose it is. */
export function cardBody(screen: Pick<BoardScreen, 'entity' | 'by' | 'card'>, row: Row): TemplateResult {
  const { entity } = screen
  const paths = screen.card.filter(path => fieldAt(entity, path) !== undefined && path !== titlePath(entity) && path.split('.')[0] !== screen.by)
  const amount = paths.find(path => fieldAt(entity, path)?.type === 'money')
  const person = paths.find(path => fieldAt(entity, path.split('.')[0] ?? '')?.to === 'core.user')
  const who = person ? row[person.endsWith('$title') ? person : `${person}.$title`] : null
  // A deal called after its customer needs not say so twice.
  const name = titleIn(entity, row)
  const lines = paths
    .filter(path => path !== amount && path !== person)
    .map(path => cellOf(entity, path, row))
    .filter(cell => cell !== '' && cell !== name)
    .slice(0, 3)
  const value = amount ? cellOf(entity, amount, row) : ''
  return html`<strong>${name}</strong>${lines.map(line => html`<small>${line}</small>`)}
    ${value || who ? html`<span class="foot"><b>${value}</b>${typeof who === 'string' ? html`<sangam-avatar name=${who} size="22" title=${who}></sangam-avatar><span class="visually-hidden">${who}</span>` : nothing}</span>` : nothing}`
}
