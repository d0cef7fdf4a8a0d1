import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { writeReference } from './reference.mjs'
import { stamp } from './stale.mjs'
import { main, step } from './steps.mjs'

const shared = ['sdk', 'plugins', 'package-lock.json', 'tsconfig.json', 'tools']

/** Builds what is stale: the server's half, the browser's half, or both, or nothing. */
export async function buildStale({ server = true, web = true } = {}) {
  const seen = new Map()
  if (server) await buildPart('server', 'Built the server', ['core', 'vite.server.config.ts', ...shared], seen)
  if (web) await buildPart('web', 'Built the browser part', ['web', 'vite.config.ts', ...shared], seen)
}

async function buildPart(name, words, places, seen) {
  const state = stamp(name, places, root, seen)
  await step(words, async () => {
    if (state.isFresh()) return null
    const { build } = await import('vite')
    // What was compiled of the build before is of no use to anybody. A build that is cut off is known by nothing, so the next start builds again.
    const old = [`dist/${name}.stamp`, `dist/${name}`, ...(name === 'server' ? ['.cache/compiled'] : [])]
    for (const path of old) rmSync(join(root, path), { recursive: true, force: true })
    await build({ configFile: join(root, name === 'web' ? 'vite.config.ts' : 'vite.server.config.ts'), logLevel: 'warn' })
    if (name === 'web') await compress(join(root, 'dist', 'web'))
    if (name === 'server') describeSdk()
    state.done()
  })
}

/** Beside each text file its compressed forms, so that the server never compresses one twice. */
async function compress(folder) {
  const texts = ['.js', '.css', '.html', '.svg', '.json', '.webmanifest']
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && texts.includes(extname(entry.name)))
    .map(entry => join(entry.parentPath, entry.name))
  await Promise.all(
    files.map(async file => {
      const content = readFileSync(file)
      if (content.length < 1024) return
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
      const [br, gz] = await Promise.all([promisify(brotliCompress)(content, { params }), promisify(gzip)(content, { level: 9 })])
      writeFileSync(`${file}.br`, br)
      writeFileSync(`${file}.gz`, gz)
    }),
  )
}

/** Plugins from elsewhere import the SDK by its name and get this very copy. */
function describeSdk() {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'sdk', 'package.json'), 'utf8'))
  const folder = join(root, 'dist', 'server', 'sdk')
  if (existsSync(folder))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, license, type: 'module', exports: { '.': './index.js' } }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(async () => {
    await ensureInstalled()
    await buildStale()
    await step('Wrote the reference of the SDK', () => writeReference())
  })
}
