import { html, nothing, type TemplateResult } from 'lit'
import type { Row } from '../../data/records.ts'
import { titleIn } from '../../fields/titles.ts'
import { t } from '../../shell/words.ts'
import { cardBody } from '../board/card.ts'
import { timeOf, toneOf } from './days.ts'

/** What an entry is drawn by: how the calendar looks, and what is done with the record. */
export interface EntryDrawing {
  readonly entity: string
  readonly by: string
  readonly card: readonly string[]
  readonly movable: boolean
  readonly state: (row: Row) => 'moving' | 'saving' | ''
  readonly grab: (event: DragEvent, row: Row) => void
  readonly drop: () => void
  readonly key: (event: KeyboardEvent, row: Row) => void
  readonly askDay: (row: Row) => unknown
}

/** A record in one line, where many days are seen at once. */
export function line(draw: EntryDrawing, row: Row): TemplateResult {
  const time = timeOf(draw.entity, draw.by, row)
  return entry(draw, row, '', html`${time ? html`<time>${time}</time>` : nothing}<span class="name">${titleIn(draw.entity, row)}</span>`)
}

/** A record with what its card says, where there is room. */
export function card(draw: EntryDrawing, row: Row): TemplateResult {
  const time = timeOf(draw.entity, draw.by, row)
  const name = titleIn(draw.entity, row)
  const menu = [{ label: t('Move to another day…'), icon: 'calendar', run: () => draw.askDay(row) }]
  return html`${entry(draw, row, 'card', html`${time ? html`<time>${time}</time>` : nothing}${cardBody(draw, row)}`)}
    ${draw.movable ? html`<sangam-menu end label=${t('More')} .items=${menu}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('Move “{name}”', { name })}></sangam-button></sangam-menu>` : nothing}`
}

function entry(draw: EntryDrawing, row: Row, look: string, inside: TemplateResult): TemplateResult {
  const { colour, label } = toneOf(draw.entity, draw.by, row)
  const title = [titleIn(draw.entity, row), label].filter(Boolean).join(' · ')
  return html`<a class="entry ${look} ${draw.state(row)}" id="entry-${row.id}" href="/record/${draw.entity}/${row.id}" title=${title} style="--tone:var(--sg-${colour});--ground:var(--sg-${colour}-soft)"
    draggable=${draw.movable ? 'true' : 'false'} aria-keyshortcuts=${draw.movable ? 'Control+ArrowRight Control+ArrowLeft Control+ArrowDown Control+ArrowUp' : nothing}
    @dragstart=${(event: DragEvent) => draw.grab(event, row)} @dragend=${() => draw.drop()} @keydown=${(event: KeyboardEvent) => draw.key(event, row)}>${inside}${label ? html`<span class="visually-hidden">${label}</span>` : nothing}</a>`
}
