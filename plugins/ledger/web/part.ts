import { ask, css, html, nothing, t } from '@sangam/sdk/web'
import type { Query } from './span.ts'

/** A dimension as reports offer it: by the records of which entity it divides. */
export interface DimensionChoice {
  readonly id: string
  readonly name: string
  readonly field: string
  readonly entity: string
  /** The types of accounts on which it is asked for. */
  readonly requiredFor: readonly string[]
}

/** What there is to choose from, and what the value is called that is chosen. */
export interface Parts {
  readonly dimensions: readonly DimensionChoice[]
  readonly named: string | null
}

export const noParts: Parts = { dimensions: [], named: null }

/** Which part of the books an address asks for: one value of a dimension, or what tells none. */
export function partOf({ dimension, value }: Query): Query {
  return dimension ? { dimension, ...(value && { value }) } : {}
}

export async function readParts(query: Query): Promise<Parts> {
  const { dimension, value } = query
  return ask<Parts>('ledger', '/dimensions', dimension && value && value !== 'none' ? { dimension, value } : {}).catch(() => noParts)
}

export const partStyles = css`
  .of { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
  .of select { block-size: 32px; max-inline-size: 100%; padding-inline: 8px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; }
  .of select:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
  .of sangam-pick { inline-size: 190px; }
`

/** Chooses a part of the books: all, one value of a dimension, or what tells none of it. Nothing where there are no dimensions. */
export function partControls({ dimensions, named }: Parts, query: Query, choose: (part: Query) => void): unknown {
  if (dimensions.length === 0) return nothing
  const { dimension, value } = partOf(query)
  const own = dimensions.find(one => one.id === dimension)
  const chosen = own ? `${own.id}${value === 'none' ? ' none' : ''}` : ''
  const turned = (event: Event): void => {
    const [id, none] = (event.target as HTMLSelectElement).value.split(' ')
    choose(id ? { dimension: id, ...(none && { value: 'none' }) } : {})
  }
  return html`<div class="of"><label for="part">${t('Shown')}</label><select id="part" .value=${chosen} @change=${turned}>
      <option value="" ?selected=${chosen === ''}>${t('All of it')}</option>
      ${dimensions.map(
        one => html`<option value=${one.id} ?selected=${chosen === one.id}>${t('Only of {dimension}', { dimension: one.name })}</option>
          <option value=${`${one.id} none`} ?selected=${chosen === `${one.id} none`}>${t('{dimension}: not told', { dimension: one.name })}</option>`,
      )}</select>
    ${own && value !== 'none' ? html`<sangam-pick entity=${own.entity} value=${value ?? ''} named=${named ?? ''} label=${own.name} hint=${t('Which?')} @pick=${(event: CustomEvent<{ id: string } | null>) => choose({ dimension: own.id, ...(event.detail && { value: event.detail.id }) })}></sangam-pick>${value ? nothing : html`<span role="note">${t('All of it is shown until you choose one.')}</span>`}` : nothing}</div>`
}

/** In words, for the paper: which part of the books is shown. */
export function partWords({ dimensions, named }: Parts, query: Query): string {
  const { dimension, value } = partOf(query)
  const own = dimensions.find(one => one.id === dimension)
  if (!own || !value) return ''
  return value === 'none' ? t('{dimension}: not told', { dimension: own.name }) : `${own.name}: ${named ?? ''}`
}
