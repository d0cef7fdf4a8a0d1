import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { run } from './run.mjs'
import { main } from './steps.mjs'

/** `npm run torture` tries all faults for ten minutes; `npm run torture -- --minutes=60 --seed=7 kill` only the killing, from a seed. */
main(async () => {
  await ensureInstalled()
  await buildStale({ web: false })
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  await run(process.execPath, ['--import', tsx, join(root, 'tests', 'faults', 'torture', 'run.ts'), ...process.argv.slice(2)])
})
