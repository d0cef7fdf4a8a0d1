import { arrowsFrom } from '@sangam/sdk'
import type { ModelEntity, ModelField } from './model.ts'

const plainVerbs = ['read', 'create', 'update', 'remove', 'startElsewhere', 'export', 'import', 'share'] as const

/** Verbs that arrows of a flow ask for, beside that of changing the record. */
export function arrowVerbs(field: Pick<ModelField, 'options'>): string[] {
  const { states = {} } = field.options as { readonly states?: Parameters<typeof arrowsFrom>[0] }
  return Object.keys(states).flatMap(state => [...arrowsFrom(states, state).values()].flatMap(arrow => (arrow.verb ? [arrow.verb] : [])))
}

/** Every verb there is on an entity: those all have, those of its flows, and its actions. */
export function verbsOf(entity: Pick<ModelEntity, 'fields' | 'actions' | 'publicPage'>): string[] {
  const links = entity.publicPage ? ['shareLink'] : []
  return [...new Set([...plainVerbs, ...links, ...[...entity.fields.values()].flatMap(arrowVerbs), ...entity.actions.keys()])]
}
