import { findChromium } from '../../core/cli/chromium.mjs'

/** Where Chromium is; throws where `npm test` would have said so and left these tests out. */
export function chromiumPath(): string {
  const path = findChromium()
  if (path === null) throw new Error('No Chromium was found. Install one, or set SANGAM_CHROMIUM to its path.')
  return path
}
