import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** One test that was run. */
export interface Case {
  /** What it stands under. */
  readonly group: string
  readonly title: string
  /** What it says against the plugin. */
  readonly failure: string | null
}

export type Tested =
  | { readonly cases: readonly Case[]; readonly broken: readonly { readonly file: string; readonly failure: string }[] }
  | { readonly problem: string }

/** Runs the tests that lie in a plugin's folder by its own vitest, in a process of its own, as `npm test` would there; `told` is set in its surroundings. */
export async function testPlugin(place: string, told: { readonly [name: string]: string } = {}): Promise<Tested> {
  const entry = vitestFor(place)
  if (entry === null) return { problem: 'There is no vitest beside it: npm install.' }
  const out = await mkdtemp(join(tmpdir(), 'sangam-check-'))
  const file = join(out, 'report.json')
  try {
    // The name of a project that only we have, in which the same tests would be run once more.
    const args = ['run', '--root', rootOf(place), '--reporter=json', `--outputFile=${file}`, '--project=!apart', '--passWithNoTests', `${place}${sep}`]
    const said = await run(entry, args, told)
    if (!existsSync(file)) return { problem: said.trim() }
    return readReport(JSON.parse(await readFile(file, 'utf8')) as Report)
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

function vitestFor(place: string): string | null {
  try {
    return join(dirname(createRequire(join(place, 'package.json')).resolve('vitest/package.json')), 'vitest.mjs')
  } catch {
    return null
  }
}

/** The folder whose settings the tests have: the plugin's, or one in which it lies. */
function rootOf(place: string): string {
  const has = (folder: string): boolean =>
    ['vitest', 'vite'].some(name => ['ts', 'mts', 'js', 'mjs'].some(end => existsSync(join(folder, `${name}.config.${end}`))))
  for (let at = place; ; at = dirname(at)) {
    if (has(at)) return at
    if (at === dirname(at)) return place
  }
}

/** What it printed, for where it did not come as far as a report. */
function run(entry: string, args: readonly string[], told: { readonly [name: string]: string }): Promise<string> {
  // What this process was told of itself (as a server that runs, or as a test) is not said of the tests.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV' && !name.startsWith('VITEST')))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], { env: { ...env, ...told, NO_COLOR: '1' }, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', chunk => {
      said = (said + String(chunk)).slice(-4_000)
    })
    child.once('error', reject)
    child.once('close', () => resolve(stripVTControlCharacters(said)))
  })
}

/** The part of vitest's own JSON that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

function readReport({ testResults }: Report): Tested {
  return {
    cases: testResults.flatMap(({ assertionResults }) =>
      assertionResults
        .filter(one => ['passed', 'failed'].includes(one.status))
        .map(one => ({
          group: one.ancestorTitles[0] ?? '',
          title: one.title,
          failure: one.status === 'failed' ? sentences(one.failureMessages?.[0] ?? '') : null,
        })),
    ),
    broken: testResults
      .filter(one => one.status === 'failed' && !one.assertionResults.some(test => test.status === 'failed'))
      .map(({ name, message }) => ({ file: name, failure: sentences(message) })),
  }
}

/** A failure without the way that led to it; where it is a sentence, without what was compared. */
function sentences(failure: string): string {
  const lines = stripVTControlCharacters(failure).split('\n')
  const stack = lines.findIndex(line => /^\s+at /.test(line))
  return lines
    .slice(0, stack < 0 ? 20 : Math.min(stack, 20))
    .join('\n')
    .replace(/^(AssertionError|Error): /, '')
    .replace(/\.: expected .*$/s, '.')
    .trim()
}
