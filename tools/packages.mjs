import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { main, step } from './steps.mjs'

/** Where the packages are put together, and where their archives lie. */
const stage = join(root, 'dist', 'stage')
export const packagesFolder = join(root, 'dist', 'packages')

const product = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { version, license, engines } = product
const common = { version, type: 'module', license, engines }
const dev = product.devDependencies

/**
 * Makes what authors of plugins install outside of this repository, each one archive in `dist/packages`: the product, the SDK, what tests need,
 * the models of the plugins that come with it, and what begins a plugin. Gives their paths.
 */
export async function makePackages() {
  rmSync(stage, { recursive: true, force: true })
  rmSync(packagesFolder, { recursive: true, force: true })
  mkdirSync(packagesFolder, { recursive: true })
  await step('Built the packages', async () => {
    const { build } = await import('vite')
    await Promise.all([buildSdk(build), buildProduct(build), buildModels(build), buildCreate(build)])
    declareTypes()
  })
  await step('Packed them', async () => {
    for (const name of readdirSync(stage).filter(one => existsSync(join(stage, one, 'package.json')))) pack(join(stage, name))
  })
  return readdirSync(packagesFolder).map(name => join(packagesFolder, name))
}

const models = readdirSync(join(root, 'plugins')).filter(id => existsSync(join(root, 'plugins', id, 'model.ts')))

async function buildSdk(build) {
  const folder = join(stage, 'sdk')
  await bundle(build, folder, { index: 'sdk/index.ts', web: 'sdk/web.ts' }, id => id.startsWith('@sangam/') || id === 'lit' || id.startsWith('lit/'))
  describe(folder, {
    name: '@sangam/sdk',
    description: 'What plugin authors import: definitions, behaviour and types.',
    exports: { '.': both('./types/index.d.ts', './index.js'), './web': both('./types/web.d.ts', './web.js'), './package.json': './package.json' },
    dependencies: { lit: product.dependencies.lit },
  })
}

/** What only whoever writes a plugin has beside the product: to pack it, to test it, to look at its screens. */
const lookedFor = ['fast-check', 'vite', 'vitest', 'playwright-core', 'axe-core']

/** The server, its command line and its browser half; of the SDK it has no copy of its own. */
async function buildProduct(build) {
  const folder = join(stage, 'sangam')
  await build({
    configFile: join(root, 'vite.server.config.ts'),
    mode: 'package',
    logLevel: 'warn',
    build: {
      outDir: join(folder, 'dist', 'server'),
      emptyOutDir: true,
      sourcemap: false,
      rolldownOptions: {
        input: { 'sdk/testing/index': join(root, 'sdk', 'testing', 'index.ts'), 'tests/setup/database': join(root, 'tests', 'setup', 'database.ts') },
        external: id => id === '@sangam/sdk' || id === '@sangam/sdk/web',
      },
    },
  })
  // Under another name: of its own name it would mean itself.
  const lent = join(folder, 'dist', 'server', 'sdk')
  writeFileSync(join(lent, 'index.js'), "export * from '@sangam/sdk'\n")
  writeFileSync(join(lent, 'package.json'), JSON.stringify({ name: 'sangam-lent-sdk', version, license, type: 'module', exports: { '.': './index.js' } }))
  cpSync(join(root, 'dist', 'web'), join(folder, 'dist', 'web'), { recursive: true })
  cpSync(join(root, 'core', 'print', 'fonts'), join(folder, 'dist', 'server', 'core', 'print', 'fonts'), { recursive: true })
  writeFileSync(join(folder, 'sangam.mjs'), "#!/usr/bin/env node\nprocess.env.NODE_ENV ??= 'production'\nawait import('./dist/server/core/cli/main.js')\n")
  describe(folder, {
    name: 'sangam',
    description: product.description,
    bin: { sangam: './sangam.mjs' },
    exports: {
      './testing': both('./types/sdk/testing/index.d.ts', './dist/server/sdk/testing/index.js'),
      './testing/setup': './dist/server/tests/setup/database.js',
      './package.json': './package.json',
    },
    dependencies: { ...product.dependencies, '@sangam/sdk': version },
    optionalDependencies: product.optionalDependencies,
    peerDependencies: Object.fromEntries(lookedFor.map(name => [name, dev[name]])),
    peerDependenciesMeta: Object.fromEntries(lookedFor.map(name => [name, { optional: true }])),
  })
  const testing = join(stage, 'testing')
  mkdirSync(testing, { recursive: true })
  for (const [file, from] of [
    ['index.js', 'sangam/testing'],
    ['index.d.ts', 'sangam/testing'],
    ['setup.js', 'sangam/testing/setup'],
  ])
    writeFileSync(join(testing, file), file === 'setup.js' ? `export { default } from '${from}'\n` : `export * from '${from}'\n`)
  describe(testing, {
    name: '@sangam/testing',
    description: 'A whole platform for a plugin’s tests: real database, real HTTP.',
    exports: { '.': both('./index.d.ts', './index.js'), './setup': './setup.js' },
    dependencies: { 'fast-check': dev['fast-check'], sangam: version },
    peerDependencies: { vitest: dev.vitest },
  })
}

