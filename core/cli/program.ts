import { Command, CommanderError } from 'commander'
import { addBackup } from './backup.ts'
import { addDoctor } from './doctor.ts'
import { addExport } from './export.ts'
import { addGraduate } from './graduate.ts'
import { addImport } from './import.ts'
import { addMail } from './mail.ts'
import { explain } from './output.ts'
import { addPlugin } from './plugin.ts'
import { addRestore } from './restore.ts'
import { addStart } from './start.ts'
import { addTypes } from './types.ts'
import { addUser } from './user.ts'
import { addWork } from './work.ts'

/** Runs one command line; gives the exit code. Every failure is one sentence that says what to do. */
export async function run(args: readonly string[]): Promise<number> {
  const program = new Command('sangam')
    .description('Works with a Sangam beside its server, or without one.')
    .configureHelp({ sortSubcommands: false })
    .exitOverride()
  for (const add of [addStart, addDoctor, addBackup, addRestore, addImport, addExport, addPlugin, addGraduate, addUser, addMail, addWork, addTypes])
    add(program)
  try {
    await program.parseAsync(args, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    process.stderr.write(`${explain(error)}\n`)
    return 1
  }
}
