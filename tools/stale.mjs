import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.mjs'

/**
 * Says whether something built from these folders and files is still what they say: by time and
 * size of each file, which takes milliseconds, and by content only where those differ (a fresh
 * checkout touches every file and changes none). `seen` is kept by who asks of several things with
 * places in common.
 */
export function stamp(name, places, base = root, seen = new Map()) {
  const path = join(base, 'dist', `${name}.stamp`)
  const found = places.flatMap(place => seenIn(join(base, place), seen)).sort(([one], [other]) => (one < other ? -1 : 1))
  const files = found.map(([file]) => file)
  const quick = digest(found.map(([file, state]) => `${file.slice(base.length)} ${state}`))
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

/** The files in a place, each with its time and size. */
function seenIn(place, seen) {
  if (!seen.has(place)) seen.set(place, existsSync(place) ? filesOf(place, statSync(place)) : [])
  return seen.get(place)
}

function filesOf(path, state) {
  if (state.isFile()) return [[path, `${state.mtimeMs} ${state.size}`]]
  return readdirSync(path, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules' || entry.name.endsWith('.test.ts')) return []
    const inner = join(path, entry.name)
    return filesOf(inner, entry.isDirectory() ? entry : statSync(inner))
  })
}

function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}
