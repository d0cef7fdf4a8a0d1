import type { Json } from '@sangam/sdk'
import { html } from 'lit'
import { t } from '../../shell/words.ts'
import '../fields/formula-editor.ts'
import '../ui/condition-editor.ts'
import type { Options } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import type { OptionPlace, OptionShape, TypeShape } from './shape.ts'

const fieldsOf = (entity: unknown) => studioStore.value?.model.entities.find(one => one.name === entity)?.fields ?? []
const pairs = (fields: ReturnType<typeof fieldsOf>) => fields.map(field => [field.name, said(field.label)] as const)

export const formula: TypeShape = {
  type: 'formula',
  label: () => t('Formula'),
  about: () => t('Worked out from other fields: quantity times price.'),
  icon: 'chart',
  group: 'worked',
  common: [],
  start: { result: 'decimal', expression: '' },
  options: [
    {
      name: 'expression',
      label: () => t('Formula'),
      kind: 'own',
      draw: ({ entity, options, set }: OptionPlace) =>
        html`<sangam-formula-editor .entity=${entity} .expression=${String(options.expression ?? '')} .result=${String(options.result ?? 'decimal')} @change=${(event: CustomEvent<Options>) => set(event.detail)}></sangam-formula-editor>`,
    },
  ],
}

export const lookup: TypeShape = {
  type: 'lookup',
  label: () => t('Shown from a linked record'),
  about: () => t('The phone of the contact, as it is there now.'),
  icon: 'link',
  group: 'worked',
  common: [],
  options: [
    chosen(
      'by',
      () => t('Through'),
      ({ entity }) => pairs(fieldsOf(entity).filter(field => field.type === 'reference')),
      ['field'],
    ),
    chosen(
      'field',
      () => t('Shows'),
      ({ entity, options }) => pairs(fieldsOf(fieldsOf(entity).find(field => field.name === options.by)?.to).filter(field => field.type !== 'lines')),
    ),
  ],
}

const measured = new Set(['integer', 'decimal', 'money', 'percent', 'duration', 'rating'])
const ordered = new Set([...measured, 'date', 'datetime'])
const isMoney = (options: Options): boolean => fieldsOf(options.of).find(field => field.name === options.field)?.type === 'money'

export const rollup: TypeShape = {
  type: 'rollup',
  label: () => t('Rollup'),
  about: () => t('How many, or what they sum to: of the records that point here.'),
  icon: 'sort',
  group: 'worked',
  common: [],
  start: { how: 'count' },
  options: [
    chosen(
      'how',
      () => t('What it says'),
      () => [
        ['count', t('how many there are')],
        ['sum', t('their sum')],
        ['average', t('their average')],
        ['min', t('the smallest')],
        ['max', t('the largest')],
      ],
      ['field', 'currency'],
    ),
    chosen(
      'of',
      () => t('Of'),
      ({ entity }) =>
        (studioStore.value?.model.entities ?? [])
          .filter(one => one.fields.some(field => field.type === 'reference' && field.to === entity))
          .map(one => [one.name, said(one.plural)]),
      ['by', 'field', 'currency', 'where'],
    ),
    chosen(
      'by',
      () => t('Which point here by'),
      ({ entity, options }) => pairs(fieldsOf(options.of).filter(field => field.type === 'reference' && field.to === entity)),
    ),
    {
      ...chosen(
        'field',
        () => t('Looks at'),
        ({ options }) => {
          const fitting = options.how === 'min' || options.how === 'max' ? ordered : measured
          return pairs(fieldsOf(options.of).filter(field => fitting.has(field.type)))
        },
        ['currency'],
      ),
      when: options => options.how !== 'count',
    },
    {
      name: 'currency',
      label: () => t('Currency'),
      help: () => t('Money is rolled up in one currency, such as INR.'),
      kind: 'text',
      required: true,
      when: isMoney,
    },
    {
      name: 'where',
      label: () => t('Only those where'),
      kind: 'own',
      when: options => typeof options.of === 'string',
      draw: ({ options, set }: OptionPlace) =>
        html`<div><h3>${t('Only those where')}</h3><sangam-condition-editor kept entity=${String(options.of)} .condition=${(options.where ?? {}) as object} @change=${(event: CustomEvent<object>) => set({ where: Object.keys(event.detail).length > 0 ? (event.detail as Json) : undefined })}></sangam-condition-editor></div>`,
    },
  ],
}

/** One of what is there, given what was chosen before; another choice forgets what followed from this one. */
function chosen(
  name: string,
  label: () => string,
  picks: (place: OptionPlace) => readonly (readonly [string, string])[],
  forgets: readonly string[] = [],
): OptionShape {
  return {
    name,
    label,
    kind: 'own',
    draw: place =>
      html`<label class="field">${label()}<select name=${name} required @change=${(event: Event) => place.set({ ...Object.fromEntries(forgets.map(one => [one, undefined])), [name]: (event.target as HTMLSelectElement).value || undefined })}>
      <option value="" ?selected=${!place.options[name]}></option>${picks(place).map(([value, words]) => html`<option value=${value} ?selected=${place.options[name] === value}>${words}</option>`)}</select></label>`,
  }
}
