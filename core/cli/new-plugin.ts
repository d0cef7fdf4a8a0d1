import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refused } from '../errors.ts'
import { isPluginId, labelOf, languageWords, pluralOf } from '../registry/names.ts'

/** What the template calls itself, and what each word of it becomes. */
interface Names {
  /** `vehicles`: the plugin, its folder, the first half of its entities' names. */
  readonly id: string
  /** `Vehicle`: one record, as people say it. */
  readonly record: string
  /** What people read: *Delivery vans*; the id with a capital letter unless told. */
  readonly title?: string
}

/** Words of the language can't name what is imported; the others would meet a folder of ours. */
const reserved = new Set([...languageWords, 'core', 'x'])

/**
 * Writes a plugin that runs and passes its tests: the template with its names changed. Gives the files it wrote.
 *
 * Errors: `bad_name` for a name that can't be one, `not_here` outside the project, `exists` where there is such a plugin.
 *
 * @example await writePlugin(process.cwd(), { id: 'vehicles', record: 'Vehicle' })
 */
export async function writePlugin(root: string, names: Names): Promise<string[]> {
  const { id } = names
  const [template, folder] = [join(root, 'tools', 'template'), join(root, 'plugins', id)]
  mustBeNames(names)
  if (!(await stat(template).catch(() => null))) throw new Refused(409, 'not_here', 'Run this in the folder of the project, where package.json lies.')
  if (await stat(folder).catch(() => null)) throw new Refused(409, 'exists', 'There is plugins/{id} already. Choose another name.', { values: { id } })
  const written: string[] = []
  for (const [file, text] of await fillTemplate(template, names)) {
    const path = join('plugins', id, file)
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text, { flag: 'wx' })
    written.push(path)
  }
  return written
}

/** The files of a template by their paths, with the names of a plugin in place of its own. Errors: `bad_name`. */
export async function fillTemplate(template: string, names: Names): Promise<ReadonlyMap<string, string>> {
  mustBeNames(names)
  const filled = new Map<string, string>()
  for (const file of await filesIn(template)) filled.set(renamed(file, names), renamed(await readFile(join(template, file), 'utf8'), names))
  return filled
}

function mustBeNames({ id, record }: Names): void {
  if (!isPluginId(id) || reserved.has(id))
    throw new Refused(422, 'bad_name', 'A plugin’s name is 2 to 20 letters a-z and digits, and no word of the language: vehicles.')
  if (!/^[A-Za-z][A-Za-z0-9 ]{0,38}[A-Za-z0-9]$/.test(record))
    throw new Refused(422, 'bad_name', 'A record’s name is letters, digits and spaces: Delivery van.')
}

async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const found = await Promise.all(
    entries.map(entry => (entry.isDirectory() ? filesIn(folder, join(below, entry.name)) : Promise.resolve([join(below, entry.name)]))),
  )
  return found.flat().sort()
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** The template keeps *things*: what stands for the plugin, for its class of records, and for one of them. */
function renamed(text: string, { id, record, title = capital(id) }: Names): string {
  const pascal = record.trim().split(/\s+/).map(capital).join('')
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1)
  const label = labelOf(`${id}.${camel}`)
  const key = (word: string): string => (/^\w+$/.test(word) ? word : `'${word}'`)
  return text
    .replace(/^ {2}Things: ('.*'),\n {2}Thing: '.*',$/m, (_, word: string) =>
      [...new Set([title, pluralOf(label), label])].map(name => `  ${key(name)}: ${word},`).join('\n'),
    )
    .replace(/\bThings\b/g, title)
    .replace(/\bThing\b/g, pascal)
    .replace(/\bthings\b/g, id)
    .replace(/\bthing\b/g, camel)
}
