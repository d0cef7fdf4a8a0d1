import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import { hostLibraries, isHosts, packageFormat, paths, sha256 } from '../packages/package.ts'
import { saidOf } from '../packages/said.ts'
import { tryServerHalf } from '../packages/shelf.ts'
import { exportsOf, modelFile, modelIn, typesOf } from './pack-model.ts'

/** What was built of a plugin: into `dist/` of its folder. */
export interface Built {
  readonly id: string
  readonly version: string
  /** The platforms it runs on. */
  readonly engines: Plugin['engines']
  readonly files: readonly string[]
}

/**
 * Builds both halves of a plugin into `dist/` of its folder, each one file with all it needs but what the host gives, and beside them what the
 * plugin says of itself, and the model that other plugins import.
 *
 * Errors: `no_plugin`; `bad_import` for what no host gives and nothing can bundle; `not_here` where the bundler is not installed.
 *
 * @example await buildPlugin('plugins/vehicles')
 */
export async function buildPlugin(folder: string): Promise<Built> {
  const place = resolve(folder)
  const { plugin, files: halves } = await halvesOf(place)
  const files = [...halves, ...(await forOthers(place))]
  await rm(join(place, 'dist'), { recursive: true, force: true })
  await writeFiles(place, files)
  return { id: plugin.id, version: plugin.version, engines: plugin.engines, files: files.map(([path]) => path) }
}

/** What was built, by its path in the folder. */
export type Files = readonly (readonly [path: string, text: string])[]

/** What belongs into `dist`, built and tried. Another version than its own may be given it, which needs what its own is. */
async function halvesOf(place: string, versionFor?: (own: Plugin) => string): Promise<{ readonly plugin: Plugin; readonly files: Files }> {
  const entry = entryIn(place)
  const about = await packageJson(place)
  const half = ['web/index.ts', 'web/index.js'].map(name => join(place, name)).find(existsSync)
  const [own, web] = await Promise.all([bundle(entry, 'server'), half ? bundle(half, 'web') : null])
  const trial = await mkdtemp(join(tmpdir(), 'sangam-pack-'))
  try {
    const said = await tryServerHalf(trial, own)
    if (about.version !== said.version)
      throw new Refused(422, 'bad_package', 'package.json says version {version}, and the plugin {other}. Make them the same.', {
        values: { version: String(about.version), other: said.version },
      })
    const version = versionFor?.(said) ?? said.version
    const server = version === said.version ? own : await bundle(entry, 'server', version)
    const plugin = { ...said, version }
    const sums = { [paths.server]: sha256(Buffer.from(server)), ...(web !== null && { [paths.web]: sha256(Buffer.from(web)) }) }
    const description = `${JSON.stringify({ format: packageFormat, says: saidOf(plugin), sha256: sums }, null, 2)}\n`
    return { plugin, files: [[paths.server, server], ...(web === null ? [] : [[paths.web, web] as const]), [paths.description, description]] }
  } finally {
    await rm(trial, { recursive: true, force: true })
  }
}

/** What whoever stands on it imports, as a development dependency: what is packed of them has what they use of it inside. */
async function forOthers(place: string): Promise<Files> {
  const entry = modelIn(place)
  return [...(entry === null ? [] : [[modelFile, await bundle(entry, 'server')] as const]), ...(await typesOf(place, entry))]
}

async function writeFiles(place: string, files: Files): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(place, path)), { recursive: true })
    await writeFile(join(place, path), text)
  }
}

function entryIn(place: string): string {
  const entry = ['plugin.ts', 'plugin.js'].map(name => join(place, name)).find(existsSync)
  if (!entry) throw new Refused(404, 'no_plugin', 'There is no plugin.ts in {folder}. Say in which folder the plugin lies.', { values: { folder: place } })
  return entry
}

/** The plugin that a folder defines, wherever it lies. Errors: as of `buildPlugin`. */
export async function pluginIn(folder: string): Promise<Plugin> {
  const server = await bundle(entryIn(resolve(folder)), 'server')
  const trial = await mkdtemp(join(tmpdir(), 'sangam-pack-'))
  try {
    return await tryServerHalf(trial, server)
  } finally {
    await rm(trial, { recursive: true, force: true })
  }
}

/**
 * Builds a plugin and packs it into one file that can be installed anywhere. Gives its path.
 *
 * @example await packPlugin('plugins/vehicles', '.') // ./vehicles-1.0.0.tgz
 */
export async function packPlugin(folder: string, out: string): Promise<string> {
  const place = resolve(folder)
  const { id, version, engines, files } = await buildPlugin(place)
  await mkdir(resolve(out), { recursive: true })
  const path = join(resolve(out), `${id}-${version}.tgz`)
  await packed(place, { version, engines }, files, path, inside => cp(join(place, 'dist'), join(inside, 'dist'), { recursive: true }))
  return path
}

