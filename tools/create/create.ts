import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fillTemplate } from '../../core/cli/new-plugin.ts'
import { Refused } from '../../core/errors.ts'

interface Wanted {
  readonly folder: string
  readonly record: string
  /** Archives of the packages; undefined: they come from the registry. */
  readonly from: string | undefined
  /** Where this package lies. */
  readonly here: string
}

/** Everything of a plugin that stands alone: what all plugins are made of, and what it needs to stand outside of the product's own sources. */
export async function createPlugin({ folder, record, from, here }: Wanted): Promise<{ readonly id: string; readonly files: readonly string[] }> {
  const place = resolve(folder)
  const called = basename(place)
    .toLowerCase()
    .replace(/^sangam-(plugin-)?/, '')
  const id = called.replace(/[^a-z0-9]/g, '')
  const words = called
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join(' ')
  if (existsSync(place) && (await readdir(place)).some(name => name !== '.git'))
    throw new Refused(409, 'exists', 'The folder {folder} is not empty. Choose another.', { values: { folder } })
  const names = { id, record, title: words.charAt(0).toUpperCase() + words.slice(1) }
  const made = new Map([...(await fillTemplate(join(here, 'template'), names)), ...(await fillTemplate(join(here, 'outside'), names))])
  const about = JSON.parse(made.get('package.json') ?? '{}') as About
  const versions = await versionsOf(here, from, place)
  made.set('package.json', `${JSON.stringify({ ...about, ...pinned(about, versions) }, null, 2)}\n`)
  // npm leaves a file of its right name out of every package.
  made.set('.gitignore', made.get('gitignore') ?? '')
  made.delete('gitignore')
  for (const [path, text] of made) {
    await mkdir(dirname(join(place, path)), { recursive: true })
    await writeFile(join(place, path), text, { flag: 'wx' })
  }
  return { id, files: [...made.keys()].sort() }
}

interface About {
  readonly dependencies: { readonly [name: string]: string }
  readonly devDependencies: { readonly [name: string]: string }
  readonly [more: string]: unknown
}

function pinned(about: About, version: (name: string) => string): Partial<About> {
  const pin = (all: About['dependencies']): About['dependencies'] => Object.fromEntries(Object.keys(all).map(name => [name, version(name)]))
  return { dependencies: pin(about.dependencies), devDependencies: pin(about.devDependencies) }
}

/** Of our own packages the version that this one has, or the archive that lies in a folder. */
async function versionsOf(here: string, from: string | undefined, place: string): Promise<(name: string) => string> {
  const known = JSON.parse(await readFile(join(here, 'versions.json'), 'utf8')) as { readonly [name: string]: string }
  const own = known.sangam ?? ''
  const archives = from === undefined ? null : readdirSync(from)
  return name => {
    if (!name.includes('sangam')) return known[name] ?? '*'
    if (archives === null) return own
    const archive = `${name.replace('@', '').replace('/', '-')}-${own}.tgz`
    if (!archives.includes(archive))
      throw new Refused(404, 'not_found', 'There is no {archive} in {folder}. Make them in the sources of Sangam: npm run packages.', {
        values: { archive, folder: from ?? '' },
      })
    return `file:${relative(place, join(resolve(from ?? ''), archive))
      .split(sep)
      .join('/')}`
  }
}
