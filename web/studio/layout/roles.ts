import { css, html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import type { Operation, OwnForm, RoleForm, ShownModel } from '../model/shown.ts'
import { keep, said } from '../model/store.ts'
import '../ui/order.ts'

export const layoutStyles = css`
  .who { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin-block-end: 14px; } .who label { min-inline-size: 240px; } .who p { margin: 0; flex: 1; min-inline-size: 220px; color: var(--sg-text-2); font-size: var(--sg-text-sm); max-inline-size: 80ch; }
  .order { margin-block-end: 16px; max-inline-size: 460px; }
`

/** Whose page is arranged: everyone's, one that a role has, or one to be made for a role. */
export function roleChoice(model: ShownModel, entity: string, now: string | null, turn: (role: string | null) => void): TemplateResult {
  const having = (model.screens.layouts[entity] ?? []).flatMap(({ role }) => role ?? [])
  const others = model.allRoles.filter(role => !having.includes(role.name))
  const option = (role: string): TemplateResult => html`<option value=${role} ?selected=${role === now}>${roleSaid(model, role)}</option>`
  return html`<label class="field">${t('Whose page')}<select .value=${now ?? ''} @change=${(event: Event) => turn((event.target as HTMLSelectElement).value || null)}><option value="" ?selected=${now === null}>${t('Everyone’s')}</option>
      ${having.length > 0 ? html`<optgroup label=${t('Roles with a page of their own')}>${having.map(option)}</optgroup>` : nothing}
      <optgroup label=${t('Make one for a role')}>${others.map(role => option(role.name))}</optgroup></select></label>
    <p>${now === null ? t('For everyone whose roles have no page of their own.') : having.includes(now) ? t('For who has the role {role}.', { role: roleSaid(model, now) }) : t('{role} has no page of its own yet. It begins as everyone’s.', { role: roleSaid(model, now) })}</p>`
}

/** The order of the pages of roles, where there are several. */
export function roleOrder(model: ShownModel, entity: string): TemplateResult | typeof nothing {
  const own = model.layouts[entity] ?? []
  if (own.length < 2) return nothing
  const choices = own.map(({ role }) => ({ value: role, label: roleSaid(model, role) }))
  const set = ({ detail }: CustomEvent<readonly string[]>): void => {
    const layouts = detail.flatMap(role => own.find(one => one.role === role) ?? [])
    void keep({ op: 'setLayouts', entity, layouts })
  }
  return html`<div class="order"><sangam-order label=${t('Who has several of these roles sees the first')} .chosen=${own.map(one => one.role)} .choices=${choices} @change=${set}></sangam-order></div>`
}

/** What keeps a page: everyone's, or one among those of roles; null takes one's own away. */
export function layoutKept(model: ShownModel, entity: string, role: string | null, form: OwnForm | null): Operation {
  if (role === null) return { op: 'setForm', entity, form }
  const own = model.layouts[entity] ?? []
  const next: readonly RoleForm[] = form ? [{ ...form, role }] : []
  const there = own.some(one => one.role === role)
  const layouts = there ? own.flatMap(one => (one.role === role ? next : [one])) : [...own, ...next]
  return { op: 'setLayouts', entity, layouts }
}

function roleSaid(model: ShownModel, role: string): string {
  return said(model.allRoles.find(one => one.name === role)?.label ?? role)
}
