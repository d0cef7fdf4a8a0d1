import { html, nothing, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { formatNumber } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'
import type { SgImportScreen } from './import-screen.ts'
import type { Plan, PlannedRow, Problem, StagedImport, Unmatched, Verdict } from './wizard.ts'

/** What will happen to every row, and what to answer where something stands in the way. */
export function checkStep(screen: SgImportScreen, staged: StagedImport, plan: Plan): TemplateResult {
  const ready = plan.counts.create + plan.counts.update
  return html`
    ${counts(screen, plan)}
    ${plan.unmatched.map(one => unmatched(screen, one))}
    ${plan.problems.length > 0 ? problems(screen, staged, plan.problems) : nothing}
    ${rowsTable(screen, staged)}
    <div class="foot">
      <span class="note">${plan.counts.refuse > 0 ? t('{count, plural, one {One row} other {# rows}} will be left out.', { count: plan.counts.refuse }) : t('Every row is fine.')}</span>
      <button class="button" ?disabled=${screen.busy !== ''} @click=${() => screen.goTo('map')}>${t('Back to the columns')}</button>
      <button class="button" ?disabled=${screen.busy !== ''} @click=${() => void screen.check()}>${t('Check again')}</button>
      <button class="button primary" ?disabled=${ready === 0 || screen.busy !== ''} @click=${() => void screen.commit()}>${t('Import {count, plural, one {one row} other {# rows}}', { count: ready })}</button>
    </div>`
}

function counts(screen: SgImportScreen, plan: Plan): TemplateResult {
  const names: [Verdict, string][] = [
    ['create', t('will be created')],
    ['update', t('will be updated')],
    ['same', t('are as they are')],
    ['refuse', t('are refused')],
  ]
  return html`<div class="counts">${names.map(
    ([verdict, label]) => html`
    <button aria-pressed=${screen.shown === verdict ? 'true' : 'false'} data-verdict=${verdict} @click=${() => void screen.show(verdict)}><strong>${formatNumber(plan.counts[verdict])}</strong><span>${label}</span></button>`,
  )}</div>`
}

/** Names in the file that mean no record: each can stand for one, be created, or be left empty. */
function unmatched(screen: SgImportScreen, one: Unmatched): TemplateResult {
  const label = called(meta().entities[screen.entity]?.fields[one.field]?.label ?? one.field)
  const told = (text: string): string => String(screen.mapping.fields[one.field]?.values?.[text] ?? '')
  return html`<section data-unmatched=${one.field}>
    <h2>${t('{field}: {count, plural, one {one name is} other {# names are}} unknown', { field: label, count: one.texts.length })}</h2>
    ${
      one.canCreate
        ? html`<div class="row"><label><input type="checkbox" .checked=${screen.mapping.fields[one.field]?.missing === 'create'}
      @change=${(event: Event) => screen.refineField(one.field, { missing: (event.target as HTMLInputElement).checked ? 'create' : 'refuse' })}> ${t('Create those that stand for nothing else')}</label></div>`
        : nothing
    }
    <div class="scroll"><table><thead><tr><th scope="col">${t('In the file')}</th><th scope="col">${t('Rows')}</th><th scope="col">${t('Stands for')}</th></tr></thead>
      <tbody>${one.texts.slice(0, 30).map(
        ({ text, rows, near }) => html`<tr>
        <th scope="row">${text}</th><td class="number">${formatNumber(rows)}</td>
        <td><sangam-import-target .to=${one.to} .near=${near} .value=${told(text)} label=${t('{text} stands for', { text })}
          @pick=${(event: CustomEvent<string | undefined>) => screen.tellText(one.field, text, event.detail)}></sangam-import-target></td>
      </tr>`,
      )}</tbody></table></div>
  </section>`
}

function problems(screen: SgImportScreen, staged: StagedImport, found: readonly Problem[]): TemplateResult {
  return html`<section><h2>${t('What stands in the way')}</h2><div class="scroll"><table>
    <thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('What is wrong')}</th><th scope="col">${t('Rows')}</th><th scope="col">${t('Way out')}</th></tr></thead>
    <tbody>${found.map(problem => {
      const field = staged.fields.find(one => one.path === problem.field)
      return html`<tr><th scope="row">${field ? called(field.label) : (problem.field ?? '')}</th><td>${called(problem.message, problem.values ?? {})}</td><td class="number">${formatNumber(problem.rows)}</td>
        <td>${field && ['required', 'required_by_rule'].includes(problem.code) ? fallback(screen, field.path) : t('Row {row}', { row: formatNumber(problem.first) })}</td></tr>`
    })}</tbody></table></div></section>`
}

/** Rules are never switched off; a value can be given where the file has none. */
function fallback(screen: SgImportScreen, path: string): TemplateResult {
  const field = meta().entities[screen.entity]?.fields[path]
  const given = String(screen.mapping.fields[path]?.fallback ?? '')
  const set = (value: string): void => screen.refineField(path, { fallback: value })
  if (field?.choices) {
    return html`<select aria-label=${t('Use where it is missing')} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
      <option value="" selected disabled>${t('Use where it is missing')}</option>
      ${Object.entries(field.choices).map(([value, shape]) => html`<option value=${value} ?selected=${value === given}>${called(shape.label ?? value)}</option>`)}</select>`
  }
  return html`<input type="text" aria-label=${t('Use where it is missing')} placeholder=${t('Use where it is missing')} .value=${given} @change=${(event: Event) => set((event.target as HTMLInputElement).value)}>`
}

/** Why rows are refused stands before what is in them: after all the columns of a file nobody would see it. */
function rowsTable(screen: SgImportScreen, staged: StagedImport): TemplateResult | typeof nothing {
  if (screen.rows.length === 0) return nothing
  const told = screen.rows.some(({ issues }) => issues.length > 0)
  return html`<section><div class="scroll"><table>
    <thead><tr><th scope="col">${t('Row')}</th>${told ? html`<th scope="col">${t('Note')}</th>` : nothing}${staged.columns.map(column => html`<th scope="col">${column.header}</th>`)}</tr></thead>
    <tbody>${screen.rows.map(
      (row: PlannedRow) => html`<tr><th scope="row">${row.row}</th>
      ${told ? html`<td class="why">${row.issues.map(issue => html`<div>${called(issue.message, issue.values ?? {})}</div>`)}</td>` : nothing}
      ${staged.columns.map(column => html`<td>${row.cells[column.index] ?? ''}</td>`)}</tr>`,
    )}</tbody>
  </table></div></section>`
}
