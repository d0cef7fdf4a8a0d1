import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { run } from './run.mjs'
import { Expected, main } from './steps.mjs'

/** `npm run bench` runs all; `npm run bench -- records` those whose name holds a word given. Words with a dash go to the benches. */
main(async () => {
  await ensureInstalled()
  await buildStale()
  const words = process.argv.slice(2).filter(word => !word.startsWith('-'))
  const flags = process.argv.slice(2).filter(word => word.startsWith('-'))
  const folder = join(root, 'tests', 'bench')
  const all = readdirSync(folder).filter(name => name.endsWith('.bench.ts'))
  const chosen = all.filter(name => words.length === 0 || words.some(word => name.includes(word)))
  if (chosen.length === 0) throw new Expected(`No bench has such a name. There are: ${all.map(name => name.replace('.bench.ts', '')).join(', ')}.`)
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  for (const name of chosen) await run(process.execPath, ['--import', tsx, join(folder, name), ...flags])
})
