import type { Model } from '../../registry/model.ts'
import { labelOf } from '../../registry/names.ts'
import type { Operation } from './operations.ts'
import type { Prepared } from './prepare.ts'
import type { Sentence } from './sentence.ts'

/** What an operation does that the comparison of models does not show in so many words, with labels as people know them. */
export function operationSaid({ before, after, was }: Prepared, operation: Operation): Sentence[] {
  const of = (text: string, values: Sentence['values']): Sentence[] => [{ text, values }]
  const models = [after, before]
  switch (operation.op) {
    case 'changeEntity':
      return of('Changes the entity {entity}.', { entity: entitySaid(models, operation.entity) })
    case 'setSeries':
      return of('Numbers {field} of {entity} from now on by the pattern {pattern}. Numbers that were given stay.', {
        ...fieldSaid(models, operation),
        pattern: String(after.entities.get(operation.entity)?.fields.get(operation.field)?.options.pattern ?? operation.pattern ?? ''),
      })
    case 'changeField':
      return of('Changes the field {field} of {entity}: {options}.', { ...fieldSaid(models, operation), options: optionsSaid(operation) })
    case 'retireField':
      return operation.retired === false
        ? of('{field} of {entity} can be written again.', fieldSaid(models, operation))
        : of('{field} of {entity} stays to be read, and is no longer written.', fieldSaid(models, operation))
    case 'setRules':
      return of('Rules of your own for {entity}: {count}.', { entity: entitySaid(models, operation.entity), count: operation.rules.length })
    case 'setUnique':
      return of('Sets of fields of {entity} that no two records share: {count}.', {
        entity: entitySaid(models, operation.entity),
        count: operation.unique.length,
      })
    case 'setList':
    case 'setForm':
    case 'setLayouts':
    case 'setBoard':
      return of('Changes a screen of {entity}.', { entity: entitySaid(models, operation.entity) })
    case 'setRole':
      return of('Says what the role {role} may do. Entities it is about: {count}.', {
        role: operation.label,
        count: new Set(operation.grants.map(grant => grant.entity)).size,
      })
    case 'removeRole':
      return of('Removes the role {role}. Whoever has it loses what it allowed.', { role: was.document.roles[operation.role]?.label ?? operation.role })
    case 'setWords':
      return of('Changes words ({language}): {count}.', { count: Object.keys(operation.words).length, language: operation.language })
    default:
      return []
  }
}

function entitySaid(models: readonly Model[], name: string): string {
  return models.flatMap(model => model.entities.get(name)?.label ?? [])[0] ?? name
}

function fieldSaid(models: readonly Model[], { entity, field }: { readonly entity: string; readonly field: string }): { field: string; entity: string } {
  const label = models.flatMap(model => model.entities.get(entity)?.fields.get(field)?.label ?? [])[0] ?? labelOf(field)
  return { field: label, entity: entitySaid(models, entity) }
}

/** Options that people know by another word than the API; all others are called as they are written there. */
const optionWords: { readonly [option: string]: string } = {
  label: 'its name',
  labels: 'words in other languages',
  help: 'its help',
  required: 'whether it is required',
  unique: 'whether it is unique',
  default: 'what it begins with',
  choices: 'choices',
  states: 'states and arrows',
  expression: 'formula',
  pattern: 'how it is numbered',
  place: 'where it stands',
}

function optionsSaid({ options, labels, after, place }: Extract<Operation, { readonly op: 'changeField' }>): Sentence | string {
  const names = [...Object.keys(options ?? {}), ...(labels ? ['labels'] : []), ...(after !== undefined || place !== undefined ? ['place'] : [])]
  return listed(names.map(name => optionWords[name] ?? name))
}

/** Words one after another, each in the reader’s language. */
export function listed(words: readonly string[]): Sentence | string {
  return words.slice(1).reduce<Sentence | string>((list, next) => ({ text: '{list}, {next}', values: { list, next } }), words[0] ?? '')
}
