import type { FieldMeta } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { optionsOf } from '../../fields/options.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import { subjects, type Trigger, triggerNames } from './shape.ts'

/** When it happens, and about which kind of record. Tells `change` with `{ entity, trigger }`. */
class SgTriggerEditor extends LitElement {
  static override properties = { entity: {}, trigger: { attribute: false }, roles: { attribute: false } }
  declare entity: string
  declare trigger: Trigger
  declare roles: readonly { readonly name: string; readonly label: string }[]

  constructor() {
    super()
    this.entity = ''
    this.trigger = { on: 'created' }
    this.roles = []
  }

  static override styles = [
    base,
    inputs,
    css`:host { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); align-items: start; } .wide { grid-column: 1 / -1; } .checks { display: flex; flex-wrap: wrap; gap: 6px 14px; } .checks label { display: flex; gap: 6px; align-items: center; } p { color: var(--sg-text-2); font-size: var(--sg-text-sm); }`,
  ]

  protected override render(): unknown {
    const { on } = this.trigger
    const free = on === 'schedule' || on === 'hook'
    return html`${this.#select(t('When it happens'), Object.entries(triggerNames()), on, value => this.#tell(this.entity, this.#blank(value, this.entity)))}
      ${this.#select(t('Kind of record'), [...(free || !this.entity ? [['', free ? t('None') : t('Choose…')] as const] : []), ...subjects()], this.entity, entity => this.#tell(entity, this.#blank(on, entity)))}
      ${this.#more()}`
  }

