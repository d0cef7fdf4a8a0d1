import type { DocumentShape } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, ProblemError } from '../../data/client.ts'
import { loadMeta } from '../../data/meta.ts'
import { go, holdLeaving } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { studioStyles } from '../studio.css.ts'
import './parts-editor.ts'
import './preview.ts'
import { blankFor, type Draft, type Part, printed, type Template } from './shape.ts'
import './slot-text.ts'

const records = '/api/records/core.documentTemplate'

/** One document, written beside the paper that comes of it. */
class SgDocumentScreen extends LitElement {
  static override properties = { id: {}, draft: { state: true }, saved: { state: true }, error: { state: true }, wrong: { state: true }, busy: { state: true } }
  declare id: string
  declare draft: Draft | null
  declare saved: Template | null
  declare error: unknown
  /** Sentences by the number of the part they are of; 0 is the whole. */
  declare wrong: ReadonlyMap<number, readonly string[]>
  declare busy: boolean
  #letGo: (() => void) | null = null

  constructor() {
    super()
    this.draft = null
    this.saved = null
    this.error = null
    this.wrong = new Map()
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    studioStyles,
    css`
    .both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; align-items: start; } .write { display: grid; gap: 14px; min-inline-size: 0; } sangam-document-preview { position: sticky; inset-block-start: 10px; }
    section.card { display: grid; gap: 12px; } .row { display: flex; flex-wrap: wrap; gap: 10px; } .row > .field { flex: 1 1 180px; } label.tick { display: flex; gap: 8px; align-items: center; min-block-size: 28px; } .issue { color: var(--sg-danger-text, var(--sg-danger)); font-size: var(--sg-text-sm); }
    @media (max-width: 1100px) { .both { grid-template-columns: minmax(0, 1fr); } sangam-document-preview { position: static; } }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#letGo?.()
  }

  protected override render(): unknown {
    const { draft, saved } = this
    const crumbs = [{ label: t('Documents'), href: '/documents' }]
    if (!draft)
      return html`<sangam-page heading=${t('Document')} .crumbs=${crumbs}><sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>${this.error ? nothing : html`<sangam-skeleton lines="6"></sangam-skeleton>`}</sangam-page>`
    return html`<sangam-page heading=${saved?.name ?? t('New document')} .crumbs=${crumbs}>
      ${saved ? html`<sangam-button slot="actions" icon="remove" label=${t('Remove')} @click=${() => void this.#remove(saved)}></sangam-button>` : nothing}
      <sangam-button slot="actions" kind="primary" ?busy=${this.busy} @click=${() => void this.#save()}>${t('Save')}</sangam-button>
      <sangam-problem .error=${this.wrong.size > 0 ? null : this.error}></sangam-problem>
      <div class="both"><div class="write">${this.#about(draft)}<sangam-parts-editor .parts=${draft.definition.parts} entity=${draft.entity} .wrong=${this.wrong} @change=${(event: CustomEvent<readonly Part[]>) => this.#shape({ parts: event.detail })}></sangam-parts-editor></div>
      <sangam-document-preview entity=${draft.entity} .definition=${draft.definition}></sangam-document-preview></div></sangam-page>`
  }

  #about({ name, entity, active, definition }: Draft): TemplateResult {
    const { title, fileName = '', letterhead = true, landscape = false } = definition
    const tick = (label: string, on: boolean, set: () => void): TemplateResult =>
      html`<label class="tick"><input type="checkbox" .checked=${on} @change=${set} />${label}</label>`
    return html`<section class="card" aria-label=${t('The document')}>
      <div class="row"><label class="field">${t('Name')}<input required maxlength="80" .value=${name} @input=${(event: Event) => this.#put({ name: valueIn(event) })} /></label>
        <label class="field">${t('Kind of record')}<select ?disabled=${this.saved !== null} @change=${(event: Event) => void this.#anew(event.target as HTMLSelectElement)}>${printed().map(({ value, label }) => html`<option value=${value} ?selected=${value === entity}>${label}</option>`)}</select></label></div>
      <sangam-slot-text short .label=${t('Title')} .value=${title} entity=${entity} @change=${(event: CustomEvent<string>) => this.#shape({ title: event.detail })}></sangam-slot-text>
      <sangam-slot-text short .label=${t('Name of the file (the title, if empty)')} .value=${fileName} entity=${entity} @change=${(event: CustomEvent<string>) => this.#shape({ fileName: event.detail })}></sangam-slot-text>
      <div class="row">${tick(t('With the letterhead'), letterhead, () => this.#shape({ letterhead: !letterhead }))}${tick(t('Landscape'), landscape, () => this.#shape({ landscape: !landscape }))}${tick(t('Offered where a record is printed'), active, () => this.#put({ active: !active }))}</div>
      ${(this.wrong.get(0) ?? []).map(message => html`<p class="issue" role="alert">${message}</p>`)}</section>`
  }

  #put(change: Partial<Draft>): void {
    if (!this.draft) return
    this.draft = { ...this.draft, ...change }
    this.#letGo ??= holdLeaving(() =>
      confirm(t('What you typed here is not saved.'), { heading: t('Leave without saving?'), go: t('Leave'), stay: t('Stay'), danger: true }),
    )
  }

  #shape(change: Partial<DocumentShape>): void {
    if (!this.draft) return
    const { fileName, ...rest } = { ...this.draft.definition, ...change }
    this.#put({ definition: fileName ? { ...rest, fileName } : rest })
  }

  /** Another kind of record has other fields: what was written of those of the first would ask for what is not there. */
  async #anew(select: HTMLSelectElement): Promise<void> {
    const { draft } = this
    if (!draft) return
    const untouched = JSON.stringify(draft.definition) === JSON.stringify(blankFor(draft.entity))
    const question = t('Its words and parts are of the kind that was chosen before, and begin anew.')
    const sure = untouched || (await confirm(question, { heading: t('Choose another kind of record?'), go: t('Begin anew'), danger: true }))
    if (sure) this.#put({ entity: select.value, definition: blankFor(select.value) })
    else select.value = draft.entity
  }

  async #save(): Promise<void> {
    const { draft, saved } = this
    if (!draft || this.busy) return
    this.busy = true
    this.error = null
    this.wrong = new Map()
    try {
      const done = saved
        ? await ask<Template>(`${records}/${saved.id}`, { method: 'PATCH', body: draft, version: saved.version })
        : await ask<Template>(records, { method: 'POST', body: draft })
      this.saved = done
      this.#letGo?.()
      this.#letGo = null
      toast(t('Saved.'))
      await loadMeta()
      if (!saved) await go(`/documents/${done.id}`, { replace: true, force: true })
    } catch (error) {
      this.error = error
      this.wrong = error instanceof ProblemError ? byPart(error) : new Map()
    } finally {
      this.busy = false
    }
  }

  async #remove({ id, name, version }: Template): Promise<void> {
    const question = t('It is not offered any more. Papers that were printed stay as they are.')
    if (!(await confirm(question, { heading: t('Remove “{name}”?', { name }), go: t('Remove'), danger: true }))) return
    try {
      await ask(`${records}/${id}`, { method: 'DELETE', version })
      await loadMeta()
      await go('/documents', { force: true })
    } catch (error) {
      toastProblem(error)
    }
  }

  async #load(): Promise<void> {
    try {
      if (this.id === 'new') {
        const entity = printed().find(({ value }) => !value.startsWith('core.'))?.value ?? 'core.company'
        this.draft = { name: '', entity, active: true, definition: blankFor(entity) }
      } else {
        this.saved = await ask<Template>(`${records}/${this.id}`)
        const { name, entity, active, definition } = this.saved
        this.draft = { name, entity, active, definition }
      }
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-document-screen', SgDocumentScreen)

/** What is wrong with the document, at the parts that it is wrong with. */
function byPart({ problem }: ProblemError): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  for (const { field, message } of problem.errors ?? []) {
    const at = /^definition\.parts\.(\d+)$/.exec(field ?? '')?.[1]
    const part = at === undefined ? 0 : Number(at) + 1
    found.set(part, [...(found.get(part) ?? []), message])
  }
  return found
}

function valueIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
