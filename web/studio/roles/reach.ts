import type { ShownModel } from '../model/shown.ts'
import { said } from '../model/store.ts'

/** Whose records a grant reaches, in the ways most businesses mean it; anything else is a condition. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'own' | 'team' | 'led'; readonly field: string }
  | { readonly kind: 'where'; readonly where: object }

export function reachOf(where: object | null | undefined): Reach {
  const entries = Object.entries(where ?? {})
  const [first] = entries
  if (!where || !first) return { kind: 'all' }
  const [field, value] = first
  if (entries.length === 1 && value === '$me') return { kind: 'own', field }
  const list = entries.length === 1 && typeof value === 'object' && value !== null ? (value as { readonly in?: unknown }).in : undefined
  if (list === '$myTeams') return { kind: 'team', field }
  if (list === '$teamsILead') return { kind: 'led', field }
  return { kind: 'where', where }
}

export function conditionFor(reach: Reach): object | null {
  if (reach.kind === 'all') return null
  if (reach.kind === 'own') return { [reach.field]: '$me' }
  if (reach.kind === 'team') return { [reach.field]: { in: '$myTeams' } }
  if (reach.kind === 'where') return Object.keys(reach.where).length === 0 ? null : reach.where
  return { [reach.field]: { in: '$teamsILead' } }
}

/** The fields of an entity that name a person, or a team. */
export function pointersOf(model: ShownModel, entity: string, to: 'core.user' | 'core.team'): readonly { readonly value: string; readonly label: string }[] {
  const fields = Object.values(model.shapes[entity]?.fields ?? {}).filter(field => field.type === 'reference' && field.to === to)
  const own = fields.map(field => ({ value: field.name, label: said(field.label) }))
  return to === 'core.user' ? [...own, { value: 'createdBy', label: said('Created by') }] : own
}
