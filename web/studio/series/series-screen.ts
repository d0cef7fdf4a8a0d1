import { css, html, nothing, type TemplateResult } from 'lit'
import { called, t } from '../../shell/words.ts'
import { loadUsage, type Use, usageSaid } from '../fields/usage.ts'
import { StudioScreen } from '../model/screen.ts'
import { entityOf, type Studio, said } from '../model/store.ts'
import './series-dialog.ts'
import { loadSeries, type Series } from './shown.ts'

/** Every running number of the workspace: its pattern, what comes next, and who uses it. */
class SgSeriesScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, rows: { state: true }, uses: { state: true }, open: { state: true } }
  declare rows: readonly Series[] | null
  declare uses: readonly (Use & { readonly of: string })[]
  /** The entity and field of the one that is looked at. */
  declare open: string | null

  constructor() {
    super()
    this.rows = null
    this.uses = []
    this.open = null
  }

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    td { vertical-align: top; } td button { all: unset; cursor: pointer; font-weight: 550; color: var(--sg-accent-text); } td button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
    code { font-family: ui-monospace, monospace; font-size: var(--sg-text-sm); overflow-wrap: anywhere; } td b { font-weight: 500; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; } td > div + div { margin-block-start: 6px; }
    @media (max-width: 760px) {
      thead { position: absolute; clip-path: inset(50%); } table, tbody, tr, td { display: block; } td { border: 0; padding-block: 3px; } tr { border-block-start: 1px solid var(--sg-border); padding-block: 10px; } tbody tr:first-child { border: 0; }
      td:not(:first-child) { display: grid; grid-template-columns: 116px minmax(0, 1fr); gap: 8px; } td:not(:first-child)::before { content: attr(data-head); color: var(--sg-text-2); font-size: var(--sg-text-sm); } td > * { grid-column: 2; }
    }
  `,
  ]

  protected override heading(): string {
    return t('Number series')
  }

  protected override async load(): Promise<void> {
    await super.load()
    try {
      this.rows = await loadSeries()
      const entities = [...new Set(this.rows.map(row => row.entity))]
      this.uses = (await Promise.all(entities.map(async of => (await loadUsage(of)).map(use => ({ ...use, of }))))).flat()
    } catch (error) {
      this.error = error
    }
  }

  protected override screen({ model }: Studio): TemplateResult {
    const { rows } = this
    const open = rows?.find(row => keyOf(row) === this.open)
    return html`<sangam-page heading=${this.heading()}>
      <p class="lead">${t('How records are numbered: by which pattern, what comes next and where it goes on. Numbers are given by the server when a record is made, without gaps, and never twice.')}</p>
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      ${rows ? this.#table(rows, model.plugins) : this.error ? nothing : html`<sangam-skeleton lines="4"></sangam-skeleton>`}</sangam-page>
      ${open ? html`<sangam-series-dialog .series=${open} @done=${() => void this.load()} @close=${() => this.#close()}></sangam-series-dialog>` : nothing}`
  }

  #close(): void {
    this.open = null
    void this.load()
  }

  #table(rows: readonly Series[], plugins: Studio['model']['plugins']): TemplateResult {
    if (rows.length === 0)
      return html`<div class="card"><sangam-empty icon="sort" heading=${t('Nothing is numbered yet')} text=${t('Add a field of the type Running number to the records that shall have one: an order, a contract, a token.')}><sangam-button href="/studio" kind="primary">${t('Choose an entity')}</sangam-button></sangam-empty></div>`
    const heads = [t('Series'), t('Pattern'), t('Next'), t('Last given'), t('Used in')]
    return html`<div class="scroll"><table><thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(row => this.#row(row, heads, plugins.find(one => one.id === row.plugin)?.title ?? row.plugin))}</tbody></table></div>`
  }

  #row(row: Series, [, pattern, next, last, used]: readonly string[], plugin: string): TemplateResult {
    const entity = entityOf(row.entity)
    const field = entity?.fields.find(one => one.name === row.field)
    const uses = usageSaid(this.uses.filter(use => use.of === row.entity && use.field === row.field))
    const named = row.scopes.some(scope => scope.companies.length > 0)
    return html`<tr><td><button type="button" @click=${() => (this.open = keyOf(row))}>${said(field?.label ?? row.field)} · ${said(entity?.plural ?? row.entity)}</button><span class="under">${row.own ? t('Your own') : row.plugin === 'core' ? t('The platform') : called(plugin)}</span></td>
      <td data-head=${pattern ?? ''}><div><code>${row.pattern}</code>${row.live !== row.pattern ? html`<span class="under">${t('Not applied yet')}</span>` : row.built !== null ? html`<span class="under">${t('Instead of {pattern}', { pattern: row.built })}</span>` : nothing}</div></td>
      <td data-head=${next ?? ''}>${row.scopes.length === 0 ? html`<div>–</div>` : row.scopes.map(scope => html`<div><b>${scope.next}</b>${scope.companies.length > 0 ? html`<span class="under">${scope.companies.join(', ')}</span>` : nothing}</div>`)}</td>
      <td data-head=${last ?? ''}>${row.scopes.length === 0 ? html`<div>–</div>` : row.scopes.map(scope => html`<div>${scope.last ?? '–'}${named ? html`<span class="under">&nbsp;</span>` : nothing}</div>`)}</td>
      <td data-head=${used ?? ''}><div>${uses || '–'}</div></td></tr>`
  }
}
customElements.define('sangam-series-screen', SgSeriesScreen)

function keyOf({ entity, field }: Series): string {
  return `${entity} ${field}`
}
