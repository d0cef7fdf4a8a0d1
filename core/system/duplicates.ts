import { boolean, choice, choices, defineEntity, hooks, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { problemOf } from '../records/duplicates/rules.ts'

/** When two records are probably one, as an administrator says it; beside the rules that plugins bring. */
export const DuplicateRule = defineEntity('core.duplicateRule', {
  title: 'entity',
  label: 'Duplicate rule',
  description: 'When two records are probably one and the same.',
  sort: ['entity'],
  bin: false,
  fields: {
    entity: text({ required: true, max: 100, index: true, label: 'Record’s kind', help: 'Its technical name, such as parties.party.' }),
    fields: choices([], { open: true, required: true, help: 'The names of the fields that must agree, all of them.' }),
    how: choice(
      {
        exact: { label: 'Exactly the same' },
        normalised: { label: 'The same without case, accents and signs' },
        similar: { label: 'Alike' },
      },
      { required: true, default: 'normalised' },
    ),
    active: boolean({ default: true }),
  },
})

export const duplicateHooks = hooks(DuplicateRule, {
  check: async (plain, changes) => {
    const { model } = plain as CoreCtx
    return changes.flatMap((change, index): { index: number; field: 'entity' | 'fields'; code: string; message: string }[] => {
      if (!change.next) return []
      const entity = model.entities.get(change.next.entity)
      if (!entity || entity.internal || entity.linesOf)
        return [
          {
            index,
            field: 'entity',
            code: 'unknown_entity',
            message: 'There is no such kind of record. Give its technical name, such as parties.party.',
          },
        ]
      const message = problemOf(entity, { fields: change.next.fields ?? [], how: change.next.how })
      return message === null ? [] : [{ index, field: 'fields', code: 'bad_rule', message }]
    })
  },
})
