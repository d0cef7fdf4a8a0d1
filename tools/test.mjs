import { findChromium } from '../core/cli/chromium.mjs'
import { buildStale } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { runBin } from './run.mjs'
import { main, step } from './steps.mjs'

/** `npm test` runs everything; `npm test -- core/records` what lies there. */
main(async () => {
  // A build says to this process that it is production: what is tested is not.
  const env = { ...process.env }
  await ensureInstalled()
  await step('Checked the types', () => runBin('typescript/bin/tsc', ['-p', 'tsconfig.json']))
  const chromium = findChromium()
  if (!chromium) console.log('No Chromium was found, so the browser tests are left out; set SANGAM_CHROMIUM to run them.')
  await buildStale({ web: chromium !== null })
  const projects = chromium ? [] : ['--project', 'node', '--project', 'apart', '--project', 'faults']
  await runBin('vitest/vitest.mjs', ['run', ...projects, ...process.argv.slice(2)], {
    env: { ...env, ...(chromium && { SANGAM_CHROMIUM: chromium }) },
  })
})
