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
