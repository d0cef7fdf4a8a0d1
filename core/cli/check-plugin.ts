import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Package, paths, readPackage } from '../packages/package.ts'
import { asksOf } from '../packages/words.ts'
import { compareVersions } from '../registry/version.ts'
import { fill } from '../registry/words.ts'
import { explain, type Finding, size } from './output.ts'
import { packageOf } from './pack-plugin.ts'
import { releasesIn } from './release-plugin.ts'
import { paleIn } from './screens/contrast.ts'
import { faultsOf } from './screens/faults.ts'
import { lookingAt } from './screens/looking.ts'
import { type Case, type Tested, testPlugin } from './test-plugin.ts'

/** What was looked at; `good` is null of what is only told. */
export interface Line {
  readonly good: Finding['good'] | null
  readonly text: string
}

/**
 * The browser half may be this large, compressed. The whole first screen may be 200 kB; a plugin's half is fetched when its screen is first visited, and
 * this much of it costs a telephone on a slow line (1.6 Mbit/s) a third of a second.
 */
const mostOfBrowserHalf = 60_000

/**
 * Looks at all that can be said of a plugin before it is given to others: that it is packed and would be let in, what it asks for, how large it is, and
 * whether its tests hold, those of `checkPlugin` each by itself.
 *
 * @example for (const { good, text } of await checkedPlugin('plugins/leads', text => say(text))) say(`${good} ${text}`)
 */
export async function checkedPlugin(folder: string, begins: (what: string) => void): Promise<readonly Line[]> {
  const place = resolve(folder)
  let found: Package
  let archive: Buffer
  try {
    archive = await packageOf(place)
    found = await readPackage(archive)
  } catch (error) {
    return [{ good: false, text: `It can’t be packed. ${explain(error)}` }]
  }
  const { id, title, version } = found.says
  begins(`${title} ${version} (${id}), with its tests. This takes a while.`)
  const run = await tested(place, found, archive)
  return [
    ...sizes(found),
    ...asks(found),
    ...missing(found, place),
    ...(await drawn(place)),
    ...tests(id, run),
    ...baselines(place, folder, version),
    ...unseen(place, run),
  ]
}

