import type { CoreCtx } from '../data/context.ts'
import { fieldOf } from '../registry/build.ts'
import { type ModelEntity, type ModelField, systemFields } from '../registry/model.ts'
import { prelude } from './prelude.ts'
import { inputSchema, type Schema, type Shapes, shapesOf } from './schemas.ts'

/**
 * The types of a workspace as its caller may use it, as one TypeScript file that needs nothing else: what is read, made, changed and asked for of
 * each entity, fields that administrators made among them. A field one may not see is not in it.
 */
export function typesOf(ctx: CoreCtx): string {
  const shapes = shapesOf(ctx)
  const names = namesOf(shapes)
  const parts = shapes.map(shape => entityText(ctx, shape, names))
  const entities = shapes.filter(({ entity }) => !entity.linesOf).map(shape => `  readonly '${shape.entity.name}': ${namedOf(names, shape.name)}Types`)
  return `${[
    `// What is kept in the workspace "${ctx.workspace}" of Sangam, at number ${ctx.model.number} of its model. Write this file anew when the model changes.`,
    prelude,
    ...parts,
    `/** All entities, by name. */\nexport interface Entities {\n${entities.join('\n')}\n}`,
  ].join('\n\n')}\n`
}

type Names = ReadonlyMap<string, string>

/** What the types of an entity are called behind its own name. */
const kinds = ['', 'New', 'Patch', 'Where', 'Types']

/** `leads_lead` is written `LeadsLead`; no two alike, and none like a type of the file itself. */
function namesOf(shapes: readonly Shapes[]): Names {
  const taken = new Set(['Entities', ...[...prelude.matchAll(/(?:type|interface) (\w+)/g)].map(([, name]) => name ?? '')])
  const named = new Map<string, string>()
  for (const { name } of shapes) {
    const plain = name
      .split(/[^A-Za-z0-9]+/)
      .map(part => part.slice(0, 1).toUpperCase() + part.slice(1))
      .join('')
    let free = plain
    const all = (): string[] => kinds.map(kind => free + kind)
    for (let at = 2; all().some(one => taken.has(one)); at += 1) free = `${plain}${at}`
    for (const one of all()) taken.add(one)
    named.set(name, free)
  }
  return named
}

function namedOf(names: Names, schema: string): string {
  return names.get(schema) ?? 'Row'
}

function entityText(ctx: CoreCtx, { entity, name, record, create, patch }: Shapes, names: Names): string {
  const own = namedOf(names, name)
  const lines = entity.linesOf !== null
  const actions = [...entity.actions.values()]
    .filter(({ action }) => ctx.access.may(entity.name, action.name))
    .map(({ action }) => {
      const input = inputSchema(Object.entries(action.shape.input ?? {}).map(([field, shape]) => fieldOf('input', field, shape)))
      return `    readonly ${keyOf(action.name)}: ${typeOf(input, names, '    ')}`
    })
  const about = entity.definition.description
  return [
    `${comment([entity.label, about ?? ''], '')}export interface ${own} ${typeOf(record, names, '')}`,
    create && `export type ${own}New = ${typeOf(create, names, '')}`,
    patch && `export type ${own}Patch = ${typeOf(patch, names, '')}`,
    `export interface ${own}Where extends Logic<${own}Where> {\n${conditions(ctx, entity, names).join('\n')}\n}`,
    !lines &&
      `export interface ${own}Types {\n  readonly record: ${own}\n  readonly create: ${create ? `${own}New` : 'never'}\n  readonly patch: ${patch ? `${own}Patch` : 'never'}\n  readonly where: ${own}Where\n  readonly actions: {${actions.length > 0 ? `\n${actions.join('\n')}\n  ` : ''}}\n}`,
  ]
    .filter(Boolean)
    .join('\n')
}

const compared: { readonly [compare: string]: readonly string[] } = {
  id: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  number: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty'],
  instant: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'isEmpty', 'within'],
}

/** What may be asked of each field: a value, or operators. */
function conditions(ctx: CoreCtx, entity: ModelEntity, names: Names): string[] {
  const own = (name: string, value: string, operators: readonly string[]): string =>
    `  readonly ${keyOf(name)}?: Match<${value}, ${operators.map(one => `'${one}'`).join(' | ')}>`
  const system = [...systemFields].map(([name, { compare }]) => {
    const value = name === 'id' ? `Id<'${entity.name}'>` : compare === 'id' ? "Id<'core.user'>" : compare === 'number' ? 'number' : 'string'
    return own(name, value, compared[compare] ?? [])
  })
  const fields = [...entity.fields.values()].filter(field => ctx.access.field(entity.name, field.name, 'read') !== 'none')
  return [
    ...system,
    ...fields.flatMap(field => {
      const { operators } = field.type
      if (operators.length === 0) return []
      const many = conditionOverMany(field, names)
      return many ? [`  readonly ${keyOf(field.name)}?: ${many}`] : [own(field.name, itemOf(field, names), operators)]
    }),
  ]
}

/** Over lines and lists of references one asks what some, every or none of them are. */
function conditionOverMany(field: ModelField, names: Names): string | null {
  if (field.type.type !== 'lines' && field.type.type !== 'references') return null
  const there = field.to === null ? undefined : names.get(field.to.replace('.', '_'))
  const where = there ? `${there}Where` : 'Record<string, unknown>'
  return `OfMany<${where}${field.type.type === 'references' ? `, Id<'${field.to}'>` : ''}>`
}

/** The value an operator compares: of a list one of what it holds. */
function itemOf(field: ModelField, names: Names): string {
  const schema = field.type.schema(field.options) as Schema
  if (field.type.type === 'reference' && field.to) return `Id<'${field.to}'>`
  return typeOf(schema.type === 'array' ? ((schema.items ?? {}) as Schema) : schema, names, '  ')
}

/** A schema as a type. */
function typeOf(schema: Schema, names: Names, indent: string): string {
  const { $ref, anyOf, type, items, properties } = schema
  if (typeof $ref === 'string') {
    const [, name = '', kind = ''] = /([A-Za-z0-9_]+?)(_new|_patch)?$/.exec($ref) ?? []
    const found = names.get(name)
    return found ? `${found}${kind === '_new' ? 'New' : kind === '_patch' ? 'Patch' : ''}` : name
  }
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(one => typeOf(one as Schema, names, indent)))].join(' | ')
  if (Array.isArray(schema.enum)) return schema.enum.length === 0 ? 'never' : schema.enum.map(one => JSON.stringify(one)).join(' | ')
  if (typeof schema['x-entity'] === 'string') return `Id<'${schema['x-entity']}'>`
  if (Array.isArray(type)) return type.map(one => typeOf({ ...schema, type: one }, names, indent)).join(' | ')
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return listOf(typeOf((items ?? {}) as Schema, names, indent))
    case 'object':
      return typeof properties === 'object' && properties !== null ? objectOf(schema, properties as Schema, names, indent) : 'Record<string, Json>'
    default:
      return 'Json'
  }
}

function listOf(item: string): string {
  return `readonly ${/ \| /.test(item) ? `(${item})` : item}[]`
}

function objectOf(schema: Schema, properties: Schema, names: Names, indent: string): string {
  const required = new Set((schema.required ?? []) as readonly string[])
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, given]) => {
    const { title, description } = given as { readonly title?: string; readonly description?: string }
    const said = comment([title ?? '', description ?? ''], inner)
    return `${said}${inner}readonly ${keyOf(name)}${required.has(name) ? '' : '?'}: ${typeOf(given as Schema, names, inner)}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

/** What people wrote stands in comments, and can't end them. */
function comment(said: readonly string[], indent: string): string {
  const text = said.filter(Boolean).join('. ').replace(/\s+/g, ' ').replaceAll('*/', '* /')
  return text === '' ? '' : `${indent}/** ${text} */\n`
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name)
}
