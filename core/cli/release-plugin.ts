import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@sangam/sdk'
import { shapeOf } from '../plans/upgrade/shape.ts'

/** Writes what a version of a plugin keeps beside its migrations, below its folder; gives the file. A version that was released once is what it was. */
export async function writeRelease(place: string, plugin: Plugin): Promise<string> {
  const folder = join(place, 'migrations')
  const file = join(folder, `${plugin.version}.json`)
  const text = `${JSON.stringify(shapeOf(plugin), null, 2)}\n`
  if (existsSync(file) && (await readFile(file, 'utf8')) !== text)
    throw new Error(`${file} says something else of ${plugin.version}. What is released stays: give plugin ${plugin.id} another version.`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, text)
  return file
}

/** The versions of a plugin whose baselines lie below its folder. */
export function releasesIn(place: string): readonly string[] {
  const folder = join(place, 'migrations')
  return existsSync(folder) ? readdirSync(folder).flatMap(file => /^(\d+\.\d+\.\d+\S*)\.json$/.exec(file)?.[1] ?? []) : []
}
