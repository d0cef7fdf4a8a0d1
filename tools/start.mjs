import module from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { main } from './steps.mjs'

main(async () => {
  await ensureInstalled()
  await buildStale()
  process.env.NODE_ENV ??= 'production'
  // Since Node 22: what was compiled at one start is not compiled again at the next.
  module.enableCompileCache?.(join(root, '.cache', 'compiled'))
  await import(pathToFileURL(join(root, 'dist', 'server', 'core', 'main.js')).href)
})
