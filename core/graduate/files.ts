import type { AnyEntity, Plugin } from '@sangam/sdk'
import type { Model } from '../registry/model.ts'
import { languageWords } from '../registry/names.ts'
import type { Chosen } from './chosen.ts'
import { fieldCode, type PlainField } from './fields.ts'
import type { Left } from './left.ts'
import { Code, call, literal, quoted, remark } from './literal.ts'
import { readmeOf } from './readme.ts'

export interface About {
  readonly plugin: Plugin
  /** It alone, with what it needs. */
  readonly model: Model
  readonly needs: readonly Plugin[]
  readonly untranslated: readonly string[]
  readonly chosen: Chosen
  readonly stays: readonly Left[]
  readonly words: { readonly [language: string]: { readonly [english: string]: string } }
}

/** The folder of a plugin, path by path. */
export function filesOf(about: About): ReadonlyMap<string, string> {
  const { plugin, words } = about
  const constants = constantsOf(plugin.entities ?? [])
  const screens = partsOf(plugin, ['list', 'form', 'board'])
  const roles = partsOf(plugin, ['role'])
  const languages = Object.keys(words)
  const lists: [string, string | null][] = [
    ['package.json', packageOf(plugin)],
    ['plugin.ts', contentsOf(about, constants, { screens: screens.length > 0, roles: roles.length > 0 }, languages)],
    ['model.ts', modelFile(about, constants)],
    [
      'screens.ts',
      screens.length === 0
        ? null
        : partsFile('screens', 'How its records are listed and laid out. Administrators may arrange them otherwise for themselves.', screens, constants),
    ],
    [
      'roles.ts',
      roles.length === 0
        ? null
        : partsFile('roles', 'Grants add up. `where` says which records. Whoever had a role has it still: its name is the same.', roles, constants),
    ],
    ['server/behaviour.ts', behaviourOf(plugin, constants)],
    ...languages.map((language): [string, string] => [`translations/${language}.ts`, wordsFile(language, words[language] ?? {})]),
    [`${plugin.id}.test.ts`, testOf(about)],
    ['README.md', readmeOf(about)],
  ]
  return new Map(lists.flatMap(([path, text]) => (text === null ? [] : [[path, text]])))
}

type PartOf = NonNullable<Plugin['parts']>[number]

function partsOf({ parts = [] }: Plugin, kinds: readonly string[]): readonly PartOf[] {
  return parts.filter(part => kinds.includes(part.kind))
}

/** `x.serviceLine` → `ServiceLine`; two that would be one, or a name of the language, get more. */
function constantsOf(entities: readonly AnyEntity[]): ReadonlyMap<string, string> {
  const used = new Set<string>()
  return new Map(
    entities.map(({ name }) => {
      const noun = name.slice(name.indexOf('.') + 1)
      const pascal = noun.charAt(0).toUpperCase() + noun.slice(1)
      let constant = pascal in globalThis ? `${pascal}Record` : pascal
      while (used.has(constant)) constant += 'Record'
      used.add(constant)
      return [name, constant]
    }),
  )
}

function packageOf({ id, version, description }: Plugin): string {
  const shape = {
    name: `@sangam/plugin-${id}`,
    version,
    private: true,
    type: 'module',
    description,
    scripts: { test: `vitest run --root ../.. --project node plugins/${id}`, prepack: 'node ../../tools/sangam.mjs plugin build' },
    files: ['dist'],
    exports: { '.': './plugin.ts', './model': './model.ts' },
    dependencies: { '@sangam/sdk': '0.1.0' },
  }
  return `${JSON.stringify(shape, null, 2)}\n`
}

function contentsOf(
  { plugin }: About,
  constants: ReadonlyMap<string, string>,
  has: { readonly screens: boolean; readonly roles: boolean },
  languages: readonly string[],
): string {
  const names = [...constants.values()].sort()
  const { id, version, title, description, icon, engines, needs, adopts } = plugin
  const parts = [...(has.screens ? ['...screens'] : []), ...(has.roles ? ['...roles'] : []), '...behaviour', ...languages.map(constantOfLanguage)]
  const definition = {
    ...{ id, version, title, description, ...(icon && { icon }), engines, ...(needs && { needs }), adopts },
    entities: names.map(name => new Code(name)),
    parts: parts.map(part => new Code(part)),
  }
  return [
    "import { definePlugin } from '@sangam/sdk'",
    importLine(names, './model.ts'),
    ...(has.roles ? ["import { roles } from './roles.ts'"] : []),
    ...(has.screens ? ["import { screens } from './screens.ts'"] : []),
    "import { behaviour } from './server/behaviour.ts'",
    ...languages.map(language => `import { ${constantOfLanguage(language)} } from './translations/${language}.ts'`),
    '',
    '/** `adopts` says how what it takes over was shaped when this was written: leave it as it is. */',
    `export default definePlugin(${literal(definition, 0, 29)})`,
    '',
  ].join('\n')
}

function constantOfLanguage(language: string): string {
  return { hi: 'hindi', en: 'english' }[language] ?? `words${language.charAt(0).toUpperCase()}${language.slice(1).replaceAll(/[^A-Za-z]/g, '')}`
}

