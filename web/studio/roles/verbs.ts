import { arrowsFrom, type FieldMeta } from '@sangam/sdk'
import { t } from '../../shell/words.ts'
import type { ShownModel } from '../model/shown.ts'
import { said } from '../model/store.ts'

/** What one may do with records of any kind. */
export const plainVerbs = ['read', 'create', 'update', 'remove', 'import', 'export'] as const

export function verbLabel(verb: string): string {
  const words: { readonly [verb: string]: string } = {
    read: t('See'),
    create: t('Create'),
    update: t('Change'),
    remove: t('Remove'),
    import: t('Import'),
    export: t('Export'),
    share: t('Share'),
    shareLink: t('Share a link'),
    startElsewhere: t('Begin in any state'),
  }
  return words[verb] ?? verb
}

/** The rights that arrows of a flow ask for, called as their buttons are. */
function arrowRights({ states = {} }: FieldMeta): [string, string][] {
  return Object.keys(states).flatMap(from =>
    [...arrowsFrom(states, from).values()].flatMap(({ verb, label }): [string, string][] => (verb && label ? [[verb, said(label)]] : [])),
  )
}

/** The other rights an entity knows: its actions, and the arrows that have a right of their own. */
export function ownVerbs(model: ShownModel, entity: string): readonly { readonly verb: string; readonly label: string }[] {
  const shape = model.shapes[entity]
  if (!shape) return []
  const actions = new Map(shape.actions.map(action => [action.name, said(action.label)]))
  const arrows = new Map(Object.values(shape.fields).flatMap(arrowRights))
  const others = shape.verbs.filter(verb => !(plainVerbs as readonly string[]).includes(verb))
  return others
    .filter(verb => verb !== 'startElsewhere' || Object.values(shape.fields).some(field => field.type === 'flow'))
    .map(verb => ({ verb, label: actions.get(verb) ?? arrows.get(verb) ?? verbLabel(verb) }))
}
