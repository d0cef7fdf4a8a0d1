import type { Approval, ApprovalStep } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/pick.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import '../ui/condition-editor.ts'

/** Who must agree before an arrow is taken, one step after another. Tells `change` with the approval, or null where nobody is asked. */
class SgApprovalEditor extends LitElement {
  static override properties = { entity: { attribute: false }, approval: { attribute: false } }
  declare entity: ShownEntity
  declare approval: Approval | null

  constructor() {
    super()
    this.approval = null
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 10px; } .check { display: flex; gap: 9px; align-items: center; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } li { display: grid; gap: 10px; padding: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface-2); }
    .head { display: flex; align-items: center; gap: 8px; } .head strong { flex: 1; font-weight: 550; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 12px; align-items: end; }
    .days { max-inline-size: 240px; } @container (max-width: 420px) { .two { grid-template-columns: 1fr; } }
  `,
  ]

  protected override render(): TemplateResult {
    const { approval } = this
    return html`<label class="check"><input type="checkbox" .checked=${approval !== null} @change=${(event: Event) => this.#tell((event.target as HTMLInputElement).checked ? { steps: [this.#blank()] } : null)} />${t('Others must agree first')}</label>
      ${
        approval
          ? html`<ol>${approval.steps.map((step, at) => this.#step(approval, step, at))}</ol>
        <div><sangam-button size="small" icon="plus" @click=${() => this.#tell({ ...approval, steps: [...approval.steps, this.#blank()] })}>${t('Add a step')}</sangam-button></div>
        <label class="field days">${t('Remind them after so many days')}<input type="number" min="1" max="90" placeholder="2" .value=${String(approval.remindAfterDays ?? '')} @change=${(event: Event) => this.#remind(approval, Number((event.target as HTMLInputElement).value))} /></label>
        <label class="check"><input type="checkbox" .checked=${approval.own === true} @change=${(event: Event) => this.#own(approval, (event.target as HTMLInputElement).checked)} />${t('Whoever asks may approve it too')}</label>`
          : nothing
      }`
  }

  #step(approval: Approval, step: ApprovalStep, at: number): TemplateResult {
    const { steps } = approval
    const put = (next: ApprovalStep): void => this.#tell({ ...approval, steps: steps.with(at, next) })
    const name = t('Step {number}', { number: at + 1 })
    const [kind = 'role', value = ''] = Object.entries(step.by)[0] ?? []
    return html`<li aria-label=${name}><div class="head"><strong>${name}</strong>
        <sangam-button kind="quiet" size="small" icon="up" label=${t('Move {name} up', { name })} ?disabled=${at === 0} @click=${() => this.#move(approval, at, -1)}></sangam-button>
        <sangam-button kind="quiet" size="small" icon="down" label=${t('Move {name} down', { name })} ?disabled=${at === steps.length - 1} @click=${() => this.#move(approval, at, 1)}></sangam-button>
        ${steps.length > 1 ? html`<sangam-button kind="quiet" size="small" icon="close" label=${t('Remove {name}', { name })} @click=${() => this.#tell({ ...approval, steps: steps.toSpliced(at, 1) })}></sangam-button>` : nothing}</div>
      <div class="two"><label class="field">${t('Who agrees')}<select @change=${(event: Event) => put(asking(step, this.#first(valueIn(event))))}>${kinds().map(([one, label]) => html`<option value=${one} ?selected=${one === kind}>${label}</option>`)}</select></label>${this.#whom(step, kind, value, put)}</div>
      ${kind === 'role' ? html`<label class="check"><input type="checkbox" .checked=${step.need === 'all'} @change=${(event: Event) => put(needing(step, (event.target as HTMLInputElement).checked))} />${t('All who have the role, not only one of them')}</label>` : nothing}
      <label class="check"><input type="checkbox" .checked=${step.when !== undefined} @change=${(event: Event) => put(holding(step, (event.target as HTMLInputElement).checked ? {} : null))} />${t('Only on a condition, such as from an amount on')}</label>
      ${step.when === undefined ? nothing : html`<sangam-condition-editor .entity=${this.entity.name} .condition=${step.when} @change=${(event: CustomEvent<object>) => put(holding(step, event.detail))}></sangam-condition-editor>`}</li>`
  }

  #whom(step: ApprovalStep, kind: string, value: string, put: (step: ApprovalStep) => void): TemplateResult {
    if (kind === 'user')
      return html`<sangam-pick entity="core.user" label=${t('Person')} .value=${value} @pick=${(event: CustomEvent<{ id: string } | null>) => put({ ...step, by: { user: event.detail?.id ?? '' } })}></sangam-pick>`
    const options = kind === 'role' ? roles() : this.#people()
    const label = kind === 'role' ? t('Role') : t('Field')
    return html`<label class="field">${label}<select @change=${(event: Event) => put({ ...step, by: kind === 'role' ? { role: valueIn(event) } : { field: valueIn(event) } })}>${value === '' ? html`<option value="" selected></option>` : nothing}${options.map(([name, words]) => html`<option value=${name} ?selected=${name === value}>${words}</option>`)}</select></label>`
  }

  #people(): readonly (readonly [string, string])[] {
    return this.entity.fields.filter(field => field.type === 'reference' && field.to === 'core.user').map(field => [field.name, said(field.label)] as const)
  }

  #first(kind: string): ApprovalStep['by'] {
    if (kind === 'user') return { user: '' }
    return kind === 'field' ? { field: this.#people()[0]?.[0] ?? '' } : { role: roles()[0]?.[0] ?? '' }
  }

  #blank(): ApprovalStep {
    return { by: this.#first('role') }
  }

  #move({ steps, ...rest }: Approval, at: number, by: number): void {
    const step = steps[at]
    if (step) this.#tell({ ...rest, steps: steps.toSpliced(at, 1).toSpliced(at + by, 0, step) })
  }

  #remind({ remindAfterDays: _, ...rest }: Approval, days: number): void {
    this.#tell(Number.isInteger(days) && days > 0 ? { ...rest, remindAfterDays: days } : rest)
  }

  #own({ own: _, ...rest }: Approval, own: boolean): void {
    this.#tell(own ? { ...rest, own } : rest)
  }

  #tell(approval: Approval | null): void {
    this.approval = approval
    this.dispatchEvent(new CustomEvent('change', { detail: approval }))
  }
}
customElements.define('sangam-approval-editor', SgApprovalEditor)

function kinds(): readonly (readonly [string, string])[] {
  return [
    ['role', t('Someone with the role')],
    ['user', t('One person')],
    ['field', t('Whom a field of the record names')],
  ]
}

function roles(): readonly (readonly [string, string])[] {
  return (studioStore.value?.model.allRoles ?? []).map(role => [role.name, said(role.label)] as const)
}

function asking({ need: _, ...step }: ApprovalStep, by: ApprovalStep['by']): ApprovalStep {
  return { ...step, by }
}

function needing({ need: _, ...step }: ApprovalStep, all: boolean): ApprovalStep {
  return all ? { ...step, need: 'all' } : step
}

function holding({ when: _, ...step }: ApprovalStep, when: object | null): ApprovalStep {
  return when ? { ...step, when } : step
}

function valueIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}
