import { boolean, defineEntity, hooks, json, type Refusal, text } from '@sangam/sdk'
import { readable } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { type DocumentProblem, documentProblems } from '../registry/check-documents.ts'

/** A paper that administrators wrote for the records of an entity: a quotation, a letter, a delivery note. Whoever may read a record may print it. */
export const DocumentTemplate = defineEntity('core.documentTemplate', {
  title: 'name',
  description: 'Papers of records, written once with places for their values.',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 80 }),
    entity: text({ required: true, max: 120 }),
    active: boolean({ default: true, help: 'Offered where a record is printed.' }),
    definition: json({ required: true }),
  },
  unique: [['entity', 'name']],
})

/** What a document asks for is there when it is written; what is removed later leaves its place empty. */
export const documentHooks = hooks(DocumentTemplate, {
  async check(plain, changes) {
    const { model, access } = plain as CoreCtx
    return changes.flatMap(({ next, changed }, index): Refusal[] => {
      if (!next || !(changed.includes('definition') || changed.includes('entity'))) return []
      const refused = (field: string, { code, message, values }: DocumentProblem): Refusal => ({ index, field, code, message, ...(values && { values }) })
      const entity = model.entities.get(next.entity)
      if (!entity || entity.internal || entity.linesOf || !readable({ model, access }, next.entity, entity.title))
        return [refused('entity', { code: 'no_such_entity', message: 'Choose the kind of record that is printed.' })]
      return documentProblems(model.entities, next.entity, next.definition).map(problem => refused(placeOf(problem), problem))
    })
  },
})

/** `definition.parts.2`: where in the document it stands. */
function placeOf({ values }: DocumentProblem): string {
  const part = Number(values?.part ?? 0)
  return part === 0 ? 'definition' : `definition.parts.${part - 1}`
}
