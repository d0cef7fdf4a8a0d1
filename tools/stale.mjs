import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.mjs'

/**
 * Says whether something built from these folders and files is still what they say: by time and
 * size of each file, which takes milliseconds, and by content only where those differ (a fresh
 * checkout touches every file and changes none).
 */
export function stamp(name, places) {
  const path = join(root, 'dist', `${name}.stamp`)
  const files = places.flatMap(place => filesOf(join(root, place))).sort()
  const quick = digest(files.map(file => `${file.slice(root.length)} ${describe(file)}`))
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const content = () => digest(files.flatMap(file => [file.slice(root.length), readFileSync(file)]))
  const write = whole => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify({ quick, whole }))
  }
  return {
    isFresh() {
      if (known.quick === quick) return true
      if (known.whole === undefined || known.whole !== content()) return false
      write(known.whole)
      return true
    },
    done: () => write(content()),
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
