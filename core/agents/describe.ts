import type { ActionMeta, EntityMeta, FieldMeta, Json, Meta } from '@sangam/sdk'
import { notFound } from '../errors.ts'

type Given = { readonly [name: string]: Json | undefined }

/** What is told of all entities, in short. */
export function listEntities(answer: Json, { search }: Given): Json {
  const { entities, words, company, user } = answer as unknown as Meta
  const wanted = String(search ?? '').toLowerCase()
  const found = Object.values(entities).filter(
    ({ name, label, plural, linesOf }) =>
      !linesOf &&
      [name, label, plural, ...[label, plural].map(one => (Object.hasOwn(words, one) ? (words[one] ?? '') : ''))].some(word =>
        word.toLowerCase().includes(wanted),
      ),
  )
  return {
    you: { id: user.id, name: user.name, roles: [...user.roles] },
    company: company && { name: company.name, currency: company.currency, zone: company.zone },
    entities: found.map(entity => ({
      name: entity.name,
      label: entity.plural,
      ...(entity.description && { about: entity.description }),
      may: entity.verbs.filter(verb => verb !== 'export' && verb !== 'import'),
    })),
  }
}

/** What is told of one: enough to ask for its records and to write them. */
export function describeEntity(answer: Json, { entity: name }: Given): Json {
  const { entities } = answer as unknown as Meta
  const entity = Object.hasOwn(entities, String(name)) ? entities[String(name)] : undefined
  if (!entity) throw notFound()
  const pointing = Object.values(entities).flatMap(one =>
    Object.values(one.fields).flatMap(field =>
      field.to === entity.name && ['reference', 'references'].includes(field.type) ? [`${one.name}:${field.name}`] : [],
    ),
  )
  return {
    name: entity.name,
    label: entity.label,
    ...(entity.description && { about: entity.description }),
    title: entity.title,
    may: [...entity.verbs],
    fields: Object.values(entity.fields).map(fieldOf),
    lines: Object.fromEntries(Object.values(entity.fields).flatMap(field => linesOf(entities, field))),
    actions: entity.actions.map(actionOf),
    rules: entity.rules as unknown as Json,
    // By these names conditions ask for records that point here: { "notes.note:about": { "none": { … } } }.
    pointingHere: pointing,
  }
}

function linesOf(entities: Meta['entities'], field: FieldMeta): [string, Json][] {
  const line: EntityMeta | undefined = field.type === 'lines' ? entities[field.to ?? ''] : undefined
  return line
    ? [
        [
          field.name,
          Object.values(line.fields)
            .filter(one => one.name !== line.linesOf?.by)
            .map(fieldOf),
        ],
      ]
    : []
}

function fieldOf(field: FieldMeta): Json {
  const { name, type, label, help, required, readonly, format, min, max, digits, open, to, targets, computed, choices, states } = field
  const first = field.default
  return {
    name,
    type,
    label,
    ...(help && { help }),
    ...(required && { required }),
    ...((readonly || computed !== undefined) && { readonly: true }),
    ...(first !== null && { default: first }),
    ...(choices && { choices: Object.fromEntries(Object.entries(choices).map(([value, { label }]) => [value, label ?? value])) }),
    ...(states && { states: statesOf(states) }),
    ...(format !== undefined && { format }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(digits !== undefined && { digits }),
    ...(open && { open }),
    ...(to !== undefined && { to }),
    ...(targets && { to: [...targets] }),
  }
}

/** Each state with where it leads. */
function statesOf(states: NonNullable<FieldMeta['states']>): Json {
  return Object.fromEntries(
    Object.entries(states).map(([name, { to }]) => [name, Array.isArray(to) ? [...to] : (JSON.parse(JSON.stringify(to ?? {})) as Json)]),
  )
}

function actionOf({ name, label, help, when, confirm, input }: ActionMeta): Json {
  return {
    name,
    label,
    ...(help && { help }),
    ...(when && { when: when as Json }),
    ...(confirm && { confirm }),
    input: Object.values(input).map(fieldOf),
  }
}
