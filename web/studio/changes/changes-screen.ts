import { css, html, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ChangeSet } from '../model/shown.ts'
import type { Studio } from '../model/store.ts'
import './graduate-dialog.ts'
import './import-dialog.ts'
import { setState } from './states.ts'

/** The history of what administrators changed, newest first, and what waits. */
class SgChangesScreen extends StudioScreen {
  static override properties = { ...StudioScreen.properties, sets: { state: true }, importing: { state: true }, graduating: { state: true } }
  declare sets: readonly ChangeSet[] | null
  declare importing: boolean
  declare graduating: boolean

  constructor() {
    super()
    this.sets = null
    this.importing = false
    this.graduating = false
  }

  static override styles = [...[StudioScreen.styles].flat(), css`td a { font-weight: 550; } @media (max-width: 760px) { .wide { display: none; } }`]

  protected override heading(): string {
    return t('Changes')
  }

  protected override screen(studio: Studio): TemplateResult {
    const { sets } = this
    const own = studio.model.entities.some(entity => entity.custom && entity.pending !== 'new')
    return html`<sangam-page heading=${this.heading()}>${own ? html`<sangam-button slot="actions" icon="download" @click=${() => (this.graduating = true)}>${t('Continue as a plugin…')}</sangam-button>` : nothing}<sangam-button slot="actions" icon="upload" @click=${() => (this.importing = true)}>${t('Import a file')}</sangam-button>
      <p class="lead">${t('What is changed in the Studio is collected, looked at, applied together, and can be taken back. A file takes it to another workspace.')}</p>
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      ${
        sets === null
          ? html`<sangam-skeleton lines="5"></sangam-skeleton>`
          : sets.length === 0
            ? html`<div class="card"><sangam-empty icon="history" heading=${t('Nothing was changed yet')} text=${t('Make an entity or add a field: it is collected here before it is applied.')}><sangam-button kind="primary" href="/studio">${t('All entities')}</sangam-button></sangam-empty></div>`
            : html`<div class="scroll"><table><thead><tr><th scope="col">${t('Changes')}</th><th scope="col">${t('Status')}</th><th scope="col" class="wide">${t('Who')}</th><th scope="col" class="wide">${t('When')}</th></tr></thead><tbody>${sets.map(set => row(set))}</tbody></table></div>`
      }
      ${this.graduating ? html`<sangam-graduate .studio=${studio} @close=${() => (this.graduating = false)}></sangam-graduate>` : nothing}
      ${this.importing ? html`<sangam-import-model @close=${() => (this.importing = false)}></sangam-import-model>` : nothing}</sangam-page>`
  }

  protected override async load(): Promise<void> {
    await super.load()
    try {
      this.sets = (await ask<{ items: readonly ChangeSet[] }>('/api/model/sets')).items
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-changes-screen', SgChangesScreen)

function row(set: ChangeSet): TemplateResult {
  const when = set.appliedAt ?? set.createdAt
  return html`<tr><td><a href="/studio/changes/${set.id}">${set.title}</a><span class="under">${t('{count, plural, one {# change} other {# changes}}', { count: set.operations.length })}</span></td><td>${setState(set.state)}</td>
    <td class="wide">${set['appliedBy.$title'] ?? set['createdBy.$title'] ?? '–'}</td><td class="wide"><time title=${formatInstant(when)}>${formatRelative(when)}</time></td></tr>`
}
