import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { formatInstant, zone } from '../../shell/format.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { zones as everyZone } from '../../shell/zones.ts'
import { toast } from '../../ui/toast.ts'
import type { Definition } from '../view/definition.ts'
import { isPivot, type Report, reportEntity, sentOf } from './report.ts'

type Values = { readonly [field: string]: Json }
const names = ['name', 'format', 'every', 'weekdays', 'monthDay', 'time', 'zone', 'recipients', 'skipEmpty']

export interface Sent {
  readonly entity: string
  readonly kind: 'list' | 'pivot'
  /** The view's name; empty for all records. */
  readonly label: string
  readonly shown: Definition
}

/** Asks when a list or a pivot shall come by mail, and sets that up. */
export async function sendByMail({ entity, kind, label, shown }: Sent): Promise<void> {
  const definition = sentOf(kind, shown)
  const first = { name: label || called(entityMeta(entity)?.plural ?? ''), zone: zone(), format: kind === 'pivot' ? 'xlsx' : 'pdf' }
  const made = await ask(t('Send by mail'), t('Set it up'), { definition, ...first }, values => records.create(reportEntity, { ...values, entity, definition }))
  if (!made) return
  const said = made.nextAt ? t('It comes first on {when}.', { when: formatInstant(String(made.nextAt)) }) : t('It is set up.')
  toast(said, { action: { label: t('Reports by mail'), run: () => go('/reports') } })
}

/** Changes when and how a report comes; what it shows stays, and so does what was not changed here: who left it meanwhile is not put back. */
export function changeReport(report: Report): Promise<unknown> {
  const values = Object.fromEntries(names.map(name => [name, report[name] as Json]))
  return ask(t('Change {name}', { name: report.name }), t('Save'), { definition: report.definition, ...values }, given => {
    const changed = Object.entries(given).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(report[name] ?? null))
    return records.update(reportEntity, report.id, Object.fromEntries(changed), report.version)
  })
}

function ask(heading: string, verb: string, { definition, ...values }: Values, submit: (values: Values) => ReturnType<typeof records.create>) {
  return askFields({
    heading,
    wide: true,
    text: t('It shows what is in the list when it is sent, to each reader as they may see it. Words such as “today” are meant then.'),
    fields: fields(String(values.zone), isPivot(definition ?? null)),
    values,
    asks: (field, { every }) => (field === 'weekdays' ? every === 'week' : field !== 'monthDay' || every === 'month'),
    required: new Set(['weekdays', 'monthDay']),
    editors: { weekdays: dayBoxes },
    entity: reportEntity,
    go: verb,
    submit: given =>
      submit({
        ...given,
        weekdays: given.every === 'week' ? (given.weekdays ?? null) : null,
        monthDay: given.every === 'month' ? (given.monthDay ?? null) : null,
      }),
  })
}

function fields(chosen: string, pivot: boolean): FieldMeta[] {
  const all = entityMeta(reportEntity)?.fields ?? {}
  return names.flatMap(name => {
    const field = all[name]
    // Whom else it goes to is asked of those who may say it.
    if (!field || (name === 'recipients' && field.readonly)) return []
    if (name === 'format' && pivot) return { ...field, choices: Object.fromEntries(Object.entries(field.choices ?? {}).filter(([format]) => format !== 'pdf')) }
    return name === 'zone' ? { ...field, type: 'choice', required: true, help: null, choices: zones(chosen) } : field
  })
}

/** One's own first, then that of this device, then all others. */
function zones(chosen: string): { readonly [zone: string]: { readonly label: string } } {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const all = new Set([zone(), here, chosen, ...everyZone()])
  return Object.fromEntries([...all].map(name => [name, { label: name }]))
}

/** The days of the week beside each other, each to be ticked. */
function dayBoxes(value: Json | undefined, _: Values, set: (value: Json) => void): TemplateResult {
  const chosen = Array.isArray(value) ? value.map(String) : []
  const days = Object.entries(entityMeta(reportEntity)?.fields.weekdays?.choices ?? {})
  const turn = (day: string) => () => set(days.map(([one]) => one).filter(one => (one === day) !== chosen.includes(one)))
  return html`<div style="display:flex;flex-wrap:wrap;gap:6px 16px">${days.map(
    ([day, { label }]) =>
      html`<label style="display:inline-flex;gap:7px;align-items:center;min-block-size:24px"><input type="checkbox" .checked=${chosen.includes(day)} @change=${turn(day)} />${called(label ?? '')}</label>`,
  )}</div>`
}
