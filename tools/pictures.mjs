import { findChromium } from '../core/cli/chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { runBin } from './run.mjs'
import { Expected, main } from './steps.mjs'

/** `npm run pictures` keeps how each part of the gallery looks now: what the browser tests compare with from then on. Look at what changed before it is committed. */
main(async () => {
  await ensureInstalled()
  const chromium = findChromium()
  if (!chromium) throw new Expected('No Chromium was found. Install one, or set SANGAM_CHROMIUM to its path.')
  await runBin('vitest/vitest.mjs', ['run', '--project', 'browser', 'tests/browser/gallery.test.ts'], {
    env: { ...process.env, SANGAM_CHROMIUM: chromium, SANGAM_PICTURES: 'renew' },
  })
})
