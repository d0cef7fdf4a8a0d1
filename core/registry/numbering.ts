import { type Numbering, type Plugin, patternProblem } from '@sangam/sdk'
import type { ModelEntity, ModelField } from './model.ts'
import { adminPlugin } from './names.ts'
import { fill } from './words.ts'

type Open = { fields: ReadonlyMap<string, ModelField> } & Omit<ModelEntity, 'fields'>

/** Gives series the patterns that others than their own plugin say, administrators last. */
export function renumber(entities: ReadonlyMap<string, Open>, numberings: readonly (Numbering & { readonly plugin: string })[], problems: string[]): void {
  for (const { plugin, entity: name, field: of, pattern } of numberings) {
    const entity = entities.get(name)
    const field = entity?.fields.get(of)
    if (!entity || field?.type.type !== 'series') {
      problems.push(`Plugin ${plugin}: the numbering of "${of}" on ${name} finds no such series. List the plugin that has it in \`needs\`, or take it out.`)
      continue
    }
    entity.fields = new Map([...entity.fields, [of, { ...field, options: { ...field.options, pattern } }]])
  }
}

/** Why a series makes no numbers, for whoever wrote its pattern; null where it does. */
export function patternFault({ type, options }: ModelField): string | null {
  const problem = type.type === 'series' ? patternProblem(options.pattern, options.max as number | undefined) : null
  return problem && fill(problem.text, problem.values, 'en')
}

/** The pattern that a series has where administrators say nothing: its own plugin's, or the last that another plugin gives it. */
export function builtPattern(plugins: ReadonlyMap<string, Plugin>, entity: string, field: string): string | null {
  const said = [...plugins.values()].flatMap(({ id, entities = [], extensions = [], parts = [] }): string[] => {
    if (id === adminPlugin) return []
    const made = [
      ...entities.filter(one => one.name === entity).map(one => one.fields[field]),
      ...extensions.filter(one => one.extension.entity === entity).map(one => one.extension.fields[field]),
    ]
    return [
      ...made.flatMap(one => (one?.type === 'series' ? [(one.options as { readonly pattern: string }).pattern] : [])),
      ...parts.flatMap(part => (part.kind === 'numbering' && part.entity === entity && part.field === field ? [part.pattern] : [])),
    ]
  })
  return said.at(-1) ?? null
}

/** What is wrong with when a series numbers, by which day, and by what it counts: sentences that go on after the field's name. */
export function dueFaults(entity: Pick<ModelEntity, 'fields'>, { type, options }: ModelField): string[] {
  if (type.type !== 'series') return []
  const { when, date, per, into } = options as { readonly when?: object; readonly date?: string; readonly per?: string; readonly into?: string }
  const looked = when ? namesIn(when) : []
  return [
    ...(when && looked.length === 0 ? ['numbers on a condition that is empty. Leave it out to number records as they are made'] : []),
    ...looked
      .filter(name => (entity.fields.get(name)?.columns.length ?? 0) === 0 || entity.fields.get(name)?.computed)
      .map(name => `numbers on a condition over "${name}", which is no stored field of the record itself`),
    ...(when ? heldFaults(entity, when).map(fault => `numbers on a condition that ${fault}`) : []),
    ...(date !== undefined && entity.fields.get(date)?.type.type !== 'date' ? [`numbers by the day in "${date}", which is no date field of it`] : []),
    ...(per !== undefined && entity.fields.get(per)?.type.type !== 'reference' ? [`counts by "${per}", which is no reference field of it`] : []),
    ...(into !== undefined && entity.fields.get(into)?.type.type !== 'text' ? [`shows its number in "${into}", which is no text field of it`] : []),
  ]
}

/** The fields of the record itself that a condition looks at. */
export function namesIn(condition: object): string[] {
  const each = Object.entries(condition).flatMap(([key, value]) =>
    key === 'or' || key === 'and' ? (value as object[]).flatMap(namesIn) : key === 'not' ? namesIn(value as object) : [key.split('.')[0] as string],
  )
  return [...new Set(each)]
}

const id = /"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/i

/**
 * What is wrong with a condition by which something holds for good: that a record stays, has no exception, gets its number. What it looks at of another record is another answer
 * once that one is changed or merged, and the id of a record is of one workspace and stands for another one after a merge, of which the database that holds it is not told.
 */
export function heldFaults(entity: Pick<ModelEntity, 'fields'>, condition: object): string[] {
  return Object.entries(condition).flatMap(([key, value]): string[] => {
    if (key === 'or' || key === 'and') return (value as object[]).flatMap(one => heldFaults(entity, one))
    if (key === 'not') return heldFaults(entity, value as object)
    const type = entity.fields.get(key.split('.')[0] as string)?.type.type
    if (type === 'reference' && key.includes('.'))
      return [`looks at "${key}" of another record, which may change or be merged. Keep it in a field of the record itself`]
    const points = type === 'reference' || type === 'oneOf'
    return points && id.test(JSON.stringify(value))
      ? [`names a record in "${key}", which no other workspace has and which may be merged. Ask for a value of the record itself`]
      : []
  })
}
