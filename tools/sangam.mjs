import module from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { main } from './steps.mjs'

main(async () => {
  await ensureInstalled()
  await buildStale({ web: false })
  process.env.NODE_ENV ??= 'production'
  module.enableCompileCache?.(join(root, '.cache', 'compiled'))
  const entry = join(root, 'dist', 'server', 'core', 'cli', 'main.js')
  process.argv[1] = entry
  await import(pathToFileURL(entry).href)
})
