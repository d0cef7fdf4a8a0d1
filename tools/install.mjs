import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { run } from './run.mjs'
import { step } from './steps.mjs'

/** Installs exactly what package-lock.json names, when that is not what lies there. */
export async function ensureInstalled() {
  await step('Installed the packages', async () => {
    const lock = readFileSync(join(root, 'package-lock.json'))
    const hash = createHash('sha256').update(lock).digest('hex')
    const marker = join(root, 'node_modules', '.sangam-installed')
    if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return null
    if (matches(JSON.parse(lock.toString('utf8')))) {
      writeFileSync(marker, hash)
      return null
    }
    console.log('Installing the packages …')
    const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const npm = process.env.npm_execpath
    if (npm?.endsWith('.js')) await run(process.execPath, [npm, ...args])
    else await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { shell: process.platform === 'win32' })
    writeFileSync(marker, hash)
  })
}

/** Whether someone else's install (plain `npm ci` or `npm install`) left the packages that the lock file names. */
function matches(lock) {
  const path = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(path)) return false
  const installed = JSON.parse(readFileSync(path, 'utf8')).packages
  return Object.entries(lock.packages).every(([name, wanted]) => {
    if (!name.startsWith('node_modules/') || wanted.optional || wanted.devOptional || wanted.peer) return true
    if (wanted.link) return existsSync(join(root, name))
    return installed[name]?.version === wanted.version
  })
}
