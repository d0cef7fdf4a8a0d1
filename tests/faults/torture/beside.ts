import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { bridgesOf, combinations } from './combinations.ts'
import { evidence } from './evidence.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** What one run of the tests says of itself, as much of it as is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }[]
  }[]
}

/** Tests that say what is so without another plugin, by how they end, and beside which it is otherwise. */
const without: readonly { readonly test: string; readonly file: string; readonly beside: string; readonly why: string }[] = [
  ...[
    'of an invoice is noted on it, in parts, and never more than is open',
    'and what is paid in the same moment are both settled',
    'a customer sees the paper, what is paid and how to pay the rest, in their language, and its seller sees that they did',
    'asks for what is open alone, also of an invoice that was posted with all of it in its code',
  ].map(test => ({ test, file: 'plugins/invoicing/invoicing.test.ts', beside: 'ledger', why: 'With books what was paid is recorded there.' })),
  {
    test: 'that comes later has them too, and without those of India elsewhere',
    ...{ file: 'plugins/ledger/ledger.test.ts', beside: 'invoicing', why: 'Withheld tax has two accounts more.' },
  },
  {
    test: 'are covered by the opening, and those of later days are posted once after a look at what would be',
    ...{ file: 'plugins/invoicebooks/books.test.ts', beside: 'tally', why: 'It disables the ledger, which Tally needs.' },
  },
  ...['ledger', 'invoicing'].map(beside => ({
    test: 'contacts, items and leads speak Hindi in every word of their screens and in what they begin with',
    ...{ file: 'plugins/leads/words.test.ts', beside, why: 'It knows the words of these three alone.' },
  })),
]

/**
 * Runs each plugin's own test files once for every set of built-in plugins that can be enabled and has it, with the others of the set enabled beside it; gives
 * what was wrong. What a plugin owes alone (`checkPlugin`) is no question of what stands beside it.
 */
export async function tryBeside(seed: number, say: (line: string) => void): Promise<string[]> {
  const keep = evidence('beside', seed)
  const began = performance.now()
  const wrong: string[] = []
  const all = combinations()
    .filter(on => on.length > 0)
    .toSorted((a, b) => b.length - a.length)
  const sum = { of: all.length, combinations: 0, files: 0, tests: 0, otherwise: 0 }
  // The fullest first: what can't stand beside another is found there soonest.
  for (const on of all) {
    // What joins some of them comes with these.
    const found = await run(on, [...on, ...bridgesOf(on)].flatMap(filesOf))
    sum.combinations += 1
    sum.files += found.files
    sum.tests += found.tests
    sum.otherwise += found.otherwise
    const told = found.wrong.map(one => `with ${on.join(', ')}: ${one}`)
    wrong.push(...told)
    keep({ ...sum, seconds: Math.round((performance.now() - began) / 1000), wrong: wrong.length })
    for (const line of told) say(line)
    say(`beside: ${on.join(', ')}: ${found.files} files, ${found.tests} tests, ${told.length} wrong`)
  }
  return wrong
}

function filesOf(id: string): string[] {
  const folder = join(root, 'plugins', id)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts') && !name.endsWith('check.test.ts') && !name.includes('node_modules'))
    .map(name => join('plugins', id, name))
}

interface Found {
  readonly files: number
  readonly tests: number
  /** How many of `without` failed, as they should. */
  readonly otherwise: number
  readonly wrong: string[]
}

async function run(on: readonly string[], files: readonly string[]): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'sangam-beside-'))
  const report = join(folder, 'report.json')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  try {
    const child = spawn(process.execPath, [vitest, 'run', '--project', 'node', '--reporter=json', `--outputFile=${report}`, ...files], {
      cwd: root,
      env: { ...process.env, SANGAM_PLUGINS_BESIDE: on.join() },
      stdio: 'ignore',
    })
    const code = await new Promise(resolve => child.on('close', resolve))
    if (!existsSync(report)) return { files: 0, tests: 0, otherwise: 0, wrong: [`the tests ended with ${code} and said nothing`] }
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    let otherwise = 0
    const failed = testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name)
      const tests = assertionResults.filter(one => one.status === 'failed')
      const known = tests.filter(one => without.some(known => known.file === file && on.includes(known.beside) && one.fullName.endsWith(known.test)))
      otherwise += known.length
      if (tests.length > 0)
        return tests.filter(one => !known.includes(one)).map(one => `${file}: ${one.fullName}: ${one.failureMessages[0]?.split('\n')[0] ?? ''}`)
      return message === '' ? [] : [`${file}: ${message.split('\n')[0]}`]
    })
    const tests = testResults.reduce((all, { assertionResults }) => all + assertionResults.filter(one => one.status === 'passed').length, 0)
    return { files: testResults.length, tests, otherwise, wrong: failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
