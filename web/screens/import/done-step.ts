import { html, nothing, type TemplateResult } from 'lit'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { downloadRefused } from './calls.ts'
import type { SgImportScreen } from './import-screen.ts'
import type { StagedImport } from './wizard.ts'

export function doneStep(screen: SgImportScreen, staged: StagedImport): TemplateResult {
  const counts = screen.plan?.counts
  if (screen.undone) {
    return html`<section role="status"><h2>${t('The import is taken back.')}</h2>
      <p class="hint">${t('{removed} removed, {restored} as before.', { removed: formatNumber(screen.undone.removed), restored: formatNumber(screen.undone.restored) })}
      ${screen.undone.kept.length > 0 ? t('{count, plural, one {One record was} other {# records were}} changed since and kept.', { count: screen.undone.kept.length }) : nothing}</p>
      <div class="row"><button class="button primary" @click=${() => screen.open()}>${t('Open the list')}</button></div></section>`
  }
  return html`<section role="status"><h2>${t('The rows are in.')}</h2>
    <p class="hint">${t('{created} created, {updated} updated, {same} as they were, {refused} left out.', {
      created: formatNumber(counts?.create ?? 0),
      updated: formatNumber(counts?.update ?? 0),
      same: formatNumber(counts?.same ?? 0),
      refused: formatNumber(counts?.refuse ?? 0),
    })}</p>
    <div class="row">
      <button class="button primary" @click=${() => screen.open()}>${t('Open the list')}</button>
      ${counts && counts.refuse > 0 ? html`<button class="button" @click=${() => void downloadRefused(staged.entity, staged.id)}>${t('Download the rows left out')}</button>` : nothing}
      <button class="button" ?disabled=${screen.busy !== ''} @click=${() => void screen.undo()}>${t('Take the import back')}</button>
    </div></section>`
}