/** Runs its tests; where there is a browser to look at its screens, `checkPlugin` finds the package and looks at them too. */
async function tested(place: string, { says }: Package, archive: Buffer): Promise<Tested> {
  const looking = lookingAt(place)
  if ('missing' in looking) return testPlugin(place)
  const out = await mkdtemp(join(tmpdir(), 'sangam-screens-'))
  try {
    const file = join(out, `${says.id}-${says.version}.tgz`)
    await writeFile(file, archive)
    return await testPlugin(place, { SANGAM_CHECK_SCREENS: file, SANGAM_CHROMIUM: looking.chromium })
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** Which versions its records are brought from in its tests, and what nobody wrote down. */
function baselines(place: string, folder: string, version: string): Line[] {
  const there = releasesIn(place)
  const earlier = there.some(one => compareVersions(one, version) < 0)
  const lines: Line[] = []
  if (!earlier && compareVersions(version, '0.1.0') > 0)
    lines.push({ good: null, text: `There is no released baseline of a version before ${version}: that records of earlier ones come along is not tested.` })
  if (!there.includes(version))
    lines.push({
      good: null,
      text: `As you release ${version}, write down what it keeps by “sangam plugin release ${folder}”: its next versions are then brought from it in its tests.`,
    })
  return lines
}

/** What was not looked at. */
function unseen(place: string, run: Tested): Line[] {
  const looking = lookingAt(place)
  const why = 'missing' in looking ? looking.missing : 'problem' in run || run.broken.length > 0 ? 'its tests can’t be run.' : null
  return [
    ...(why === null ? [] : [{ good: null, text: `Its screens were not looked at in a browser: ${why}` }]),
    { good: null, text: 'No machine tells all: go through its screens by keyboard alone, and once with a screen reader.' },
  ]
}

function sizes({ files, hasWeb }: Package): Line[] {
  const half = (path: string): { readonly whole: string; readonly packed: number } => {
    const content = files.get(path) ?? Buffer.alloc(0)
    return { whole: size(content.length), packed: gzipSync(content, { level: 9 }).length }
  }
  const [server, web] = [half(paths.server), half(paths.web)]
  const first: Line = { good: true, text: `It is packed, and would be let in here. Its server half is ${server.whole} (${size(server.packed)} compressed).` }
  if (!hasWeb) return [first, { good: null, text: 'It has no browser half.' }]
  const good = web.packed <= mostOfBrowserHalf
  const fix = good ? '' : ' Draw with what @sangam/sdk/web gives, take a smaller library, or let the server do the work.'
  return [first, { good, text: `Its browser half is ${web.whole} (${size(web.packed)} compressed, of at most ${size(mostOfBrowserHalf)}).${fix}` }]
}

/** As whoever installs it reads it. */
function asks(found: Package): Line[] {
  const { asks } = asksOf({ found, before: null, sleeping: [], from: null, otherwise: false })
  return asks.map(({ text, values }) => ({ good: null, text: fill(text, values, 'en') }))
}

/** What people read of it before they install. */
function missing({ author, files, says: { id } }: Package, place: string): Line[] {
  const about = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { readonly private?: boolean }
  // What comes with the platform has the platform's author.
  const lines: Line[] =
    author === null && about.private !== true
      ? [{ good: false, text: 'package.json names no author. Whoever installs it reads who made it: add "author".' }]
      : []
  if (!files.has('README.md')) lines.push({ good: false, text: `It has no README.md. Write what ${id} is for, what it brings and who may do what.` })
  return lines
}

/** What its own screens draw, as far as their sources tell. */
async function drawn(place: string): Promise<Line[]> {
  const folder = join(place, 'web')
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  const sources = Object.fromEntries(
    files.filter(file => /(?<!\.test|\.d)\.[jt]s$/.test(file)).map(file => [`web/${file.replaceAll(sep, '/')}`, readFileSync(join(folder, file), 'utf8')]),
  )
  const [{ templates, faults }, pale] = await Promise.all([faultsOf(sources), paleIn(sources)])
  const bad = [...faults, ...pale].map(({ file, line, text }): Line => ({ good: false, text: `${file}:${line} ${text}` }))
  return bad.length > 0 || templates === 0 ? bad : [{ good: true, text: 'What its own screens draw has words, labels and keys, as far as their source tells.' }]
}

function tests(id: string, tested: Tested): Line[] {
  if ('problem' in tested) return [{ good: false, text: `Its tests can’t be run. ${tested.problem}` }]
  const owed = tested.cases.filter(one => one.group === `what every plugin owes: ${id}`)
  const own = tested.cases.filter(one => !owed.includes(one))
  const bad = own.filter(one => one.failure !== null)
  return [
    ...tested.broken.map(({ file, failure }): Line => ({ good: false, text: `${basename(file)} can’t be run. ${failure}` })),
    ...(owed.length === 0 && tested.broken.length === 0 ? [{ good: false, text: `No test of it calls checkPlugin(${id}): write a test file that does.` }] : []),
    ...owed.map(lineOf),
    ...bad.map(lineOf),
    ...(bad.length === 0 && own.length > 0
      ? [{ good: true, text: own.length === 1 ? 'The test of its own holds.' : `All ${own.length} tests of its own hold.` }]
      : []),
  ]
}

function lineOf({ title, failure }: Case): Line {
  const said = `${title.charAt(0).toUpperCase()}${title.slice(1)}.`
  return failure === null ? { good: true, text: said } : { good: false, text: `${said}\n${failure}` }
}

/** How a report reads: a mark, and a sentence behind it. */
export function reported(lines: readonly Line[], folder: string): string {
  const marks = lines.map(({ good, text }) => `${good === null ? '–' : good ? '✓' : '✗'} ${text.replaceAll('\n', '\n    ')}`)
  const bad = lines.filter(line => line.good === false).length
  const end = bad === 0 ? `${relative('.', folder) || 'It'} can be given to others.` : bad === 1 ? 'One thing must be mended.' : `${bad} things must be mended.`
  return [...marks, '', end].join('\n')
}
