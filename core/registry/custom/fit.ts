import type { FormScreen, Plugin, Rule } from '@sangam/sdk'
import { building, buildModel } from '../build.ts'
import { formProblems } from '../check-forms.ts'
import { keepLately, madeLately } from '../lately.ts'
import type { Model } from '../model.ts'
import type { Entities } from '../paths.ts'
import { inEnglish, type Problem, RegistryError } from '../problems.ts'
import { fittingTogether } from '../sound.ts'
import { inTurns } from '../turns.ts'
import { fittingBoard, fittingForm, fittingList, viewsAside } from './aside.ts'
import { type CustomField, type CustomModel, emptyDocument, isEmptyDocument } from './document.ts'
import { pluginOf } from './plugin.ts'

/**
 * The model of plugins and of what administrators made. Where a plugin is not there, or changed, what leans on it is set aside and told in
 * `setAside`: it comes back with the plugin, and never keeps a workspace from starting.
 */
export function modelOf(plugins: readonly Plugin[], document: CustomModel, number = 1): Model {
  const written = writtenOf(document)
  return { ...(madeLately(plugins, written) ?? keepLately(plugins, written, built(plugins, document))), number }
}

/** The same, made in pieces with a pause after each; whoever asks for it next has it at once. */
export async function modelInTurns(plugins: readonly Plugin[], document: CustomModel, pause: () => Promise<void>): Promise<Model> {
  const written = writtenOf(document)
  const known = madeLately(plugins, written)
  if (known) return known
  try {
    return keepLately(plugins, written, await inTurns(building(isEmptyDocument(document) ? plugins : [...plugins, pluginOf(document, plugins)]), pause))
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return modelOf(plugins, document)
  }
}

function writtenOf(document: CustomModel): string {
  return isEmptyDocument(document) ? '' : JSON.stringify(document)
}

function built(plugins: readonly Plugin[], document: CustomModel): Model {
  try {
    return withDocument(plugins, document)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    // One plugin that does not go with the others is left out, and the others run.
    const { fitting, problems } = fittingTogether(plugins)
    const model = withDocument(fitting, document)
    return { ...model, setAside: [...problems, ...model.setAside] }
  }
}

function withDocument(plugins: readonly Plugin[], document: CustomModel): Model {
  if (isEmptyDocument(document)) return buildModel(plugins)
  const built = attempt(plugins, document)
  if (!('problems' in built)) return built
  // What is wrong without the document is not the document's.
  buildModel(plugins)
  const { fitting, setAside } = whatFits(plugins, document)
  return { ...buildModel(isEmptyDocument(fitting) ? plugins : [...plugins, pluginOf(fitting, plugins)]), setAside }
}

/** The model, or what is wrong with it. */
function attempt(plugins: readonly Plugin[], document: CustomModel): Model | { readonly problems: readonly Problem[] } {
  try {
    return buildModel([...plugins, pluginOf(document, plugins)])
  } catch (error) {
    if (error instanceof RegistryError) return { problems: error.problems }
    throw error
  }
}

/** One thing of a document, and how it is put into another. */
type Piece = (into: CustomModel) => CustomModel

function whatFits(plugins: readonly Plugin[], document: CustomModel): { fitting: CustomModel; setAside: Problem[] } {
  const setAside: Problem[] = []
  const take = (from: CustomModel, pieces: readonly Piece[]): CustomModel => {
    if (pieces.length === 0) return from
    const tried = pieces.reduce((model, piece) => piece(model), from)
    const built = attempt(plugins, tried)
    if (!('problems' in built)) return tried
    if (pieces.length === 1) {
      setAside.push(...built.problems)
      return from
    }
    const half = pieces.length >> 1
    return take(take(from, pieces.slice(0, half)), pieces.slice(half))
  }
  const shapes = take(take(emptyDocument, entityPieces(document)), fieldPieces(document))
  const model = attempt(plugins, shapes)
  const entities: Entities = 'problems' in model ? new Map() : model.entities
  if (entities.size > 0) setAside.push(...formsOf(document).flatMap(form => formProblems({ entities }, form)), ...viewsAside(entities, document))
  const fitting = take(shapes, [...rulePieces(document), ...rolePieces(document), ...seriesPieces(document), ...screenPieces(document, entities)])
  // What fits a form no more is taken out of it, and a form that can’t be is told of once more when it is tried.
  return { fitting, setAside: [...new Map(setAside.map(problem => [inEnglish(problem), problem])).values()] }
}

const put = <K extends keyof CustomModel>(model: CustomModel, part: K, name: string, value: CustomModel[K][string]): CustomModel => ({
  ...model,
  [part]: { ...model[part], [name]: value },
})

