import type { Operation, ShownGrant } from '../model/shown.ts'

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
