import type { Computed, Model, ModelEntity, ModelField } from '../registry/model.ts'

export type Rollup = Extract<Computed, { readonly kind: 'rollup' }>

/** A rollup with the entities it stands between. */
export interface KeptRollup {
  readonly parent: ModelEntity
  readonly field: ModelField
  readonly child: ModelEntity
  readonly rollup: Rollup
}

const known = new WeakMap<Model, readonly KeptRollup[]>()

/** All rollups of a model; looked for once, since the work queue asks after every write. */
export function rollupsOf(model: Model): readonly KeptRollup[] {
  const found = known.get(model) ?? allOf(model)
  known.set(model, found)
  return found
}

function allOf(model: Model): KeptRollup[] {
  return [...model.entities.values()].flatMap(parent =>
    [...parent.fields.values()].flatMap((field): KeptRollup[] => {
      const rollup = field.computed?.kind === 'rollup' ? field.computed : null
      const child = rollup ? model.entities.get(rollup.of) : undefined
      return rollup && child ? [{ parent, field, child, rollup }] : []
    }),
  )
}
