import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.mjs'

/**
 * Says whether something built from these folders and files is still what they say: by time and
 * size of each file, which takes milliseconds, and by content only where those differ (a fresh
 * checkout touches every file and changes none).
 */
export function stamp(name, places, base = root) {
  const path = join(base, 'dist', `${name}.stamp`)
  const files = places.flatMap(place => filesOf(join(base, place))).sort()
  const quick = digest(files.map(file => `${file.slice(base.length)} ${describe(file)}`))
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  // Taken before the build: what is saved while it runs makes it stale again.
  let whole
  const content = () => (whole ??= digest(files.flatMap(file => [file.slice(base.length), readFileSync(file)])))
  const write = () => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify({ quick, whole: content() }))
  }
  return {
    isFresh() {
      if (known.quick === quick) return true
      if (content() !== known.whole) return false
      write()
      return true
    },
    done: write,
  }
}

function filesOf(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules' || entry.name.endsWith('.test.ts')) return []
    return entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]
  })
}

function describe(file) {
  const { mtimeMs, size } = statSync(file)
  return `${mtimeMs} ${size}`
}

function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}
