import { createRequire } from 'node:module'
import { join } from 'node:path'
import { webFolder } from '../../http/static.ts'
import { findChromium } from '../chromium.mjs'

/**
 * The Chromium in which the screens of a plugin can be looked at; else the reason why they can't.
 *
 * @example const looking = lookingAt('plugins/leads') // { chromium: '/usr/bin/chromium' }
 */
export function lookingAt(place: string): { readonly chromium: string } | { readonly missing: string } {
  const chromium = findChromium()
  if (chromium === null) return { missing: 'no Chromium was found here. Set SANGAM_CHROMIUM to its path.' }
  if (!['playwright-core', 'axe-core'].every(name => isThere(name, place))) return { missing: 'npm install --save-dev playwright-core axe-core.' }
  if (webFolder() === null) return { missing: 'the shell is not built. npm run build.' }
  return { chromium }
}

function isThere(name: string, place: string): boolean {
  try {
    createRequire(join(place, 'package.json')).resolve(name)
    return true
  } catch {
    return false
  }
}
