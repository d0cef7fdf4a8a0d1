import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packPlugin } from '../../core/cli/pack-plugin.ts'

const root = join(import.meta.dirname, '..', '..')

/** Folders of strangers, each as its author packs it. */
const folders = ['vehicles/1.0.0', 'vehicles/1.1.0', 'vehicles/2.0.0', 'loyalty', 'commission'] as const
export type Stranger = (typeof folders)[number]

/** What vehicles 1.1.0 has more than 1.0.0: a field. */
const added: readonly (readonly [file: string, from: string, to: string])[] = [
  ['package.json', '"version": "1.0.0"', '"version": "1.1.0"'],
  ['plugin.ts', "version: '1.0.0'", "version: '1.1.0'"],
  ['model.ts', "km: integer({ label: 'Kilometres', min: 0 }),", "km: integer({ label: 'Kilometres', min: 0 }),\n    colour: text({ max: 40 }),"],
]

/** The plugins of strangers as packages. They are built in a copy, so that nothing is left beside their sources. */
export async function packedStrangers<S extends Stranger>(...wanted: readonly S[]): Promise<{ readonly [one in S]: Buffer }> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const copy = mkdtempSync(join(root, '.cache', 'strangers-'))
  try {
    for (const folder of ['vehicles', 'loyalty', 'commission']) cpSync(join(import.meta.dirname, folder), join(copy, folder), { recursive: true })
    cpSync(join(copy, 'vehicles', '1.0.0'), join(copy, 'vehicles', '1.1.0'), { recursive: true })
    for (const [file, from, to] of added) {
      const path = join(copy, 'vehicles', '1.1.0', file)
      const text = readFileSync(path, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no ${from} any more.`)
      writeFileSync(path, text.replace(from, to))
    }
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['**/*.ts'], exclude: [] }))
    const packed = await Promise.all(wanted.map(async one => [one, readFileSync(await packPlugin(join(copy, one), join(copy, 'out', one)))] as const))
    return Object.fromEntries(packed) as { readonly [one in S]: Buffer }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
