import { durationText, type FieldMeta, type Json, type Operator, periods, readDuration } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { fieldAt } from '../../data/meta.ts'
import { latinDigits } from '../../fields/input.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/pick.ts'
import { optionLabel, optionsOf } from './cells.ts'
import {
  askable,
  type Group,
  isRelational,
  keptPaths,
  nothing as noGroup,
  operatorLabel,
  operatorsOf,
  type Part,
  periodLabel,
  type Test,
} from './conditions.ts'
import { isThere, lostName } from './lost.ts'
import { typedKinds } from './typed-value.ts'

/** Of the stretches that are counted, those most asked for. */
const offered = [
  'last_14_days',
  'next_14_days',
  'last_4_weeks',
  'last_3_months',
  'next_3_months',
  'last_6_months',
  'last_12_months',
  'last_4_quarters',
  'last_2_fiscal_years',
]

/** Where there is no room for a test in one line. */
const stacked = css`.part { grid-template-columns: 1fr 30px; padding-block-end: 8px; border-block-end: 1px solid var(--sg-border); } .part > * { grid-column: 1; } .part > .drop { grid-column: 2; grid-row: 1; } .part.group { grid-template-columns: 1fr 30px; } .join { text-align: start; }`

/** Builds a condition: tests joined by and or or, groups within. Tells `change` with the new group. */
class SgFilter extends LitElement {
  static override properties = { entity: {}, group: { attribute: false }, kept: { type: Boolean }, ready: { type: Boolean } }
  declare entity: string
  declare group: Group
  /** Asks only of what a record itself says, always and to everyone: no other records, no “today”, no “me”. */
  declare kept: boolean
  /** Whether a first condition stands there to be filled in: whoever opened it wants one. */
  declare ready: boolean

