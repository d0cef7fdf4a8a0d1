import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extract } from 'tar'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../core/cli/chromium.mjs'
import { readPackage } from '../../core/packages/package.ts'
import { openRegistry } from '../engine/npm.ts'

const root = join(import.meta.dirname, '..', '..')
const packages = join(root, 'dist', 'packages')
/** As a person’s own terminal has it: nothing of this run. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SANGAM|VITEST|NODE_|DATABASE|TEST)/.test(name)))

let base: string
let folder: string
const run = async (file: string, ...args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], { cwd: folder, env, timeout: 120_000 }).catch(error => {
    throw new Error(`${error.stdout}\n${error.stderr}`)
  })
  return stdout + stderr
}
/** npm itself, with a cache of its own: what it asks for is answered by a registry of the test, or by nobody. */
const npm = async (args: readonly string[], registry = 'http://localhost:1'): Promise<string> => {
  const own = { npm_config_registry: registry, npm_config_cache: join(base, 'cache'), npm_config_update_notifier: 'false' }
  const { stdout, stderr } = await promisify(execFile)('npm', [...args], { cwd: folder, env: { ...env, ...own }, timeout: 120_000 }).catch(error => {
    throw new Error(`${error.stdout}\n${error.stderr}`)
  })
  return stdout + stderr
}
const inside = (...path: readonly string[]): string => join(folder, ...path)

beforeAll(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  base = mkdtempSync(join(root, '.cache', 'outside-'))
  folder = base
  await run(join(root, 'tools', 'packages.mjs'))
}, 180_000)
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** What npm does with the archives; the libraries of others lie further up, as they would in a folder of many projects. */
async function unpack(name: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  await extract({ file: join(packages, `${name}-0.1.0.tgz`), cwd: into, strip: 1 })
}

test('a plugin is begun by npm create out of the packages alone, and takes its version and its archives from them', async () => {
  const tool = join(base, 'create')
  await unpack('sangam-create-plugin', tool)
  await using registry = await openRegistry()
  const archive = readFileSync(join(packages, 'sangam-create-plugin-0.1.0.tgz'))
  registry.publish('@sangam/create-plugin', { '0.1.0': { archive, bin: { 'create-plugin': './index.js' } } })
  const said = await npm(['create', '--yes', '@sangam/plugin', 'delivery-vans', '--', '--record', 'Van', '--from', packages], registry.address)
  folder = join(base, 'delivery-vans')
  const about = JSON.parse(readFileSync(inside('package.json'), 'utf8')) as { name: string; dependencies: object; scripts: object }

  expect(said).toContain('deliveryvans is begun.')
  expect(about).toMatchObject({
    name: 'deliveryvans-for-sangam',
    dependencies: { '@sangam/sdk': expect.stringMatching(/^file:.*sangam-sdk-0\.1\.0\.tgz$/) },
    scripts: { test: 'vitest run', dev: 'sangam plugin dev' },
  })
  expect(readFileSync(inside('model.ts'), 'utf8')).toContain("defineEntity('deliveryvans.van'")
  await expect(run(join(tool, 'index.js'), '.', '--from', packages)).rejects.toThrow('The folder . is not empty. Choose another.')
  await expect(run(join(tool, 'index.js'), '../9', '--from', packages)).rejects.toThrow('A plugin’s name is 2 to 20 letters')
  await expect(run(join(tool, 'index.js'), '../other', '--from', root)).rejects.toThrow('There is no sangam-sdk-0.1.0.tgz in')
  for (const [name, place] of [
    ['sangam', ['sangam']],
    ['sangam-sdk', ['@sangam', 'sdk']],
    ['sangam-testing', ['@sangam', 'testing']],
  ] as const)
    await unpack(name, inside('node_modules', ...place))
  mkdirSync(inside('node_modules', '.bin'))
  chmodSync(inside('node_modules', 'sangam', 'sangam.mjs'), 0o755)
  symlinkSync(join('..', 'sangam', 'sangam.mjs'), inside('node_modules', '.bin', 'sangam'))
})

