import type { Plugin } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import { partsWith } from '../plans/workspace.ts'
import { buildModel } from '../registry/build.ts'
import { entityPrint, partOf, rolePrint } from '../registry/custom/adopt.ts'
import type { CustomState } from '../registry/custom/document.ts'
import { modelOf } from '../registry/custom/fit.ts'
import { pluginOf } from '../registry/custom/plugin.ts'
import type { Model } from '../registry/model.ts'
import { isPluginId } from '../registry/names.ts'
import { behindNeeds, platformVersion } from '../registry/order.ts'
import { inEnglish, RegistryError } from '../registry/problems.ts'
import { textsOf, untranslated } from '../registry/spoken.ts'
import type { World } from '../world.ts'
import { type Chosen, chosenOf, namedIn } from './chosen.ts'
import { filesOf } from './files.ts'
import { type Left, leftBehind } from './left.ts'

export interface Asked {
  /** The id that the plugin will have. */
  readonly name: string
  /** Entities such as `x.vehicle`; all of one's own unless told. */
  readonly entities: readonly string[] | null
}

/** A plugin made of what administrators shaped. */
export interface Graduated extends Chosen {
  /** The very plugin that the files define. */
  readonly plugin: Plugin
  /** Path below its folder → text. */
  readonly files: ReadonlyMap<string, string>
  /** What stays in the workspace, by name, each with why. */
  readonly stays: readonly Left[]
  /** Texts without a word in Hindi. */
  readonly untranslated: readonly string[]
}

/** These are ours. */
const taken = new Set(['core', 'x'])

/**
 * Writes what administrators of a workspace shaped as a plugin in TypeScript, under the names and tables that it has. Nothing is changed here: it takes
 * over where it is installed and enabled.
 *
 * Errors: `bad_name`, `name_taken`, `entity_unknown`, `nothing_to_graduate`, and `cannot_graduate` where what is asked for can't stand alone.
 *
 * @param asked what it is called, and which entities it takes along
 * @example const { files } = await graduate(world, 'main', { name: 'fleet', entities: ['x.vehicle'] })
 */
export async function graduate(world: World, workspace: string, { name, entities: wanted }: Asked): Promise<Graduated> {
  if (!isPluginId(name) || taken.has(name)) throw new Refused(422, 'bad_name', 'A plugin’s name is 2 to 20 letters a-z and digits: fleet.')
  if (world.plugins.has(name)) throw new Refused(409, 'name_taken', 'There is a plugin {name} here already. Choose another name.', { values: { name } })
  const { plugins, state } = await partsWith(world, workspace, [])
  const model = modelOf(plugins, state.document)
  const chosen = chosenOf(state.document, model, wanted)
  const plugin = madeOf(name, state, chosen, model, plugins)
  const needs = behindNeeds([plugin], new Map(plugins.map(one => [one.id, one]))).filter(one => one !== plugin && one.id !== 'core')
  const beside = [...plugins.filter(one => one.id === 'core'), ...needs]
  const told = wordsOf(model, buildModel(beside), alone(beside, plugin), plugin)
  const spoken = Object.entries(told).map(([language, sources]) => ({ kind: 'translations' as const, language, sources }))
  const whole: Plugin = { ...plugin, parts: [...(plugin.parts ?? []), ...spoken] }
  const own = alone(beside, whole)
  const missing = untranslated(own, whole)
  const stays = await leftBehind(world, workspace, state, model, chosen)
  const files = filesOf({ plugin: whole, model: own, needs, untranslated: missing, chosen, stays, words: told })
  return { ...chosen, plugin: whole, files, stays, untranslated: missing }
}

/** The part of the document as a plugin under its own name, which needs what it names. */
function madeOf(name: string, { document }: CustomState, { entities, roles }: Chosen, model: Model, plugins: readonly Plugin[]): Plugin {
  const part = partOf(document, entities, roles)
  // A series of one's own has the pattern that was said last.
  const { series, ...rest } = part
  const own = Object.fromEntries(
    Object.entries(rest.entities).map(([entity, shape]) => [
      entity,
      {
        ...shape,
        fields: shape.fields.map(field => {
          const pattern = series[entity]?.[field.name]
          return pattern === undefined ? field : { ...field, options: { ...field.options, pattern } }
        }),
      },
    ]),
  )
  const made = pluginOf({ ...rest, entities: own, series: {} }, [])
  const named = namedIn([made.entities, made.parts]).flatMap(one => model.entities.get(one)?.plugin ?? model.roles.get(one)?.plugin ?? [])
  const needed = plugins.filter(one => one.id !== 'core' && named.includes(one.id))
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const plurals = entities.flatMap(entity => model.entities.get(entity) ?? []).filter(entity => !entity.linesOf)
  return {
    kind: 'plugin',
    ...{ id: name, version: '1.0.0', title, icon: 'star' },
    description: `${plurals.map(entity => entity.plural).join(', ') || title}: shaped by administrators, carried on in code.`.slice(0, 300),
    engines: { sangam: `>=${platformVersion} <1.0.0` },
    ...(needed.length > 0 && { needs: Object.fromEntries(needed.map(one => [one.id, `^${one.version}`])) }),
    adopts: {
      entities: Object.fromEntries(entities.map(one => [one, entityPrint(document, one) ?? ''])),
      ...(roles.length > 0 && { roles: Object.fromEntries(roles.map(one => [one, rolePrint(document, one) ?? ''])) }),
    },
    entities: made.entities ?? [],
    parts: made.parts ?? [],
  }
}

/** The model of a plugin with what it needs and nothing else. Errors: `cannot_graduate`, with what it would miss. */
function alone(beside: readonly Plugin[], plugin: Plugin): Model {
  try {
    return buildModel([...beside, plugin])
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Refused(409, 'cannot_graduate', 'It can’t stand without what stays in this workspace: {problem}', {
      values: { problem: error.problems.slice(0, 5).map(inEnglish).join(' ').slice(0, 900) },
    })
  }
}

type Words = { readonly [language: string]: { readonly [english: string]: string } }

/** The words that are said here for its texts, by language, where core and what it needs don’t say the same. */
function wordsOf(here: Model, beside: Model, own: Model, plugin: Plugin): Words {
  const texts = textsOf(own, plugin)
  return Object.fromEntries(
    [...here.words].flatMap(([language, words]) => {
      const said = texts.flatMap(text => {
        const word = words.get(text)
        return word === undefined || word === text || beside.words.get(language)?.get(text) === word ? [] : [[text, word] as const]
      })
      return said.length === 0 ? [] : [[language, Object.fromEntries(said)] as const]
    }),
  )
}