/** What plugins that stand on one of ours import of it: its model alone. */
async function buildModels(build) {
  for (const id of models) {
    const about = JSON.parse(readFileSync(join(root, 'plugins', id, 'package.json'), 'utf8'))
    const folder = join(stage, `plugin-${id}`)
    await bundle(build, folder, { model: `plugins/${id}/model.ts`, plugin: `plugins/${id}/plugin.ts` }, name => name.startsWith('@sangam/'))
    describe(folder, {
      name: about.name,
      version: about.version,
      description: about.description,
      exports: { '.': both(`./types/${id}/plugin.d.ts`, './plugin.js'), './model': both(`./types/${id}/model.d.ts`, './model.js') },
      dependencies: about.dependencies,
    })
  }
}

async function buildCreate(build) {
  const folder = join(stage, 'create-plugin')
  await bundle(build, folder, { index: 'tools/create/index.ts' }, () => false)
  cpSync(join(root, 'tools', 'template'), join(folder, 'template'), { recursive: true })
  cpSync(join(root, 'tools', 'create', 'template'), join(folder, 'outside'), { recursive: true })
  writeFileSync(
    join(folder, 'versions.json'),
    JSON.stringify({ sangam: version, typescript: dev.typescript, vitest: dev.vitest, vite: dev.vite, '@types/node': dev['@types/node'] }),
  )
  describe(folder, {
    name: '@sangam/create-plugin',
    description: 'Begins a plugin for Sangam: npm create @sangam/plugin fleet.',
    bin: { 'create-plugin': './index.js' },
  })
}

async function bundle(build, outDir, entries, external) {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    resolve: { tsconfigPaths: true },
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  })
}

/** The types of all of them, from the sources at once. */
function declareTypes() {
  const out = join(stage, '.types')
  const config = join(stage, 'tsconfig.types.json')
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        incremental: false,
        tsBuildInfoFile: null,
        rootDir: root,
        outDir: out,
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      include: ['sdk', ...models.map(id => `plugins/${id}`)].map(place => join(root, place)),
      exclude: [join(root, '**/*.test.ts')],
    }),
  )
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config], { encoding: 'utf8' })
  if (tsc.status !== 0) throw new Error(tsc.stdout + tsc.stderr)
  cpSync(join(out, 'sdk'), join(stage, 'sdk', 'types'), { recursive: true, filter: path => !path.startsWith(join(out, 'sdk', 'testing')) })
  for (const room of ['core', join('sdk', 'testing')]) cpSync(join(out, room), join(stage, 'sangam', 'types', room), { recursive: true })
  for (const id of models) cpSync(join(out, 'plugins', id), join(stage, `plugin-${id}`, 'types', id), { recursive: true })
  rmSync(out, { recursive: true, force: true })
}

function both(types, file) {
  return { types, default: file }
}

function describe(folder, about) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...common, ...about }, null, 2)}\n`)
}

/** As `npm pack` does it; whatever an archive holds was put there by this file. */
function pack(folder) {
  const npm = process.env.npm_execpath
  const args = ['pack', folder, '--pack-destination', packagesFolder, '--ignore-scripts', '--loglevel=error']
  const made = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { encoding: 'utf8' })
    : spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { encoding: 'utf8', shell: process.platform === 'win32' })
  if (made.status !== 0) throw new Error(made.stderr)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(async () => {
    await ensureInstalled()
    await buildStale({ server: false })
    for (const path of await makePackages()) console.log(path)
  })
}
