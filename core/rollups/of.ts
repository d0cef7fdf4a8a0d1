import type { Computed, Model, ModelEntity, ModelField } from '../registry/model.ts'

export type Rollup = Extract<Computed, { readonly kind: 'rollup' }>

/** A rollup with the entities it stands between. */
export interface KeptRollup {
  readonly parent: ModelEntity
  readonly field: ModelField
  readonly child: ModelEntity
  readonly rollup: Rollup
}

/** All rollups of a model. */
export function rollupsOf(model: Model): KeptRollup[] {
  return [...model.entities.values()].flatMap(parent =>
    [...parent.fields.values()].flatMap((field): KeptRollup[] => {
      const rollup = field.computed?.kind === 'rollup' ? field.computed : null
      const child = rollup ? model.entities.get(rollup.of) : undefined
      return rollup && child ? [{ parent, field, child, rollup }] : []
    }),
  )
}
