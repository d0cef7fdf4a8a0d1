import { html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'

/** The figures of a chart as a table, each a link to its records. */
export interface Sheet {
  readonly caption: string
  readonly head: string
  readonly groups: readonly { readonly text: string; readonly href: string | null }[]
  readonly series: readonly string[]
  readonly told: (group: number, series: number) => string
  readonly hrefOf: (group: number, series: number) => string | null
  /** Where figures add up: of a group, of a series, of all. */
  readonly total: ((group: number | null, series: number | null) => string) | null
}

/** `links` only where the table is seen: who hears it beside the chart finds the links there. */
export function sheet({ caption, head, groups, series, told, hrefOf, total }: Sheet, links: boolean): TemplateResult {
  const several = series.length > 1
  const linked = (text: string, href: string | null): TemplateResult | string =>
    links && href !== null && text !== '' ? html`<a href=${href}>${text}</a>` : text
  return html`<table><caption class="visually-hidden">${caption}</caption>
    <thead><tr><th scope="col">${head}</th>${series.map(one => html`<th scope="col">${one}</th>`)}${several && total ? html`<th scope="col">${t('Total')}</th>` : nothing}</tr></thead>
    <tbody>${groups.map((group, at) => html`<tr><th scope="row">${group.text}</th>${series.map((_, of) => html`<td>${linked(told(at, of), hrefOf(at, of))}</td>`)}${several && total ? html`<td>${linked(total(at, null), group.href)}</td>` : nothing}</tr>`)}</tbody>
    ${total ? html`<tfoot><tr><th scope="row">${t('Total')}</th>${series.map((_, of) => html`<td>${total(null, of)}</td>`)}${several ? html`<td>${total(null, null)}</td>` : nothing}</tr></tfoot>` : nothing}</table>`
}
