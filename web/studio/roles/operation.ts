import type { Operation, ShownGrant, ShownModel, ShownRole } from '../model/shown.ts'

/** A role written down whole. */
export function roleOperation(role: string, label: string, description: string, grants: readonly ShownGrant[]): Operation {
  return {
    op: 'setRole',
    role,
    label: label.trim(),
    ...(description.trim() !== '' && { description: description.trim() }),
    grants: grants.map(({ entity, verbs, where, hide, freeze }) => ({
      entity,
      verbs,
      ...(where && { where }),
      ...(hide.length > 0 && { hide }),
      ...(freeze.length > 0 && { freeze }),
    })),
  }
}

/** What a role was given: of one's own also what opens nothing now, because a plugin is gone, so that it is kept with the rest. */
export function grantsOf({ roles }: Pick<ShownModel, 'roles'>, { name, grants }: ShownRole): readonly ShownGrant[] {
  return (
    roles[name]?.grants.map(({ entity, verbs, where, hide, freeze }) => ({ entity, verbs, where: where ?? null, hide: hide ?? [], freeze: freeze ?? [] })) ??
    grants
  )
}

/** Whether a grant is kept as it was and opens nothing: what it names is gone. */
export function isAway(model: Pick<ShownModel, 'roles'>, role: ShownRole, grant: ShownGrant): boolean {
  const among = (all: readonly ShownGrant[]): boolean => all.some(one => JSON.stringify(one) === JSON.stringify(grant))
  return among(grantsOf(model, role)) && !among(role.grants)
}
