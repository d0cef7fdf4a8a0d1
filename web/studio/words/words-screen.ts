import { css, html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { ask } from '../../data/client.ts'
import { download } from '../../data/download.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import '../../ui/menu.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { StudioScreen } from '../model/screen.ts'
import type { Operation } from '../model/shown.ts'
import { keep, type Studio, said, studioStore } from '../model/store.ts'
import { builtOf, isMissing, type Language, languages, loadTexts, sought, type TextRow, type Wanted, wordOf } from './table.ts'

interface Imported {
  readonly operations: readonly Operation[]
  readonly changed: number
  readonly unknown: readonly string[]
  readonly unknownLines: number
}

/** So many lines are drawn; more when they are asked for. */
const step = 100

/** Every text that has a name here, in every language, as one table. What is changed goes into the draft. */
class SgWordsScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, rows: { state: true }, wanted: { state: true }, drawn: { state: true } }
  declare rows: readonly TextRow[] | null
  declare wanted: Wanted
  declare drawn: number

  constructor() {
    super()
    this.rows = null
    this.wanted = { find: '', entity: '', only: 'all' }
    this.drawn = step
  }

  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    .tools { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin-block-end: 12px; } .tools input { flex: 1 1 220px; max-inline-size: 340px; } .tools select { inline-size: auto; max-inline-size: 260px; } .tools b { margin-inline-start: auto; font-weight: 500; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    table { table-layout: fixed; } th:first-child { inline-size: 34%; } td { vertical-align: top; padding-block: 6px; } td:first-child { padding-block-start: 12px; overflow-wrap: anywhere; }
    .cell { position: relative; } .cell textarea { field-sizing: content; min-block-size: 32px; max-block-size: 160px; padding-block: 6px; padding-inline-end: 34px; line-height: 1.4; resize: none; border-color: transparent; background: transparent; }
    .cell textarea:hover { border-color: var(--sg-border-strong); } .cell textarea:focus { background: var(--sg-surface); border-color: var(--sg-accent); }
    .missing textarea { background: var(--sg-warning-soft); } .own textarea { font-weight: 550; }
    .cell sangam-button { position: absolute; inset-block-start: 2px; inset-inline-end: 2px; --sg-control: 28px; }
    .foot { display: grid; justify-items: center; padding: 12px; }
    @media (max-width: 760px) {
      thead { position: absolute; clip-path: inset(50%); } table, tbody, tr, td { display: block; } td { border: 0; padding-block: 2px; } tr { border-block-start: 1px solid var(--sg-border); padding-block: 8px; }
      .cell { display: grid; grid-template-columns: 62px 1fr; align-items: center; } .cell::before { content: attr(data-language); color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    }
  `,
  ]

  protected override heading(): string {
    return t('Translations')
  }

  protected override async load(): Promise<void> {
    await super.load()
    try {
      this.rows = await loadTexts(studioStore.value?.draft?.id)
    } catch (error) {
      this.error = error
    }
  }

  protected override screen({ model }: Studio): TemplateResult {
    const { rows, wanted } = this
    const shown = rows ? sought(rows, wanted) : []
    const missing = rows?.filter(isMissing).length ?? 0
    const entities = [...new Set((rows ?? []).flatMap(row => row.places.flatMap(place => place.entity ?? [])))]
    const named = entities.map(name => [name, said(model.entities.find(entity => entity.name === name)?.plural ?? name)] as const)
    return html`<sangam-page heading=${this.heading()}>
      <sangam-menu slot="actions" end label=${t('More')} .items=${[
        { label: t('Export to Excel'), icon: 'download', run: () => void this.#export('xlsx') },
        { label: t('Export as CSV'), icon: 'download', run: () => void this.#export('csv') },
        { label: t('Import a table…'), icon: 'upload', run: () => this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click() },
      ]}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>
      <input type="file" hidden accept=".xlsx,.csv,.tsv" aria-label=${t('Import a table…')} @change=${(event: Event) => void this.#import(event.target as HTMLInputElement)} />
      <p class="lead">${t('What everything is called, in each language. What plugins say can be said otherwise here; it holds for this workspace alone, wherever the text stands. Names of records, such as stages, are yours as they are and stand in no table.')}</p>
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      <div class="tools"><input type="search" aria-label=${t('Find a text')} placeholder=${t('Find a text')} .value=${wanted.find} @input=${(event: Event) => this.#want({ find: (event.target as HTMLInputElement).value })} />
        <select aria-label=${t('Where it is said')} @change=${(event: Event) => this.#want({ entity: (event.target as HTMLSelectElement).value })}>${choices([['', t('Everywhere')], ...named.toSorted(([, a], [, b]) => a.localeCompare(b)), ['-', t('Belongs to no kind of record')]], wanted.entity)}</select>
        <select aria-label=${t('Which texts')} @change=${(event: Event) => this.#want({ only: (event.target as HTMLSelectElement).value as Wanted['only'] })}>${choices(
          [
            ['all', t('All texts')],
            ['missing', t('Missing ({count})', { count: formatNumber(missing) })],
            ['own', t('In your own words')],
          ],
          wanted.only,
        )}</select><b role="status">${rows ? t('{count, plural, one {# text} other {# texts}}', { count: shown.length }) : ''}</b></div>
      ${rows ? this.#table(model, shown) : html`<sangam-skeleton lines="8"></sangam-skeleton>`}</sangam-page>`
  }

  #table(model: Studio['model'], shown: readonly TextRow[]): TemplateResult {
    if (shown.length === 0)
      return html`<div class="card"><sangam-empty icon="globe" heading=${this.wanted.only === 'missing' ? t('Nothing is missing') : t('No such text')}></sangam-empty></div>`
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Text')}</th>${languages.map(language => html`<th scope="col">${languageName(language)}</th>`)}</tr></thead><tbody>${shown
      .slice(0, this.drawn)
      .map(
        row => html`<tr><td>${row.text}<small>${placesSaid(model, row)}</small></td>${languages.map(language => this.#cell(row, language))}</tr>`,
      )}</tbody></table>
      ${shown.length > this.drawn ? html`<div class="foot"><sangam-button @click=${() => (this.drawn += step)}>${t('Show more')}</sangam-button></div>` : nothing}</div>`
  }

  #cell(row: TextRow, language: Language): TemplateResult {
    const word = wordOf(row, language)
    const own = row.own[language] !== undefined
    const name = t('{text}, in {language}', { text: row.text, language: languageName(language) })
    return html`<td><div class="cell ${word === '' ? 'missing' : ''} ${own ? 'own' : ''}" data-language=${languageName(language)}><textarea rows="1" lang=${language} maxlength="500" aria-label=${name} placeholder=${t('Missing')} .value=${live(word)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, word)} @change=${(event: Event) => void this.#say(row, language, (event.target as HTMLTextAreaElement).value.trim())}></textarea>${
        own && builtOf(row, language) !== ''
          ? html`<sangam-button kind="quiet" size="small" icon="undo" label=${t('As it was: {word}', { word: builtOf(row, language) })} @click=${() => void this.#say(row, language, '')}></sangam-button>`
          : nothing
      }</div></td>`
  }

  #key(event: KeyboardEvent, word: string): void {
    const box = event.target as HTMLTextAreaElement
    if (event.key === 'Escape') box.value = word
    if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) {
      event.preventDefault()
      box.blur()
    }
  }

  /** Nothing, or what it is called anyway, takes one's own word away. */
  async #say(row: TextRow, language: Language, word: string): Promise<void> {
    if (word === wordOf(row, language)) return
    const own = word === '' || word === builtOf(row, language) ? null : word
    if (own === null && row.own[language] === undefined) return this.requestUpdate()
    await this.#keep([{ op: 'setWords', language, words: { [row.text]: own } }])
  }

  async #keep(operations: readonly Operation[]): Promise<void> {
    await keep(...operations)
    await this.load()
    this.requestUpdate()
  }

  #export(format: 'xlsx' | 'csv'): Promise<void> {
    return download({ path: '/api/model/texts/export', query: { format, set: studioStore.value?.draft?.id } })
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0]
    input.value = ''
    if (!file) return
    try {
      const type = file.name.endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv'
      const query = { name: file.name, set: studioStore.value?.draft?.id }
      const { operations, changed, unknown, unknownLines } = await ask<Imported>('/api/model/texts/import', {
        method: 'POST',
        query,
        body: new Blob([file], { type }),
      })
      if (changed === 0) toast(t('Nothing would change: all of this is so already.'))
      else await this.#keep(operations)
      if (unknownLines > 0)
        toast(t('{count, plural, one {# line is} other {# lines are}} of no text here: {first}', { count: unknownLines, first: unknown[0] ?? '' }))
    } catch (error) {
      toastProblem(error)
    }
  }

  #want(part: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...part }
    this.drawn = step
  }
}
customElements.define('sangam-words-screen', SgWordsScreen)

function choices(list: readonly (readonly [string, string])[], chosen: string): TemplateResult[] {
  return list.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)
}

function languageName(language: Language): string {
  return language === 'en' ? t('English') : t('Hindi')
}

/** What it is and of what: “Field of Leads”. */
function placesSaid(model: Studio['model'], { places }: TextRow): string {
  const kinds: { readonly [kind: string]: string } = {
    entity: t('Kind of record'),
    field: t('Field'),
    help: t('Help'),
    choice: t('Choice'),
    state: t('State of a flow'),
    arrow: t('Arrow'),
    action: t('Action'),
    rule: t('Rule'),
    menu: t('Navigation'),
    view: t('View'),
    section: t('Section of a page'),
    dashboard: t('Dashboard'),
    role: t('Role'),
    setting: t('Setting'),
    document: t('Document'),
    plugin: t('Plugin'),
  }
  const [first, ...more] = places
  if (!first) return ''
  const of = first.entity ? said(model.entities.find(entity => entity.name === first.entity)?.plural ?? first.entity) : ''
  const where = of ? `${kinds[first.kind] ?? first.kind} · ${of}` : (kinds[first.kind] ?? first.kind)
  return more.length === 0 ? where : t('{where} and {count, plural, one {# more place} other {# more places}}', { where, count: more.length })
}
