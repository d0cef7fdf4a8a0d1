import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../core/cli/chromium.mjs'
import { again } from './again.mjs'
import { buildStale } from './build.mjs'
import { chosen } from './chosen.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { runBin } from './run.mjs'
import { main, step } from './steps.mjs'

/** `npm test` runs everything; `npm test -- core/records` what lies there. */
main(async () => {
  // A build says to this process that it is production: what is tested is not.
  const env = { ...process.env }
  await ensureInstalled()
  await step('Checked the types', () => runBin('typescript/bin/tsc', ['-p', 'tsconfig.json']))
  const chromium = findChromium()
  const { projects, says } = chosen(chromium)
  if (says) console.log(says)
  await buildStale({ web: chromium !== null })
  const asked = process.argv.slice(2)
  const written = join(root, '.cache', 'tests.json')
  const vitest = args =>
    runBin('vitest/vitest.mjs', ['run', ...args], { env: { ...env, SANGAM_OUTCOME: written, ...(chromium && { SANGAM_CHROMIUM: chromium }) } })
  rmSync(written, { force: true })
  try {
    await vitest([...projects, ...asked, '--reporter=default', '--reporter=./tests/setup/outcome.ts'])
  } catch (error) {
    const failed = again(outcomeAt(written), path => readFileSync(join(root, path), 'utf8'))
    if (failed.length === 0) throw error
    console.log(`These failed beside all others, and are run once more by themselves: ${failed.join(', ')}`)
    await vitest([...projects, ...asked.filter((one, at) => one.startsWith('-') || asked[at - 1] === '--project'), ...failed])
    console.log(`They pass by themselves. What in them goes by the machine's pace is to be mended: ${failed.join(', ')}`)
  }
})

function outcomeAt(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { failed: [], unhandled: 0, ended: false }
  }
}
