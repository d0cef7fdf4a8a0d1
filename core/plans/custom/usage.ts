import { type Json, relatedOf } from '@sangam/sdk'
import { allForms } from '../../registry/forms.ts'
import type { Model } from '../../registry/model.ts'
import { systemFields } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { cardsOf, documentsOf, type NamedBy, viewsOf, workedOutOf } from './named.ts'

/** Something that names a field, wherever it is: `field` is the field that is named, `entity` where the one that names it stands. */
export interface Use extends NamedBy {
  readonly field: string
}

/** Where each field of an entity is used: in views, lists, forms, boards, rules, roles and formulas, also from other entities, by a path that leads here. */
export async function usageOf(world: World, workspace: string, model: Model, entity: string): Promise<readonly Use[]> {
  const [saved, cards, documents] = await Promise.all([
    viewsOf(world, workspace, [...model.entities.keys()]),
    cardsOf(world, workspace, model),
    documentsOf(world, workspace, model),
  ])
  const holders: readonly Holder[] = [
    ...saved.map(({ kind, entity: of, name, definition }): Holder => ({ kind, entity: of, name, says: definition })),
    ...cards.map((card): Holder => ({ kind: 'dashboard', ...card })),
    ...documents.map((document): Holder => ({ kind: 'document', ...document })),
    ...model.lists.flatMap(({ entity: of, columns, views = [] }): Holder[] => [
      { kind: 'list', entity: of, name: of, says: columns as Json },
      ...views.map(({ label, ...view }): Holder => ({ kind: 'view', entity: of, name: label, says: view as Json })),
    ]),
    ...allForms(model).flatMap((form): Holder[] => {
      const { entity: of, sections, tabs = [], hidden = [] } = form
      const parts = [...sections, ...tabs].map(part => part.when ?? null)
      return [
        { kind: 'form', entity: of, name: of, says: [...sections.map(section => section.fields), ...parts, hidden] as unknown as Json },
        ...relatedOf(form).map((one): Holder => ({ kind: 'form', entity: one.entity, name: of, says: [one.by, ...one.columns] })),
      ]
    }),
    ...model.boards.map(
      ({ entity: of, by, card, measures, scope }): Holder => ({
        kind: 'board',
        entity: of,
        name: of,
        says: [by, ...card, ...(measures ?? []), scope?.field ?? ''],
      }),
    ),
    ...[...model.entities.values()].flatMap(of => [
      ...of.rules.map((rule, at): Holder => ({ kind: 'rule', entity: of.name, name: String(at + 1), says: withoutWords(rule) })),
      ...of.unique.filter(set => set.length > 1).map((set): Holder => ({ kind: 'unique', entity: of.name, name: set.join(', '), says: set as Json })),
    ]),
    ...[...model.roles.values()].flatMap(({ label, grants }) =>
      grants.map(
        ({ entity: of, where, hide, freeze }): Holder => ({
          kind: 'role',
          entity: of,
          name: label,
          says: [where ?? null, hide ?? [], freeze ?? []] as unknown as Json,
        }),
      ),
    ),
  ]
  const workedOut = [...(model.entities.get(entity)?.fields.keys() ?? [])].flatMap(field => workedOutOf(model, entity, field).map(one => ({ ...one, field })))
  const uses = [...holders.flatMap(holder => usesIn(model, entity, holder)), ...workedOut]
  return [...new Map(uses.map(use => [[use.kind, use.entity, use.name, use.field].join('\n'), use])).values()]
}

interface Holder extends Omit<NamedBy, 'field'> {
  /** Whatever may name a field: keys, paths, sorts, measures. */
  readonly says: Json
}

function usesIn(model: Model, entity: string, { says, ...holder }: Holder): Use[] {
  const fields = new Set(namesIn(says).flatMap(path => fieldsOn(model, holder.entity, path)))
  return [...fields].flatMap(key => {
    const [of, field] = key.split('\n')
    return of === entity && field !== undefined ? [{ ...holder, field }] : []
  })
}

/** The fields that a path goes over: `party.city` goes over `party` of the one and `city` of the other. */
function fieldsOn(model: Model, from: string, path: string): string[] {
  const found: string[] = []
  let entity = model.entities.get(from)
  for (const part of path.split('.')) {
    const name = part === '$title' ? (entity?.title ?? '') : part
    const field = entity?.fields.get(name)
    if (!entity || !field || systemFields.has(name)) break
    found.push(`${entity.name}\n${name}`)
    entity = field.to === null ? undefined : model.entities.get(field.to)
  }
  return found
}

function namesIn(says: Json): string[] {
  if (typeof says === 'string') return says.length > 500 ? [] : [...says.matchAll(/[A-Za-z_$][A-Za-z0-9_$.]*/g)].map(([name]) => name)
  if (Array.isArray(says)) return says.flatMap(namesIn)
  if (typeof says !== 'object' || says === null) return []
  return Object.entries(says).flatMap(([key, value]) => [...namesIn(key), ...namesIn(value as Json)])
}

/** Words for people name nothing. */
function withoutWords(rule: object): Json {
  const words = new Set(['because', 'refuse'])
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !words.has(name))) as Json
}
