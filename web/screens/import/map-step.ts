import { html, nothing, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import type { SgImportScreen } from './import-screen.ts'
import { fixedValue, otherFields } from './others.ts'
import { type Column, type DateOrder, fieldOf, type ImportField, type Question, questions, type StagedImport } from './wizard.ts'

/** What each column means, and what the file alone can't tell. */
export function mapStep(screen: SgImportScreen, staged: StagedImport): TemplateResult {
  const open = questions(staged, screen.mapping)
  return html`
    <section>
      <p class="hint">${t('{file}: {rows, plural, one {# row} other {# rows}}. Say what each column means; the rest is left out.', { file: staged.file, rows: staged.rows })}</p>
      <div class="scroll"><table>
        <thead><tr><th scope="col">${t('Column')}</th><th class="samples" scope="col">${t('For example')}</th><th scope="col">${t('Becomes')}</th></tr></thead>
        <tbody>${staged.columns.map(column => columnRow(screen, staged, column, open))}</tbody>
      </table></div>
    </section>
    ${unmapped(screen, staged, open)}
    ${otherFields(screen, staged, (one, field) => details(one, staged, field, open))}
    ${keyChoice(screen, staged)}
    <div class="foot">
      <span class="note">${open.length > 0 ? t('{count, plural, one {One question is} other {# questions are}} open.', { count: open.length }) : t('Nothing is written before you have seen it.')}</span>
      <button class="button" @click=${() => screen.goTo('drop')}>${t('Choose another file')}</button>
      <button class="button primary" ?disabled=${open.length > 0 || screen.busy !== ''} @click=${() => void screen.check()}>${t('Check the rows')}</button>
    </div>`
}

function columnRow(screen: SgImportScreen, staged: StagedImport, column: Column, open: readonly Question[]): TemplateResult {
  const path = fieldOf(screen.mapping, column.index)
  const field = staged.fields.find(one => one.path === path)
  return html`<tr>
    <th scope="row">${column.header}</th>
    <td class="samples">${column.samples.join(' · ')}</td>
    <td><div class="row">
      <select aria-label=${t('What {column} becomes', { column: column.header })} @change=${(event: Event) => screen.assignColumn(column, (event.target as HTMLSelectElement).value || null)}>
        <option value="" ?selected=${path === null}>${t('Leave out')}</option>
        ${staged.fields.map(one => html`<option value=${one.path} ?selected=${one.path === path}>${called(one.label)}${one.required ? ' *' : ''}</option>`)}
      </select>
      ${field ? details(screen, staged, field, open) : nothing}
    </div></td>
  </tr>`
}

/** What a field needs to be read rightly: an order of dates, a currency, what to do with unknown names. */
function details(screen: SgImportScreen, staged: StagedImport, field: ImportField, open: readonly Question[]): TemplateResult | typeof nothing {
  const one = screen.mapping.fields[field.path]
  if (field.type === 'date' || field.type === 'datetime') {
    const unsure = open.some(question => question.path === field.path)
    const of = staged.columns.find(column => one?.columns.includes(column.index))
    const taken = one?.dateOrder !== undefined && one.dateOrder === of?.dateOrder ? of.orderFrom : undefined
    const orders: [DateOrder, string][] = [
      ['dmy', t('Day first (31/12/2027)')],
      ['mdy', t('Month first (12/31/2027)')],
      ['ymd', t('Year first (2027-12-31)')],
    ]
    return html`<select aria-label=${t('Order of {field}', { field: called(field.label) })} @change=${(event: Event) => screen.refineField(field.path, { dateOrder: (event.target as HTMLSelectElement).value as DateOrder })}>
        ${one?.dateOrder ? nothing : html`<option value="" selected disabled>${t('Day or month first?')}</option>`}
        ${orders.map(([value, label]) => html`<option value=${value} ?selected=${one?.dateOrder === value}>${label}</option>`)}
      </select>${taken ? html`<span class="note">${t('Taken from {column}, whose dates can be read one way only.', { column: taken })}</span>` : nothing}${unsure ? html`<span class="ask">${t('These dates can be read both ways.')}</span>` : nothing}`
  }
  if (field.type === 'money') {
    return html`<select aria-label=${t('Currency of {field}', { field: called(field.label) })} @change=${(event: Event) => screen.refineField(field.path, { currency: (event.target as HTMLSelectElement).value })}>
      ${one?.currency ? nothing : html`<option value="" selected disabled>${t('In which currency?')}</option>`}
      ${Object.keys(meta().currencies).map(code => html`<option value=${code} ?selected=${one?.currency === code}>${code}</option>`)}
    </select>`
  }
  if (field.to && field.to !== screen.entity) {
    const choices: ['refuse' | 'create' | 'empty', string][] = [
      ['refuse', t('Refuse unknown names')],
      ['create', t('Create unknown ones')],
      ['empty', t('Leave unknown ones empty')],
    ]
    return html`<select aria-label=${t('Unknown names in {field}', { field: called(field.label) })} @change=${(event: Event) => screen.refineField(field.path, { missing: (event.target as HTMLSelectElement).value as 'refuse' })}>
      ${choices.map(([value, label]) => html`<option value=${value} ?selected=${(one?.missing ?? 'refuse') === value}>${label}</option>`)}
    </select>`
  }
  return nothing
}

function unmapped(screen: SgImportScreen, staged: StagedImport, open: readonly Question[]): TemplateResult | typeof nothing {
  const missing = open.filter(question => question.kind === 'required')
  if (missing.length === 0) return nothing
  return html`<section><h2>${t('Still needed')}</h2>
    ${missing.map(question => {
      const field = staged.fields.find(one => one.path === question.path)
      if (!field) return nothing
      return html`<div class="row"><label>${called(field.label)}
        <select data-needed=${field.path} @change=${(event: Event) => screen.refineField(field.path, { columns: [Number((event.target as HTMLSelectElement).value)] })}>
          <option selected disabled>${t('Choose a column')}</option>
          ${staged.columns.map(column => html`<option value=${column.index}>${column.header}</option>`)}
        </select></label> <span>${t('or one value for every row')}</span> ${fixedValue(screen, field, undefined)}</div>`
    })}
  </section>`
}

function keyChoice(screen: SgImportScreen, staged: StagedImport): TemplateResult {
  const mapped = staged.fields.filter(field => screen.mapping.fields[field.path] && !field.path.includes('.') && ['text', 'integer'].includes(field.type))
  const { key, adds = false } = screen.mapping
  const manner = html`<label>${t('What is there')}
    <select @change=${(event: Event) => screen.setAdds((event.target as HTMLSelectElement).value === 'add')}>
      <option value="update" ?selected=${!adds}>${t('is changed where it differs')}</option>
      <option value="add" ?selected=${adds}>${t('stays: only add what is new')}</option>
    </select></label>`
  return html`<section><div class="row"><label>${adds ? t('Rows are one record that have the same') : t('Update records that have the same')}
    <select @change=${(event: Event) => screen.setKey((event.target as HTMLSelectElement).value || null)}>
      <option value="" ?selected=${key === null}>${t('nothing: always create')}</option>
      ${mapped.map(field => html`<option value=${field.path} ?selected=${key === field.path}>${called(field.label)}</option>`)}
    </select></label>${key === null ? nothing : manner}</div></section>`
}
