import { html, nothing, type TemplateResult } from 'lit'
import { meta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import type { SgImportScreen } from './import-screen.ts'
import { fieldOf, type ImportField, type Mapping, type StagedImport } from './wizard.ts'

type Refine = (screen: SgImportScreen, field: ImportField) => TemplateResult | typeof nothing

/** Fields that the table of columns does not show whole: filled by several columns, by a column that another field has too, or with one value for every row. */
export function otherFields(screen: SgImportScreen, staged: StagedImport, details: Refine): TemplateResult {
  const { mapping } = screen
  const shown = staged.fields.filter(field => mapping.fields[field.path] && !standsInTable(mapping, field.path) && !onlyFallback(mapping, field.path))
  const rest = staged.fields.filter(field => !mapping.fields[field.path])
  return html`<section>
    <h2>${t('Other fields')}</h2>
    <p class="hint">${t('A field may take a column that another has too, a second column where the first is empty, or one value for every row.')}</p>
    ${
      shown.length > 0
        ? html`<div class="scroll"><table>
        <thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('From where')}</th><th scope="col">${t('Or, where that is empty')}</th><th></th></tr></thead>
        <tbody>${shown.map(field => otherRow(screen, staged, field, details))}</tbody></table></div>`
        : nothing
    }
    <div class="row"><label>${t('Add a field')}
      <select data-add @change=${(event: Event) => {
        const select = event.target as HTMLSelectElement
        screen.refineField(select.value, { columns: [0] })
        select.value = ''
      }}>
        <option value="" selected>${t('Choose a field')}</option>
        ${rest.map(field => html`<option value=${field.path}>${called(field.label)}</option>`)}
      </select></label></div>
  </section>`
}

function standsInTable(mapping: Mapping, path: string): boolean {
  const { columns = [] } = mapping.fields[path] ?? {}
  return columns.length === 1 && fieldOf(mapping, columns[0] ?? -1) === path
}

function onlyFallback(mapping: Mapping, path: string): boolean {
  const one = mapping.fields[path]
  return one !== undefined && one.columns.length === 0 && one.constant === undefined && one.fallback !== undefined
}

function otherRow(screen: SgImportScreen, staged: StagedImport, field: ImportField, details: Refine): TemplateResult {
  const { columns = [], constant } = screen.mapping.fields[field.path] ?? {}
  const label = called(field.label)
  const fixed = columns.length === 0
  const take = (place: number, value: string): void => {
    if (value === 'fixed') return screen.refineField(field.path, { columns: [], constant: '' })
    const next = value === '' ? columns.slice(0, place) : [...columns.slice(0, place), Number(value)]
    screen.refineField(field.path, { columns: next, constant: undefined })
  }
  const choose = (
    place: number,
    name: string,
    none: TemplateResult | typeof nothing,
  ): TemplateResult => html`<select aria-label=${name} @change=${(event: Event) => take(place, (event.target as HTMLSelectElement).value)}>
      ${none}
      ${staged.columns.map(column => html`<option value=${column.index} ?selected=${columns[place] === column.index}>${column.header}</option>`)}
    </select>`
  return html`<tr>
    <th scope="row">${label}</th>
    <td><div class="row">${choose(0, t('{field} from', { field: label }), html`<option value="fixed" ?selected=${fixed}>${t('One value for every row')}</option>`)}${fixed ? fixedValue(screen, field, constant) : details(screen, field)}</div></td>
    <td>${fixed ? nothing : choose(1, t('{field}, where that is empty', { field: label }), html`<option value="" ?selected=${columns[1] === undefined}>${t('Nothing')}</option>`)}</td>
    <td><button class="button" @click=${() => screen.dropField(field.path)} aria-label=${t('Leave out {field}', { field: label })}>${t('Leave out')}</button></td>
  </tr>`
}

/** One value for every row: a choice where the field has choices. */
export function fixedValue(screen: SgImportScreen, field: ImportField, value: unknown): TemplateResult {
  const shape = meta().entities[screen.entity]?.fields[field.path]
  const options = shape?.choices ?? shape?.states
  const name = t('{field} for every row', { field: called(field.label) })
  const set = (given: string): void => screen.refineField(field.path, { columns: [], constant: given })
  if (!options)
    return html`<input type="text" aria-label=${name} .value=${String(value ?? '')} @change=${(event: Event) => set((event.target as HTMLInputElement).value)} />`
  return html`<select aria-label=${name} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
    <option value="" disabled ?selected=${!value}>${t('Choose a value')}</option>
    ${Object.entries(options).map(([key, one]) => html`<option value=${key} ?selected=${key === value}>${called(one.label ?? key)}</option>`)}
  </select>`
}