  constructor() {
    super()
    this.entity = ''
    this.group = { kind: 'group', join: 'and', parts: [] }
    this.kept = false
    this.ready = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; }
    fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 8px; min-inline-size: 0; }
    fieldset fieldset { padding: 10px; border: 1px solid var(--sg-border); border-radius: 9px; background: var(--sg-surface-2); }
    .part { display: grid; grid-template-columns: 86px minmax(130px, 1.2fr) minmax(110px, 0.9fr) minmax(140px, 1.4fr) 30px; gap: 6px; align-items: center; }
    .part > .inner { grid-column: 2 / -1; }
    .part.group { grid-template-columns: 86px 1fr 30px; align-items: start; }
    .join { color: var(--sg-text-2); font-size: var(--sg-text-sm); padding-inline-end: 4px; text-align: end; }
    .two { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; }
    .many { display: flex; flex-wrap: wrap; gap: 5px 12px; padding: 6px 0; } .many label { display: flex; gap: 6px; align-items: center; }
    .foot { display: flex; gap: 6px; flex-wrap: wrap; }
    @media (max-width: 760px) { ${stacked} }
    @container (max-width: 560px) { ${stacked} }
  `,
  ]

  protected override render(): unknown {
    return this.#group(this.entity, this.group, group => this.#tell(group), true)
  }

  #group(entity: string, group: Group, set: (group: Group) => void, first = false): TemplateResult {
    const path = this.#askable(entity)[0]?.paths[0]?.path ?? ''
    const parts = first && this.ready && group.parts.length === 0 ? [this.#blank(entity, path)] : group.parts
    const put = (at: number, part: Part | null): void => set({ ...group, parts: part ? parts.with(at, part) : parts.toSpliced(at, 1) })
    const add = (part: Part): void => set({ ...group, parts: [...group.parts, part] })
    return html`<fieldset aria-label=${t('Conditions')}>
      ${parts.map((part, at) =>
        part.kind === 'group'
          ? html`<div class="part group">${this.#join(group, at, set)}${this.#group(entity, part, next => put(at, next))}${this.#drop(() => put(at, null))}</div>`
          : html`<div class="part">${this.#join(group, at, set)}${this.#test(entity, part, next => put(at, next))}${this.#drop(() => put(at, null))}${isRelational(part.operator) ? this.#inner(entity, part, next => put(at, next)) : nothing}</div>`,
      )}
      <div class="foot"><sangam-button size="small" kind="quiet" icon="plus" @click=${() => add(this.#blank(entity, path))}>${t('Add a condition')}</sangam-button>
        <sangam-button size="small" kind="quiet" icon="group" @click=${() => add({ kind: 'group', join: group.join === 'and' ? 'or' : 'and', parts: [this.#blank(entity, path)] })}>${t('Add a group')}</sangam-button>${first ? html`<slot></slot>` : nothing}</div></fieldset>`
  }

  #join(group: Group, at: number, set: (group: Group) => void): TemplateResult {
    if (at === 0) return html`<span class="join">${group.not ? t('not') : t('where')}</span>`
    if (at > 1) return html`<span class="join">${group.join === 'and' ? t('and') : t('or')}</span>`
    return html`<select aria-label=${t('And, or')} @change=${(event: Event) => set({ ...group, join: valueFor(event) as 'and' | 'or' })}>${choices(
      [
        ['and', t('and')],
        ['or', t('or')],
      ],
      group.join,
    )}</select>`
  }

  /** What must hold of the records that belong to one. */
  #inner(entity: string, test: Test, set: (test: Test) => void): TemplateResult {
    const to = fieldAt(entity, test.path)?.to ?? ''
    return html`<div class="inner">${this.#group(to, test.inner ?? noGroup, inner => set({ ...test, inner }))}</div>`
  }

  #test(entity: string, test: Test, set: (test: Test) => void): TemplateResult {
    const field = fieldAt(entity, test.path)
    const groups = this.#askable(entity)
    const lost = isThere(entity, test.path) ? [] : choices([[test.path, t('{field} (missing)', { field: lostName(entity, test.path) })]], test.path)
    return html`<select aria-label=${t('Field')} @change=${(event: Event) => set(this.#blank(entity, valueFor(event)))}>${lost}${groups.map((group, at) => {
      const options = choices(
        group.paths.map(one => [one.path, one.label]),
        test.path,
      )
      return at === 0 ? options : html`<optgroup label=${group.label}>${options}</optgroup>`
    })}</select>
      <select aria-label=${t('How')} @change=${(event: Event) => set(turned(test, valueFor(event)))}>${field ? choices(operatorChoices(field, this.kept), test.operator === 'isEmpty' && test.value === false ? 'isFilled' : test.operator) : nothing}</select>
      ${field && test.operator !== 'isEmpty' && !isRelational(test.operator) ? this.#value(field, test, value => set({ ...test, value })) : html`<span></span>`}`
  }

  #value(field: FieldMeta, test: Test, set: (value: Json) => void): TemplateResult {
    if (test.operator === 'within')
      return html`<select aria-label=${t('Period')} @change=${(event: Event) => set(valueFor(event))}>${choices(
        [...new Set([...periods, ...offered, String(test.value)])].map(period => [period, periodLabel(period)]),
        String(test.value),
      )}</select>`
    if (test.operator === 'between') {
      const [from = '', to = ''] = Array.isArray(test.value) ? (test.value as string[]) : []
      return html`<div class="two">${this.#plain(field, from, t('From'), value => set([value, to]))}${this.#plain(field, to, t('To'), value => set([from, value]))}</div>`
    }
    const options = Object.keys(optionsOf(field))
    if (test.operator === 'in' || test.operator === 'notIn') {
      const chosen = new Set(Array.isArray(test.value) ? (test.value as string[]) : [])
      if (options.length > 0)
        return html`<div class="many" role="group" aria-label=${t('Values')}>${options.map(value => html`<label><input type="checkbox" .checked=${chosen.has(value)} @change=${() => set(flipped(chosen, value))} />${optionLabel(field, value)}</label>`)}</div>`
      if (field.type === 'reference')
        return html`<sangam-pick entity=${field.to ?? ''} label=${t('Value')} .value=${[...chosen][0] ?? ''} @pick=${(event: CustomEvent<{ id: string } | null>) => set(event.detail ? [event.detail.id] : [])}></sangam-pick>`
      return html`<input aria-label=${t('Values, with commas between')} placeholder=${t('One, another, …')} .value=${[...chosen].join(', ')} @change=${(
        event: Event,
      ) =>
        set(
          valueFor(event)
            .split(',')
            .map(one => one.trim())
            .filter(Boolean),
        )} />`
    }
    if (options.length > 0)
      return html`<select aria-label=${t('Value')} @change=${(event: Event) => set(valueFor(event))}>${choices([['', t('Choose…')], ...options.map(value => [value, optionLabel(field, value)] as const)], String(test.value ?? ''))}</select>`
    if (field.type === 'boolean')
      return html`<select aria-label=${t('Value')} @change=${(event: Event) => set(valueFor(event) === 'true')}>${choices(
        [
          ['true', t('Yes')],
          ['false', t('No')],
        ],
        String(test.value),
      )}</select>`
    if (field.type === 'reference' || field.type === 'references')
      return html`<sangam-pick entity=${field.to ?? ''} label=${t('Value')} ?me=${field.to === 'core.user' && !this.kept} .value=${String(test.value ?? '')} @pick=${(event: CustomEvent<{ id: string } | null>) => set(event.detail?.id ?? null)}></sangam-pick>`
    return this.#plain(field, String(test.value ?? ''), t('Value'), set)
  }

  #plain(field: FieldMeta, value: string, label: string, set: (value: Json) => void): TemplateResult {
    if (typedKinds.has(field.type) && !value.startsWith('$')) {
      const given = value === '' ? null : field.type === 'integer' ? Number(value) : value
      return html`<sangam-typed-value .field=${field} .value=${given} @change=${(event: CustomEvent<Json>) => set(event.detail ?? '')}></sangam-typed-value>`
    }
    const shown = field.type === 'duration' && /^-?\d+$/.test(value) ? durationText(Number(value)) : value
    return html`<input aria-label=${label} inputmode=${field.type === 'rating' ? 'numeric' : nothing} .value=${shown} @change=${(event: Event) => set(typedValue(field, valueFor(event)))} @input=${(event: Event) => field.type !== 'duration' && set(typedValue(field, valueFor(event)))} />`
  }

  #askable(entity: string): ReturnType<typeof askable> {
    return this.kept ? keptPaths(entity) : askable(entity)
  }

  #drop(run: () => void): TemplateResult {
    return html`<sangam-button class="drop" size="small" kind="quiet" icon="close" label=${t('Remove the condition')} @click=${run}></sangam-button>`
  }

  #blank(entity: string, path: string): Test {
    const field = fieldAt(entity, path)
    const [operator = 'eq'] = field ? operatorsOf(field) : []
    const preferred: Operator = field?.type === 'text' && field.operators.includes('contains') ? 'contains' : operator
    return { kind: 'test', path, operator: preferred, value: firstValue(preferred, field) }
  }

  #tell(group: Group): void {
    this.group = group
    this.dispatchEvent(new CustomEvent('change', { detail: group }))
  }
}
customElements.define('sangam-filter', SgFilter)

