import type { Operation, ShownModel } from '../model/shown.ts'
import { roleOperation } from '../roles/operation.ts'

/** A role of one's own that may change an entity's records, and so can be given the right to take an arrow. */
export interface Taker {
  readonly name: string
  readonly label: string
}

export function possibleTakers(model: ShownModel, entity: string): readonly Taker[] {
  return model.allRoles.filter(
    role => model.roles[role.name] !== undefined && role.grants.some(grant => grant.entity === entity && grant.verbs.includes('update')),
  )
}

/** Roles of plugins that have the right: told, and changed nowhere. */
export function otherTakers(model: ShownModel, entity: string, verb: string): readonly Taker[] {
  return model.allRoles.filter(role => model.roles[role.name] === undefined && role.grants.some(grant => grant.entity === entity && grant.verbs.includes(verb)))
}

export function takersOf(model: ShownModel, entity: string, verb: string): readonly string[] {
  return possibleTakers(model, entity).flatMap(({ name }) => {
    const role = model.allRoles.find(one => one.name === name)
    return role?.grants.some(grant => grant.entity === entity && grant.verbs.includes(verb)) ? [name] : []
  })
}

/** What gives a right to some roles and to no other of one's own; nothing for those of whom it is so already. */
export function takerOperations(model: ShownModel, entity: string, verb: string, chosen: readonly string[]): readonly Operation[] {
  const now = takersOf(model, entity, verb)
  return possibleTakers(model, entity).flatMap(({ name }): Operation[] => {
    const role = model.allRoles.find(one => one.name === name)
    if (!role || now.includes(name) === chosen.includes(name)) return []
    const grants = role.grants.map(grant => {
      if (grant.entity !== entity) return grant
      const verbs = grant.verbs.filter(one => one !== verb)
      return { ...grant, verbs: chosen.includes(name) && grant.verbs.includes('update') ? [...verbs, verb] : verbs }
    })
    return [roleOperation(role.name, role.label, role.description ?? '', grants)]
  })
}