/** The package of a plugin as its folder stands, with nothing written there; as another version, where one is given. */
export async function packageOf(folder: string, versionFor?: (own: Plugin) => string): Promise<Buffer> {
  const place = resolve(folder)
  const { plugin, files } = await halvesOf(place, versionFor)
  const out = await mkdtemp(join(tmpdir(), 'sangam-pack-'))
  try {
    await packed(place, plugin, [], join(out, 'package.tgz'), inside => writeFiles(inside, files))
    return await readFile(join(out, 'package.tgz'))
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** One archive of what was built and what stands beside it. */
async function packed(
  place: string,
  { version, engines }: Pick<Plugin, 'version' | 'engines'>,
  files: readonly string[],
  path: string,
  built: (inside: string) => Promise<void>,
): Promise<void> {
  const staged = await mkdtemp(join(tmpdir(), 'sangam-pack-'))
  try {
    const inside = join(staged, 'package')
    await mkdir(inside)
    await built(inside)
    for (const name of ['README.md', 'LICENSE']) if (existsSync(join(place, name))) await cp(join(place, name), join(inside, name))
    // What was bundled is no dependency any more, and nothing is to run.
    const { scripts: _, devDependencies: __, optionalDependencies: ___, exports: ____, dependencies, engines: others, ...about } = await packageJson(place)
    const kept = Object.entries((dependencies ?? {}) as object).filter(([name]) => isHosts(name))
    // A registry tells them to whoever asks for a version that runs.
    const runsOn = { ...(others as object | undefined), ...engines }
    await writeFile(
      join(inside, 'package.json'),
      `${JSON.stringify({ ...about, version, engines: runsOn, ...(files.length > 0 && { exports: exportsOf(files) }), dependencies: Object.fromEntries(kept) }, null, 2)}\n`,
    )
    const { create } = await import('tar')
    await create({ file: path, gzip: { level: 9 }, portable: true, noMtime: true, cwd: staged }, ['package'])
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}

/** The bytes of a package: of a file as it is, of a plugin's folder packed first. */
export async function packageAt(path: string): Promise<Buffer> {
  return existsSync(join(path, 'package.json')) ? packageOf(path) : readFile(path)
}

async function packageJson(folder: string): Promise<{ readonly [name: string]: unknown }> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
  if (text === null) throw new Refused(404, 'no_plugin', 'There is no package.json in {folder}. Say in which folder the plugin lies.', { values: { folder } })
  return JSON.parse(text) as { readonly [name: string]: unknown }
}

/** One half in one file; the server half under another version, where one is given. */
async function bundle(entry: string, half: 'server' | 'web', version?: string): Promise<string> {
  const { build } = await import('vite').catch(() => {
    throw new Refused(409, 'not_here', 'Plugins are packed in a checkout of Sangam, with its packages installed: npm ci.')
  })
  const given: readonly string[] = hostLibraries[half]
  // Of Lit and the SDK there is one copy, the host’s: another would be bundled in unseen.
  const host = /^(@sangam\/(sdk|testing)|lit|lit-html|lit-element|@lit\/[a-z-]+)(\/|$)/
  const made = await build({
    configFile: false,
    root: dirname(entry),
    publicDir: false,
    logLevel: 'silent',
    resolve: { tsconfigPaths: true },
    ...(version !== undefined && { plugins: [renumbered(entry, version)] }),
    ...(half === 'server' && { ssr: { target: 'node' as const, noExternal: true as const } }),
    build: {
      write: false,
      target: half === 'server' ? 'node20' : 'es2022',
      ...(half === 'server' ? { ssr: version === undefined ? entry : true } : { lib: { entry, formats: ['es'] as const, fileName: 'web' } }),
      rolldownOptions: {
        ...(version !== undefined && { input: renumberedEntry }),
        external: id => host.test(id),
        output: { format: 'es', codeSplitting: false, minify: half === 'web' },
      },
    },
  } as Parameters<typeof build>[0])
  const [chunk, ...more] = [made].flat().flatMap(one => ('output' in one ? one.output : []))
  if (chunk?.type !== 'chunk' || more.length > 0)
    throw new Refused(422, 'bad_import', 'Each half must become one file, and this one became {count}: put styles and pictures into its code.', {
      values: { count: more.length + 1 },
    })
  const strange = [...chunk.imports, ...chunk.dynamicImports].filter(name => !given.includes(name) && !(half === 'server' && isBuiltin(name)))
  if (strange.length > 0)
    throw new Refused(422, 'bad_import', 'The {half} half imports {names}. The host gives {given}; from Lit take what “@sangam/sdk/web” or “lit” itself has.', {
      values: { half, names: strange.join(', '), given: given.join(', ') },
    })
  return chunk.code
}

const renumberedEntry = 'sangam:renumbered'

/** A plugin as it is written, under another version. */
function renumbered(entry: string, version: string): object {
  return {
    name: 'sangam-renumbered',
    enforce: 'pre',
    resolveId: (id: string) => (id === renumberedEntry ? id : null),
    load: (id: string) =>
      id === renumberedEntry ? `import plugin from ${JSON.stringify(entry)}\nexport default { ...plugin, version: ${JSON.stringify(version)} }\n` : null,
  }
}
