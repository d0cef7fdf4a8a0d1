#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { explain } from '../../core/cli/output.ts'
import { createPlugin } from './create.ts'

const here = import.meta.dirname
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { readonly version: string }

const program = new Command('create-plugin')
  .description('Begins a plugin for Sangam in a folder of its own.')
  .version(version)
  .argument('<folder>', 'the new folder; its last part names the plugin')
  .option('--record <name>', 'what one record of it is called, such as Vehicle', 'Item')
  .option('--from <folder>', 'take the packages from archives in this folder instead of from npm')
  .exitOverride()
  .action(async (folder: string, { record, from }: { readonly record: string; readonly from?: string }) => {
    const { id, files } = await createPlugin({ folder, record, from, here })
    for (const file of files) process.stdout.write(`Wrote ${join(folder, file)}\n`)
    process.stdout.write(`\n${id} is begun. Now:\n\n  cd ${folder}\n  npm install\n  npm test\n  npm run dev\n`)
  })

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${explain(error)}\n`)
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1
}