function operatorChoices(field: FieldMeta, kept: boolean): readonly (readonly [string, string])[] {
  const operators = operatorsOf(field).filter(operator => !kept || operator !== 'within')
  return operators.flatMap((operator): (readonly [string, string])[] =>
    operator === 'isEmpty'
      ? [
          ['isEmpty', t('is empty')],
          ['isFilled', t('is not empty')],
        ]
      : [[operator, operatorLabel(operator, field)]],
  )
}

function turned(test: Test, operator: string): Test {
  if (operator === 'isEmpty' || operator === 'isFilled') return { ...test, operator: 'isEmpty', value: operator === 'isEmpty' }
  const next = operator as Operator
  if (isRelational(next)) return { ...test, operator: next, value: null }
  const sameKind = listed(next) === listed(test.operator) && next !== 'within' && test.operator !== 'within' && test.operator !== 'isEmpty'
  return { ...test, operator: next, value: sameKind ? test.value : firstValue(next, undefined) }
}

function firstValue(operator: Operator, field: FieldMeta | undefined): Json {
  if (operator === 'isEmpty') return true
  if (operator === 'within') return 'this_month'
  if (operator === 'between') return ['', '']
  if (operator === 'in' || operator === 'notIn') return []
  return field?.type === 'boolean' ? true : ''
}

function listed(operator: Operator): string {
  return operator === 'in' || operator === 'notIn' ? 'list' : operator === 'between' ? 'pair' : 'one'
}

function flipped(chosen: ReadonlySet<string>, value: string): string[] {
  return chosen.has(value) ? [...chosen].filter(one => one !== value) : [...chosen, value]
}

function typedValue(field: FieldMeta, text: string): Json {
  if (field.type === 'duration') return readDuration(latinDigits(text)) ?? ''
  if (field.type === 'rating') return /^-?\d+$/.test(text.trim()) ? Number(text) : ''
  return text
}

function choices(options: readonly (readonly [string, string])[], chosen: string): TemplateResult[] {
  return options.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)
}

function valueFor(event: Event): string {
  return (event.target as HTMLInputElement).value
}