function importLine(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from ${quoted(from)}`
  return line.length <= 160 ? line : `import {\n${names.map(name => `  ${name},\n`).join('')}} from ${quoted(from)}`
}

/** Entities behind those whose constants they need: lines before what holds them, what a lookup shows before the lookup where it can be. */
function inOrder(entities: readonly AnyEntity[], model: Model): readonly AnyEntity[] {
  const ordered: AnyEntity[] = []
  const open = new Set<string>()
  const put = (entity: AnyEntity | undefined): void => {
    if (!entity || ordered.includes(entity) || open.has(entity.name)) return
    open.add(entity.name)
    const fields = Object.values(entity.fields as { readonly [name: string]: PlainField })
    const needed = (type: string): string[] =>
      fields
        .filter(field => field.type === type)
        .flatMap(({ options }) => String(type === 'lines' ? options.of : (model.entities.get(entity.name)?.fields.get(String(options.by))?.to ?? '')))
    for (const name of [...needed('lines'), ...needed('lookup')]) put(entities.find(one => one.name === name))
    ordered.push(entity)
    open.delete(entity.name)
  }
  for (const entity of entities) put(entity)
  return ordered
}

function modelFile({ plugin, model }: About, constants: ReadonlyMap<string, string>): string {
  const imports = new Set(['defineEntity'])
  const written = new Set<string>()
  const blocks = inOrder(plugin.entities ?? [], model).map(({ name, definition }) => {
    const { fields, rules, description, label, plural, title, ...rest } = definition
    const around = {
      entity: name,
      model,
      constantOf: (entity: string): string | null => (written.has(entity) ? (constants.get(entity) ?? null) : null),
      uses: (one: string) => void imports.add(one),
    }
    const shape = {
      ...{ label, plural, title, description },
      ...rest,
      fields: Object.fromEntries(Object.entries(fields as { readonly [field: string]: PlainField }).map(([field, one]) => [field, fieldCode(one, around)])),
      rules,
    }
    written.add(name)
    const head = `export const ${constants.get(name)} = defineEntity(${quoted(name)}, `
    return `${description ? `${remark(description)}\n` : ''}${head}${literal(shape, 0, head.length)})\n`
  })
  return `${importLine([...imports].sort(), '@sangam/sdk')}\n\n${blocks.join('\n')}`
}

function partsFile(name: string, about: string, parts: readonly PartOf[], constants: ReadonlyMap<string, string>): string {
  const imports = new Set<string>()
  const models = new Set<string>()
  const handle = (entity: string): unknown => {
    const constant = constants.get(entity)
    if (constant === undefined) return entity
    models.add(constant)
    return new Code(constant)
  }
  const made = (fn: string, ...args: readonly unknown[]): Code => {
    imports.add(fn)
    return call(fn, ...args)
  }
  const list = parts.map((part): Code => {
    const { kind, ...shape } = part as unknown as {
      readonly kind: string
      readonly entity: string
      readonly name: string
      readonly grants: readonly { readonly [name: string]: unknown }[]
    }
    if (kind !== 'role') return made(`${kind}Screen`, handle(shape.entity), { ...shape, entity: undefined })
    const grants = shape.grants.map(({ kind: _, entity, verbs, ...options }) => made('allow', handle(String(entity)), verbs, options))
    return made('role', shape.name, { ...shape, name: undefined, grants })
  })
  const head = `export const ${name} = `
  const body = `${remark(about)}\n${head}${literal(list, 0, head.length)}\n`
  return [importLine([...imports].sort(), '@sangam/sdk'), ...(models.size > 0 ? [importLine([...models].sort(), './model.ts')] : []), '', body].join('\n')
}

function behaviourOf(plugin: Plugin, constants: ReadonlyMap<string, string>): string {
  const [first] = [...constants.values()]
  return `import type { Part } from '@sangam/sdk'

/**
 * What code does beside what the model says: hooks, actions, events and jobs. A check of a list of changes:
 *
 *   hooks(${first ?? 'Thing'}, {
 *     check: async (_, changes) =>
 *       changes.flatMap(({ next }, index) => (next ? [] : [{ index, code: '${plugin.id}_kept', message: \`These are not removed.\` }])),
 *   }),
 */
export const behaviour: readonly Part[] = []
`
}

function wordsFile(language: string, words: { readonly [english: string]: string }): string {
  return `import { translations } from '@sangam/sdk'

/** What its texts are called, under their English. */
export const ${constantOfLanguage(language)} = translations(${quoted(language)}, ${literal(words, 0, 200)})
`
}

function testOf({ plugin, needs, untranslated }: About): string {
  const options = {
    ...(needs.length > 0 && { needs: needs.map(one => new Code(constantOfPlugin(one.id))) }),
    ...(untranslated.length > 0 && { untranslated: new Code('untranslated') }),
  }
  const own = constantOfPlugin(plugin.id)
  return [
    ...needs.map(one => `import ${constantOfPlugin(one.id)} from '@sangam/plugin-${one.id}'`),
    "import { checkPlugin } from '@sangam/testing'",
    `import ${own} from './plugin.ts'`,
    '',
    ...(untranslated.length > 0
      ? [
          '/** What nobody said in Hindi yet. With a word in `translations/hi.ts` it leaves this list. */',
          `const untranslated = ${literal(untranslated, 0, 200)}`,
          '',
        ]
      : []),
    `checkPlugin(${literal(new Code(own))}${Object.keys(options).length > 0 ? `, ${literal(options).replace('untranslated: untranslated', 'untranslated')}` : ''})`,
    '',
  ].join('\n')
}

/** A plugin may be called what nothing else can be. */
function constantOfPlugin(id: string): string {
  return reserved.has(id) ? `${id}Plugin` : id
}

const reserved = new Set([...languageWords, 'untranslated', 'eval', 'arguments'])
