import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { typesOf } from '../clients/typescript.ts'
import { withContext } from '../records/context.ts'
import { say } from './output.ts'
import { doer, withPlatform } from './platform.ts'

interface Options {
  readonly workspace: string
  readonly out?: string
  readonly as?: string
}

export function addTypes(program: Command): void {
  program
    .command('types')
    .description('Writes the TypeScript types of a workspace, for programs that use its API.')
    .option('--workspace <name>', 'of which', 'main')
    .option('--out <file>', 'into this file; on the screen unless told')
    .option('--as <email>', 'as this person may see it; the first owner unless told')
    .action(async ({ workspace, out, as }: Options) => {
      await withPlatform(async platform => {
        const who = await doer(platform, workspace, as)
        const text = await withContext(platform.world, { ...who, origin: 'cli', readOnly: true }, async ctx => typesOf(ctx))
        if (out === undefined) return void process.stdout.write(text)
        writeFileSync(resolve(out), text)
        say(`Wrote ${out}.`)
      })
    })
}
