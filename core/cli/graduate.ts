import { join } from 'node:path'
import type { Command } from 'commander'
import { graduate } from '../graduate/graduate.ts'
import { writeFiles } from '../graduate/write.ts'
import { say } from './output.ts'
import { withPlatform } from './platform.ts'

interface Options {
  readonly workspace: string
  readonly entities?: string
  readonly out?: string
}

export function addGraduate(program: Command): void {
  program
    .command('graduate <name>')
    .description('Writes what administrators shaped as a plugin in TypeScript, which takes over the same tables and records where it is enabled.')
    .option('--workspace <name>', 'of which', 'main')
    .option('--entities <names>', 'only these and what they name: x.vehicle,x.trip')
    .option('--out <folder>', 'into this folder; plugins/<name> unless told')
    .action(async (name: string, { workspace, entities, out = join('plugins', name) }: Options) => {
      await withPlatform(async ({ world }) => {
        const asked = entities?.split(',').map(one => one.trim()) ?? null
        const { files, entities: taken, roles, added, stays, untranslated } = await graduate(world, workspace, { name, entities: asked })
        await writeFiles(out, files)
        say(`Wrote ${out}: ${[...taken, ...roles].join(', ')}.`)
        if (added.length > 0) say(`Taken along, as they are named: ${added.join(', ')}.`)
        for (const { what, names, why } of stays) say(`${what} that stay: ${names.join(', ')}. ${why}`)
        if (untranslated.length > 0) say(`${untranslated.length} texts have no word in Hindi yet; README.md names them.`)
        say()
        say(`Now: npm run sangam -- plugin pack ${out}`)
      })
    })
}
