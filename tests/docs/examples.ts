import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@sangam/sdk'
import { transformWithOxc } from 'vite'
import type { Told } from '../../tools/reference.mjs'

/** Which names a module may have from where: what comes first goes first. */
type Doors = readonly (readonly [from: string, names: readonly string[]])[]

const beside = join(import.meta.dirname, 'around.ts')
const around = [...readFileSync(beside, 'utf8').matchAll(/^export (?:declare )?(?:const |function |\{ )([\w, ]+)/gm)]
  .flatMap(match => (match[1] ?? '').split(','))
  .map(name => name.trim())
  .filter(name => name !== 'fields')

/**
 * The modules that an example becomes for the compiler: what it speaks of is imported as an author would, and where it is a value or fields of an
 * entity it stands where one writes such.
 *
 * @example modulesOf("source: choice(['web'])", doorsOf(all, '@sangam/sdk'))
 */
export function modulesOf(code: string, doors: Doors): string[] {
  const shown = code.replaceAll('…', '').trim()
  // Several conditions, one on each line, are several examples.
  const parts = shown.startsWith('{') ? shown.split(/\n(?=\{)/) : [shown]
  return parts.map(part => `${importsOf(part, doors)}\n${placed(part)}\n`)
}

/** What an example of one line gives, and what it says that it gives. */
export interface Result {
  readonly code: string
  readonly gave: Json
  readonly said: Json
}

/** The module, in plain JavaScript, that runs examples of one line: `results` of all that lean on nothing but the SDK, and on a moment in India. */
export async function runnable(codes: readonly string[], doors: Doors, parses: (code: string) => boolean): Promise<string> {
  const lines = codes.flatMap(code => {
    const [, call = '', told = ''] = /^([^\n]+?)\s+\/\/ ([^\n…]+)$/.exec(code) ?? []
    const said = told.replace(/, where .*$/, '')
    return call !== '' && parses(call) ? [`[${JSON.stringify(call)}, () => (${call}), () => (${parses(said) ? said : JSON.stringify(said)})]`] : []
  })
  const { code } = await transformWithOxc(
    `${importsOf(lines.join('\n'), doors.slice(0, 1))}
const scope = { me: null, company: null, today: '2027-03-31', now: '2027-03-31T04:00:00.000Z', fiscalYearStart: 4, weekStart: 1, zone: 'Asia/Kolkata' }
const plain = value => JSON.parse(JSON.stringify(value))
export const results = [${lines.join(',\n')}].flatMap(([code, run, told]) => {
  try { return [{ code, gave: plain(run()), said: plain(told()) }] } catch { return [] }
})
`,
    'module.ts',
  )
  return code
}

/** The doors for an example of what comes from one of them: its own goes first, then the SDK's, then what examples stand among. */
export function doorsOf(all: readonly Told[], from: string): Doors {
  const given = (door: string): readonly [string, string[]] => [door, [...new Set(all.filter(one => one.from === door).map(one => one.name))]]
  const lit: Doors = from === '@sangam/sdk/web' ? [['lit', ['css', 'html', 'LitElement', 'nothing']]] : []
  const plugins: Doors = from === '@sangam/testing' ? ['leads', 'parties', 'items'].map(id => [`@sangam/plugin-${id}`, [id]] as const) : []
  return [...plugins, ...lit, given(from), ...(from === '@sangam/sdk' ? [] : [given('@sangam/sdk')]), [beside, around]]
}

function importsOf(code: string, doors: Doors): string {
  // As what a name means to the reader: not a property of something, and not what the example itself makes.
  const said = new Set([...code.matchAll(/(?<![\w$])(?<!(?<!\.\.)\.)[A-Za-z_$][\w$]*/g)].map(match => match[0]))
  for (const [, own] of code.matchAll(/^(?:export )?(?:const|class|function) ([\w$]+)/gm)) said.delete(own ?? '')
  const taken = new Set([...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(match => (match[1] ?? '').split(',').map(one => one.trim())))
  const lines = doors.map(([from, names]) => {
    const used = names.filter(name => said.has(name) && !taken.has(name))
    for (const name of used) taken.add(name)
    const [only] = used
    return from.startsWith('@sangam/plugin-') ? (only ? `import ${only} from '${from}'` : '') : `import { ${used.join(', ')} } from '${from}'`
  })
  return ["import type { Condition as Where, Fields as Given } from '@sangam/sdk'", `import { fields as some, type Screen } from '${beside}'`, ...lines].join(
    '\n',
  )
}

/** A condition or fields are written within something; all else as it stands, and in a function where it is no module. */
function placed(code: string): string {
  if (code.startsWith('{')) return `export const example: Where = ${code}`
  if (/^(?:rules|duplicates):/.test(code))
    return `import { defineEntity as define } from '@sangam/sdk'\nexport const example = define('example.one', { title: 'name', fields: some, ${code} })`
  if (/^\w+: /.test(code)) return `export const example = {\n${code}\n} satisfies Given`
  if (/^(?:export|import) /m.test(code)) return code
  return `export async function example(this: Screen) {\n${code}\n}`
}
