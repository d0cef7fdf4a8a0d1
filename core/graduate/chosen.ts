import { Refused } from '../errors.ts'
import { type CustomModel, canonical } from '../registry/custom/document.ts'
import type { Model } from '../registry/model.ts'

/** What of a workspace's own a plugin takes along. */
export interface Chosen {
  readonly entities: readonly string[]
  readonly roles: readonly string[]
  /** Named by what was asked for, and taken along with it. */
  readonly added: readonly string[]
  /** Roles that also open what stays: they stay. */
  readonly left: readonly string[]
}

/**
 * The entities that were asked for (all of one's own unless some are named), with whatever of one's own they name, however far: a plugin can't stand on
 * what administrators have. Roles come along where all that they open does.
 *
 * Errors: `entity_unknown`, `nothing_to_graduate`.
 */
export function chosenOf(document: CustomModel, model: Model, asked: readonly string[] | null): Chosen {
  for (const name of asked ?? []) {
    const { plugin } = model.entities.get(name) ?? {}
    if (document.entities[name]) continue
    if (plugin !== undefined && model.entities.get(name)?.internal === false)
      throw new Refused(422, 'entity_unknown', '{name} is of the plugin {plugin}, and no entity that administrators made.', { values: { name, plugin } })
    throw new Refused(422, 'entity_unknown', 'There is no entity {name} that administrators made. Name one such as {example}.', {
      values: { name, example: Object.keys(document.entities)[0] ?? 'x.vehicle' },
    })
  }
  const first = asked ?? Object.keys(document.entities)
  if (first.length === 0) throw new Refused(409, 'nothing_to_graduate', 'Administrators made no entity here. Make one in the Studio first.')
  const entities = new Set(first)
  const roles = new Set<string>()
  for (let size = -1; size !== entities.size + roles.size; ) {
    size = entities.size + roles.size
    for (const name of namedIn([...[...entities].map(name => shapeOf(document, name)), ...[...roles].map(name => document.roles[name])])) {
      if (document.entities[name]) entities.add(name)
      if (document.roles[name]) roles.add(name)
    }
  }
  const opens = (role: string): string[] => (document.roles[role]?.grants ?? []).map(grant => grant.entity).filter(name => document.entities[name])
  const others = Object.keys(document.roles).filter(role => !roles.has(role) && opens(role).some(name => entities.has(name)))
  const [whole, left] = [
    others.filter(role => opens(role).every(name => entities.has(name))),
    others.filter(role => opens(role).some(name => !entities.has(name))),
  ]
  return {
    entities: Object.keys(document.entities)
      .filter(name => entities.has(name))
      .sort(),
    roles: [...roles, ...whole].sort(),
    added: [...entities, ...roles].filter(name => asked !== null && !first.includes(name)),
    left,
  }
}

function shapeOf({ entities, lists, forms, layouts, boards }: CustomModel, name: string): readonly unknown[] {
  return [entities[name], lists[name], forms[name], layouts[name], boards[name]]
}

/** Whatever looks like the name of an entity or a role: rather one too many than one that is missing. */
export function namedIn(value: unknown): readonly string[] {
  return [...new Set([...canonical(value).matchAll(/(?<![A-Za-z0-9_])[a-z][a-z0-9]{0,19}\.[a-zA-Z][a-zA-Z0-9_]*/g)].map(([name]) => name))]
}
