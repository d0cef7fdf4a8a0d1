import type { Json } from '@sangam/sdk'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sentenceOf } from '../../data/client.ts'
import { meta } from '../../data/meta.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/page.ts'
import { base, inputs } from '../../style/parts.ts'
import { commitImport, planImport, plannedRows, rowsIn, undoImport, uploadFile } from './calls.ts'
import { checkStep } from './check-step.ts'
import { doneStep } from './done-step.ts'
import { importStyles } from './import.css.ts'
import './import-target.ts'
import { mapStep } from './map-step.ts'
import {
  assign,
  type Column,
  type FieldMapping,
  keyed,
  type Mapping,
  type Plan,
  type PlannedRow,
  refine,
  type StagedImport,
  translateText,
  type Verdict,
} from './wizard.ts'

export type Step = 'drop' | 'map' | 'check' | 'done'

/**
 * Brings a spreadsheet in: drop it, say what its columns mean, see what will happen to every row,
 * then do it, and take it back if it was wrong.
 */
export class SgImportScreen extends LitElement {
  static override styles = [base, inputs, importStyles]
  static override properties = {
    entity: { type: String },
    step: { state: true },
    staged: { state: true },
    mapping: { state: true },
    plan: { state: true },
    rows: { state: true },
    shown: { state: true },
    busy: { state: true },
    done: { state: true },
    problem: { state: true },
    over: { state: true },
    undone: { state: true },
  }
  declare entity: string
  declare step: Step
  declare staged: StagedImport | null
  declare mapping: Mapping
  declare plan: Plan | null
  declare rows: readonly PlannedRow[]
  declare shown: Verdict
  declare busy: string
  /** How many rows are in while it is carried through; null where nobody counts. */
  declare done: number | null
  declare problem: string
  declare over: boolean
  declare undone: { removed: number; restored: number; kept: readonly unknown[] } | null

  constructor() {
    super()
    this.step = 'drop'
    this.staged = null
    this.mapping = { fields: {}, key: null }
    this.plan = null
    this.rows = []
    this.shown = 'create'
    this.busy = ''
    this.done = null
    this.problem = ''
    this.over = false
    this.undone = null
  }

  override render(): TemplateResult {
    const plural = called(meta().entities[this.entity]?.plural ?? this.entity)
    return html`<sangam-page heading=${t('Import {plural}', { plural })}>
      ${this.#steps()}
      ${this.problem ? html`<p role="alert" class="problem">${this.problem}</p>` : nothing}
      ${this.busy ? html`<p role="status" class="hint">${this.busy}</p><progress aria-label=${this.busy} value=${this.done ?? nothing} max=${this.staged?.rows ?? nothing}></progress>` : nothing}
      ${this.#body()}
    </sangam-page>`
  }

  #body(): TemplateResult | typeof nothing {
    if (this.step === 'drop' || !this.staged) return this.#drop()
    if (this.step === 'map') return mapStep(this, this.staged)
    if (this.step === 'check' && this.plan) return checkStep(this, this.staged, this.plan)
    return doneStep(this, this.staged)
  }

  #steps(): TemplateResult {
    const steps: [Step, string][] = [
      ['drop', t('File')],
      ['map', t('Columns')],
      ['check', t('Check')],
      ['done', t('Done')],
    ]
    return html`<ol class="steps" aria-label=${t('Steps')}>
      ${steps.map(([step, label], index) => html`<li aria-current=${step === this.step ? 'step' : nothing}><b>${index + 1}</b>${label}</li>`)}
    </ol>`
  }

  #drop(): TemplateResult {
    const plural = called(meta().entities[this.entity]?.plural ?? this.entity)
    return html`<div class=${this.over ? 'drop over' : 'drop'}
      @dragover=${(event: DragEvent) => {
        event.preventDefault()
        this.over = true
      }}
      @dragleave=${() => {
        this.over = false
      }}
      @drop=${(event: DragEvent) => {
        event.preventDefault()
        this.over = false
        void this.#take(event.dataTransfer?.files[0])
      }}>
      <sangam-icon name="upload"></sangam-icon>
      <h2>${t('Drop a spreadsheet here')}</h2>
      <p>${t('CSV or XLSX, with the names of the columns in the first line. Nothing is written before you have seen what will happen to each row of {plural}.', { plural })}</p>
      <label class="button primary"><input type="file" accept=".csv,.tsv,.txt,.xlsx" aria-label=${t('Choose a file')}
        @change=${(event: Event) => void this.#take((event.target as HTMLInputElement).files?.[0])}>${t('Choose a file')}</label>
    </div>`
  }

  async #take(file: File | undefined): Promise<void> {
    if (!file) return
    await this.#work(t('Reading {file}…', { file: file.name }), async () => {
      this.staged = await uploadFile(this.entity, file)
      this.mapping = this.staged.suggestion
      this.step = 'map'
    })
  }

  assignColumn(column: Column, path: string | null): void {
    this.mapping = assign(this.mapping, column, path)
  }

  refineField(path: string, more: { readonly [K in keyof FieldMapping]?: FieldMapping[K] | undefined }): void {
    this.mapping = refine(this.mapping, path, more)
  }

  dropField(path: string): void {
    const { [path]: _gone, ...fields } = this.mapping.fields
    this.mapping = keyed(fields, this.mapping)
  }

  tellText(path: string, text: string, value: Json | undefined): void {
    this.mapping = translateText(this.mapping, path, text, value)
  }

  setKey(key: string | null): void {
    this.mapping = keyed(this.mapping.fields, { ...this.mapping, key })
  }

  setAdds(adds: boolean): void {
    this.mapping = keyed(this.mapping.fields, { ...this.mapping, adds })
  }

  goTo(step: Step): void {
    this.step = step
  }

  async check(): Promise<void> {
    const staged = this.staged
    if (!staged) return
    await this.#work(t('Checking {rows, plural, one {# row} other {# rows}}. Nothing is written yet.', { rows: staged.rows }), async () => {
      this.plan = await planImport(this.entity, staged.id, this.mapping)
      this.step = 'check'
      await this.show(this.plan.counts.refuse > 0 ? 'refuse' : this.plan.counts.create > 0 ? 'create' : this.plan.counts.update > 0 ? 'update' : 'same')
    })
  }

  async show(verdict: Verdict): Promise<void> {
    this.shown = verdict
    this.rows = this.staged ? await plannedRows(this.entity, this.staged.id, verdict) : []
  }

  async commit(): Promise<void> {
    const staged = this.staged
    if (!staged) return
    await this.#work(t('Importing {rows, plural, one {# row} other {# rows}}…', { rows: staged.rows }), async () => {
      const look = setInterval(async () => {
        const { entity } = this
        this.done = await rowsIn(entity, staged.id).catch(() => this.done)
      }, 1000)
      const counts = await commitImport(this.entity, staged.id).finally(() => {
        clearInterval(look)
        this.done = null
      })
      this.plan = { counts, problems: [], unmatched: [] }
      this.step = 'done'
    })
  }

  async undo(): Promise<void> {
    const staged = this.staged
    if (!staged) return
    await this.#work(t('Taking the import back…'), async () => {
      this.undone = await undoImport(this.entity, staged.id)
    })
  }

  open(): void {
    void go(`/list/${this.entity}`)
  }

  async #work(what: string, work: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = what
    this.done = null
    this.problem = ''
    try {
      await work()
    } catch (problem) {
      this.problem = sentenceOf(problem)
    } finally {
      this.busy = ''
    }
  }
}

customElements.define('sangam-import-screen', SgImportScreen)