  #more(): TemplateResult | typeof nothing {
    const { trigger } = this
    const fields = Object.values(entityMeta(this.entity)?.fields ?? {})
    const put = (more: object): void => this.#tell(this.entity, { ...trigger, ...more })
    switch (trigger.on) {
      case 'changed': {
        const chosen = new Set((trigger.fields ?? []) as readonly string[])
        const flip = (name: string): void => put({ fields: chosen.has(name) ? [...chosen].filter(one => one !== name) : [...chosen, name] })
        return html`<fieldset class="wide field"><legend>${t('Only when one of these changes (none: any)')}</legend><div class="checks">${fields.filter(field => field.type !== 'lines').map(field => html`<label><input type="checkbox" .checked=${chosen.has(field.name)} @change=${() => flip(field.name)} />${called(field.label)}</label>`)}</div></fieldset>
          <div class="wide checks"><label><input type="checkbox" .checked=${trigger.created === true} @change=${() => put({ created: trigger.created !== true })} />${t('Also when it is created')}</label></div>`
      }
      case 'state': {
        const flows = stateFields(fields)
        const field = flows.find(one => one.name === trigger.field)
        return html`${this.#select(
          t('Field'),
          flows.map(one => [one.name, called(one.label)] as const),
          String(trigger.field),
          name => put({ field: name, state: firstState(flows.find(one => one.name === name)) }),
        )}
          ${
            field
              ? this.#select(
                  t('Status'),
                  optionsOf(field).map(one => [one.value, one.label] as const),
                  String(trigger.state),
                  state => put({ state }),
                )
              : nothing
          }`
      }
      case 'date': {
        const days = Number(trigger.days ?? 0)
        return html`${this.#select(
          t('Day in'),
          fields.filter(field => ['date', 'datetime'].includes(field.type)).map(field => [field.name, called(field.label)] as const),
          String(trigger.field),
          field => put({ field }),
        )}
          ${this.#select(
            t('Before or after'),
            [
              ['-1', t('before')],
              ['1', t('after or on')],
            ],
            days < 0 ? '-1' : '1',
            sign => put({ days: Math.abs(days) * Number(sign) }),
          )}
          ${this.#input(t('Days'), String(Math.abs(days)), 'number', value => put({ days: Math.trunc(Number(value)) * (days < 0 ? -1 : 1) }))}
          ${this.#input(t('At'), String(trigger.time ?? '08:00'), 'time', time => put({ time }))}`
      }
      case 'schedule':
        return html`${this.#input(t('Schedule (cron)'), String(trigger.cron ?? ''), 'text', cron => put({ cron }))}${this.#input(t('Time zone (empty: the company’s)'), String(trigger.zone ?? ''), 'text', zone => put({ zone: zone || undefined }))}
          <p class="wide">${t('Minute, hour, day of the month, month, day of the week: 0 8 * * 1 is Mondays at eight.')}</p>`
      case 'hook':
        return html`${
          this.entity
            ? html`${this.#select(
                t('Found by'),
                fields
                  .filter(field => ['text', 'series', 'integer', 'reference'].includes(field.type))
                  .map(field => [field.name, called(field.label)] as const),
                String(trigger.field),
                field => put({ field }),
              )}
          ${this.#input(t('with this of the call'), String(trigger.value ?? ''), 'text', value => put({ value }))}`
            : nothing
        }
          <div class="wide checks"><label><input type="checkbox" .checked=${trigger.signed === true} @change=${() => put({ signed: trigger.signed !== true })} />${t('Only calls that are signed')}</label></div>`
      case 'button': {
        const roles = new Set((trigger.roles ?? []) as readonly string[])
        const flip = (name: string): void => put({ roles: roles.has(name) ? [...roles].filter(one => one !== name) : [...roles, name] })
        return html`${this.#input(t('On the button'), String(trigger.label ?? ''), 'text', label => put({ label }))}${this.#input(t('Asked first (may be empty)'), String(trigger.confirm ?? ''), 'text', value => put({ confirm: value || undefined }))}
          <fieldset class="wide field"><legend>${t('For these roles (none: whoever may change the record)')}</legend><div class="checks">${this.roles.map(role => html`<label><input type="checkbox" .checked=${roles.has(role.name)} @change=${() => flip(role.name)} />${called(role.label)}</label>`)}</div></fieldset>`
      }
      default:
        return nothing
    }
  }

  #input(label: string, value: string, type: string, put: (value: string) => void): TemplateResult {
    return html`<label class="field">${label}<input type=${type} .value=${value} @change=${(event: Event) => put(textIn(event))} /></label>`
  }

  #select(label: string, options: readonly (readonly [string, string])[], value: string, put: (value: string) => void): TemplateResult {
    return html`<label class="field">${label}<select @change=${(event: Event) => put(textIn(event))}>${options.map(([name, said]) => html`<option value=${name} ?selected=${name === value}>${said}</option>`)}</select></label>`
  }

  #blank(on: string, entity: string): Trigger {
    const fields = Object.values(entityMeta(entity)?.fields ?? {})
    switch (on) {
      case 'state': {
        const [field] = stateFields(fields)
        return { on, field: field?.name ?? '', state: firstState(field) }
      }
      case 'date':
        return { on, field: fields.find(field => ['date', 'datetime'].includes(field.type))?.name ?? '', days: 0, time: '08:00' }
      case 'schedule':
        return { on, cron: '0 8 * * 1' }
      case 'hook':
        return entity ? { on, field: entityMeta(entity)?.title ?? '', value: '{{ hook.name }}' } : { on }
      case 'button':
        return { on, label: '' }
      default:
        return { on }
    }
  }

  #tell(entity: string, trigger: Trigger): void {
    this.entity = entity
    this.trigger = trigger
    this.dispatchEvent(new CustomEvent('change', { detail: { entity: entity || null, trigger } }))
  }
}
customElements.define('sangam-trigger-editor', SgTriggerEditor)

function stateFields(fields: readonly FieldMeta[]): readonly FieldMeta[] {
  return fields.filter(field => field.type === 'flow' || field.type === 'choice')
}

function firstState(field: FieldMeta | undefined): string {
  return field ? (optionsOf(field)[0]?.value ?? '') : ''
}

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