/** Entities with their titles alone; then whatever else they have, one by one. */
function entityPieces(document: CustomModel): Piece[] {
  return Object.entries(document.entities).map(([name, { rules: _, unique: __, sort: ___, ...entity }]) => {
    const shell = { ...entity, fields: entity.fields.filter(field => field.name === entity.title) }
    return model => put(model, 'entities', name, shell)
  })
}

function fieldPieces(document: CustomModel): Piece[] {
  const own = Object.entries(document.entities).flatMap(([name, { fields, title }]) =>
    fields
      .filter(field => field.name !== title)
      .toSorted(usersLast)
      .map((field): Piece => {
        return model => {
          const entity = model.entities[name]
          // In their order, whatever is left out between them.
          return entity
            ? put(model, 'entities', name, { ...entity, fields: fields.filter(one => one === field || entity.fields.some(other => other.name === one.name)) })
            : model
        }
      }),
  )
  const added = Object.entries(document.extensions).flatMap(([name, { fields }]) =>
    fields.toSorted(usersLast).map(
      (field): Piece =>
        model =>
          put(model, 'extensions', name, { fields: [...(model.extensions[name]?.fields ?? []), field] }),
    ),
  )
  return [...own, ...added]
}

/** What is worked out comes after what it is worked out of. */
function usersLast(a: CustomField, b: CustomField): number {
  const order = ['lookup', 'rollup', 'formula']
  return order.indexOf(a.type) - order.indexOf(b.type)
}

function rulePieces(document: CustomModel): Piece[] {
  return (['entities', 'extensions'] as const).flatMap(part =>
    Object.entries(document[part]).flatMap(([name, { rules = [], unique = [], ...rest }]) => {
      const change =
        (make: (now: { readonly rules?: readonly Rule[]; readonly unique?: readonly (readonly string[])[] }) => object): Piece =>
        model => {
          const now = model[part][name]
          return now ? put(model, part, name, { ...now, ...make(now) } as never) : model
        }
      return [
        ...('sort' in rest && rest.sort ? [change(() => ({ sort: rest.sort }))] : []),
        ...rules.map(rule => change(now => ({ rules: [...(now.rules ?? []), rule] }))),
        ...unique.map(set => change(now => ({ unique: [...(now.unique ?? []), set] }))),
      ]
    }),
  )
}

function formsOf({ forms, layouts }: CustomModel): FormScreen[] {
  const all = [...Object.entries(forms), ...Object.entries(layouts).flatMap(([entity, list]) => list.map(form => [entity, form] as const))]
  return all.map(([entity, form]) => ({ kind: 'form', entity, ...form }))
}

/** Screens without what leads to what is not there; whatever is still wrong sets one aside. */
function screenPieces(document: CustomModel, entities: Entities): Piece[] {
  const lists = Object.entries(document.lists).map(([entity, list]): Piece => {
    const fits = fittingList(entities, entity, list)
    return model => put(model, 'lists', entity, fits)
  })
  const forms = Object.entries(document.forms).map(([entity, form]): Piece => {
    const fits = fittingForm(entities, entity, form)
    return model => put(model, 'forms', entity, fits)
  })
  const layouts = Object.entries(document.layouts).flatMap(([entity, all]) =>
    all.map((form): Piece => {
      const fits = fittingForm(entities, entity, form)
      return model => put(model, 'layouts', entity, [...(model.layouts[entity] ?? []), fits])
    }),
  )
  const boards = Object.entries(document.boards).map(([entity, board]): Piece => {
    const fits = fittingBoard(entities, entity, board)
    return model => put(model, 'boards', entity, fits)
  })
  return [...lists, ...forms, ...layouts, ...boards]
}

function seriesPieces(document: CustomModel): Piece[] {
  return Object.entries(document.series).flatMap(([entity, patterns]) =>
    Object.entries(patterns).map(([field, pattern]): Piece => {
      return model => put(model, 'series', entity, { ...model.series[entity], [field]: pattern })
    }),
  )
}

function rolePieces(document: CustomModel): Piece[] {
  const roles = Object.entries(document.roles).flatMap(([name, role]): Piece[] => [
    model => put(model, 'roles', name, { ...role, grants: [] }),
    ...role.grants.map((grant): Piece => {
      return model => {
        const now = model.roles[name]
        return now ? put(model, 'roles', name, { ...now, grants: [...now.grants, grant] }) : model
      }
    }),
  ])
  return [...roles, model => ({ ...model, words: document.words })]
}
