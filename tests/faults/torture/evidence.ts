import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** Begins a row of `docs/evidence`; each time it is called, the row is written with what is known by then, so that who stops a run keeps what it showed. A bench draws nothing and has no seed. */
export function evidence(name: string, seed?: number): (figures: object) => void {
  const folder = join(root, 'docs', 'evidence')
  const file = join(folder, `${name}.json`)
  const began = new Date().toISOString()
  const first = {
    date: began,
    commit: commit(),
    ...(seed !== undefined && { seed }),
    machine: `${cpus().length} processors, ${process.platform}, Node ${process.versions.node}`,
  }
  return figures => {
    mkdirSync(folder, { recursive: true })
    const rows = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly date: string; readonly seed?: number }[]) : []
    const others = rows.filter(row => row.date !== began || row.seed !== seed)
    writeFileSync(file, `${JSON.stringify([...others, { ...first, ...figures }], null, 2)}\n`)
  }
}

/** Which state of the sources is tried: `unknown` where they came without their history. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}