test('its types hold, and what it owes is told line by line, on a platform that its tests start', async () => {
  await run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'))
  edit('model.ts', 'notes: text({ multiline: true }),', "notes: text({ multiline: true, label: 'Remarks for the garage' }),")
  const said = await run(inside('node_modules', 'sangam', 'sangam.mjs'), 'plugin', 'check').then(
    () => 'It ended well.',
    error => (error as Error).message,
  )
  edit('model.ts', ", label: 'Remarks for the garage'", '')

  expect(
    said
      .replaceAll(/[\d.]+ kB/g, '# kB')
      .trim()
      .split('\n'),
  ).toEqual([
    'Delivery vans 0.1.0 (deliveryvans), with its tests. This takes a while.',
    '✓ It is packed, and would be let in here. Its server half is # kB (# kB compressed).',
    '– It has no browser half.',
    '– It brings records: Van.',
    '– It works by itself: 1 job.',
    '✗ package.json names no author. Whoever installs it reads who made it: add "author".',
    '✓ It starts with what it needs alone, and a second start changes nothing.',
    '✓ Enabled later, disabled and enabled again, it has the schema of a fresh start.',
    '✓ Random valid records of all its entities are taken, and can be read.',
    '✓ Someone without roles may run none of its actions and routes, and see and write none of its records.',
    '✓ What deliveryvans.member may not see of deliveryvans.van is on no path.',
    '✗ Every text it shows has a word in Hindi.',
    "    No word in Hindi for “Remarks for the garage”. Say it in translations('hi', { … }).",
    '✓ Whoever hears what it shows, or sees few colours, can tell it apart.',
    ...(findChromium() ? ['✓ Whoever hears or enlarges its screens can use them, as far as axe tells.'] : []),
    '✓ What is exported as CSV comes back the same by import.',
    '✓ A page, a list and a save ask the database little, and for a hundred records as much as for a few.',
    '✓ What is no value is refused, with the name of its field, and by the browser as by the server.',
    '✓ Uninstalled and put back, it has the schema and all records it had, and others’ records the values it adds to them.',
    '✓ The test of its own holds.',
    '– As you release 0.1.0, write down what it keeps by “sangam plugin release .”: its next versions are then brought from it in its tests.',
    ...(findChromium() ? [] : ['– Its screens were not looked at in a browser: no Chromium was found here. Set SANGAM_CHROMIUM to its path.']),
    '– No machine tells all: go through its screens by keyboard alone, and once with a screen reader.',
    '',
    '2 things must be mended.',
  ])
})

test('what is saved is in the running workspace, what is wrong is told and keeps nothing from running, and it ends well', async () => {
  const port = await freePort()
  const server = spawn(process.execPath, [inside('node_modules', 'sangam', 'sangam.mjs'), 'plugin', 'dev', '--port', String(port)], {
    cwd: folder,
    // A database of somebody's that is named in the surroundings is let be.
    env: { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', SANGAM_DATA: join(base, 'elsewhere') },
  })
  try {
    const told = listener(server)
    await told(/Sign in as dev@example\.com, with the password: /)
    const fields = await signedIn(port, readFileSync(inside('.sangam', 'password'), 'utf8').trim())
    edit('model.ts', 'notes: text({ multiline: true }),', 'notes: text({ multiline: true }),\n    colour: text({ max: 20 }),')
    await told(/is taken over \(/)
    expect(await fields()).toContain('colour')

    edit('model.ts', 'max: 20 })', 'max: 20 }')
    await told(/model\.ts/)
    expect(await fields()).toContain('colour')
    edit('model.ts', 'colour: text({ max: 20 },', '')
    await told(/leaves out/)
    expect(await fields()).toContain('colour')
  } finally {
    server.kill('SIGTERM')
    await new Promise(resolve => server.once('exit', resolve))
  }
  expect([server.exitCode, existsSync(inside('.sangam', 'postgres', 'postmaster.pid'))]).toEqual([0, false])
})

test('npm packs it into what can be installed', async () => {
  expect(await npm(['pack', '--offline'])).toContain('deliveryvans-for-sangam-0.1.0.tgz')
  const { says, hasWeb, files } = await readPackage(readFileSync(inside('deliveryvans-for-sangam-0.1.0.tgz')))
  expect([says.id, says.version, hasWeb]).toEqual(['deliveryvans', '0.1.0', false])
  // What others who stand on it import.
  expect([...files.keys()].sort()).toEqual([
    'README.md',
    ...['model.js', 'sangam.json', 'server.d.ts', 'server.js', 'types/model.ts'].map(name => `dist/${name}`),
    'package.json',
  ])
})

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(inside(file), 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}.`)
  writeFileSync(inside(file), text.replace(from, to))
}

/** Waits for a line that was not waited for yet. */
function listener(server: ChildProcess): (line: RegExp) => Promise<void> {
  let [text, seen] = ['', 0]
  const waiting = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    text += String(chunk)
    for (const look of waiting) look()
  }
  server.stdout?.on('data', take)
  server.stderr?.on('data', take)
  server.once('exit', () => {
    for (const look of waiting) look()
  })
  return line =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = line.exec(text.slice(seen))
        if (!found && server.exitCode === null) return
        waiting.delete(look)
        seen += (found?.index ?? 0) + (found?.[0].length ?? 0)
        found ? resolve() : reject(new Error(`It ended, and said:\n${text}`))
      }
      waiting.add(look)
      look()
    })
}

/** The names of the fields that somebody who is signed in sees. */
async function signedIn(port: number, password: string): Promise<() => Promise<readonly string[]>> {
  const body = JSON.stringify({ email: 'dev@example.com', password })
  const answer = await fetch(`http://localhost:${port}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async () => {
    const meta = await (await fetch(`http://localhost:${port}/api/meta`, { headers: { cookie } })).json()
    return Object.keys((meta as { entities: { [name: string]: { fields: object } } }).entities['deliveryvans.van']?.fields ?? {})
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
