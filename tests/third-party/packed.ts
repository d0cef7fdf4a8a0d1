import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from 'tar'
import { packPlugin } from '../../core/cli/pack-plugin.ts'

const root = join(import.meta.dirname, '..', '..')

type Edits = readonly (readonly [file: string, from: string, to: string])[]

const version = (from: string, to: string): Edits => [
  ['package.json', `"version": "${from}"`, `"version": "${to}"`],
  ['plugin.ts', `version: '${from}'`, `version: '${to}'`],
]

/** What strangers pack: the folder it lies in, and what is changed in it where it is a version that has no folder of its own. */
const strangers = {
  'vehicles-1.0.0': { folder: 'vehicles/1.0.0', edits: [] },
  'vehicles-1.1.0': {
    folder: 'vehicles/1.0.0',
    edits: [
      ...version('1.0.0', '1.1.0'),
      ['model.ts', "km: integer({ label: 'Kilometres', min: 0 }),", "km: integer({ label: 'Kilometres', min: 0 }),\n    colour: text({ max: 40 }),"],
    ],
  },
  'vehicles-2.0.0': { folder: 'vehicles/2.0.0', edits: [] },
  // Something goes, for which an owner is asked.
  'vehicles-3.0.0': {
    folder: 'vehicles/2.0.0',
    edits: [
      ...version('2.0.0', '3.0.0'),
      ['model.ts', '    colour: text({ max: 40 }),\n', ''],
      ['plugin.ts', 'to2, hindi', 'to2, to3, hindi'],
      ['plugin.ts', "import { to2 } from './migrations/2.0.0.ts'", "import { to2, to3 } from './migrations/2.0.0.ts'"],
      [
        'migrations/2.0.0.ts',
        'export const to2',
        `export const to3 = migration('3.0.0', {
  steps: [{ step: 'drop', entity: 'vehicles.vehicle', field: 'colour' }],
  proof: [{ entity: 'vehicles.vehicle', never: { plate: { isEmpty: true } } }],
})

export const to2`,
      ],
    ],
  },
  'loyalty-1.0.0': { folder: 'loyalty', edits: [] },
  'loyalty-1.1.0': { folder: 'loyalty', edits: version('1.0.0', '1.1.0') },
  'loyalty-3.0.0': { folder: 'loyalty', edits: version('1.0.0', '3.0.0') },
  'commission-1.0.0': { folder: 'commission', edits: [] },
  'commission-1.1.0': { folder: 'commission', edits: [...version('1.0.0', '1.1.0'), ['plugin.ts', '>=1.0.0 <3.0.0', '>=1.0.0 <4.0.0']] },
} as const satisfies { readonly [one: string]: { readonly folder: string; readonly edits: Edits } }

export type Stranger = keyof typeof strangers

/** The plugins of strangers as packages. They are built in a copy, so that nothing is left beside their sources. */
export async function packedStrangers<S extends Stranger>(...wanted: readonly S[]): Promise<{ readonly [one in S]: Buffer }> {
  return inCopy(async copy => {
    if (wanted.some(one => one.startsWith('commission'))) await installed(copy, 'loyalty-1.0.0', 'asha-loyalty')
    const packed = await Promise.all(wanted.map(async one => [one, readFileSync(await packPlugin(written(copy, one), join(copy, 'out', one)))] as const))
    return Object.fromEntries(packed) as { readonly [one in S]: Buffer }
  })
}

async function inCopy<T>(work: (copy: string) => Promise<T>): Promise<T> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const copy = mkdtempSync(join(root, '.cache', 'strangers-'))
  try {
    const types = { extends: '../../tsconfig.json', compilerOptions: { paths: ours() }, include: ['commission-*/*.ts'], exclude: [] }
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(types))
    return await work(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What the sources of strangers import of ours; what they import of each other comes from its package. */
function ours(): object {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { compilerOptions: { paths: { [name: string]: string[] } } }
  const named = Object.entries(compilerOptions.paths).filter(([name]) => name.startsWith('@sangam/'))
  return Object.fromEntries(named.map(([name, places]) => [name, places.map(place => join(root, place))]))
}

/** A package as npm puts it beside the sources of whoever stands on it. */
async function installed(copy: string, one: Stranger, name: string): Promise<void> {
  const cwd = join(copy, 'node_modules', name)
  mkdirSync(cwd, { recursive: true })
  await extract({ file: await packPlugin(written(copy, one), join(copy, 'out', 'first')), cwd, strip: 1 })
}

/** What the compiler says of one that stands on another's package. */
export async function typesOfStranger(one: Stranger, more: Edits = []): Promise<string> {
  return inCopy(async copy => {
    await installed(copy, 'loyalty-1.0.0', 'asha-loyalty')
    written(copy, one, more)
    try {
      return execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--incremental', 'false', '-p', copy], {
        encoding: 'utf8',
      })
    } catch (error) {
      return String((error as { readonly stdout?: string }).stdout)
    }
  })
}

/** The sources of one, in a folder of its own. */
function written(copy: string, one: Stranger, more: Edits = []): string {
  const { folder, edits } = strangers[one]
  const place = join(copy, one)
  cpSync(join(import.meta.dirname, folder), place, { recursive: true })
  for (const [file, from, to] of [...edits, ...more]) {
    const text = readFileSync(join(place, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} of ${one} has no ${from} any more.`)
    writeFileSync(join(place, file), text.replace(from, to))
  }
  return place
}
