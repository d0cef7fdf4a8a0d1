import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { Refused } from '../errors.ts'
import { withContext } from '../records/context.ts'
import { type ExportFormat, exportFormats, exportRecords } from '../records/export/export.ts'
import { doer, withPlatform } from './platform.ts'

interface Options {
  readonly where?: string
  readonly fields?: string
  readonly as?: string
  readonly workspace: string
}

export function addExport(program: Command): void {
  program
    .command('export <entity> <file>')
    .description('Writes records into a .csv, .xlsx, .jsonl or .pdf file.')
    .option('--where <json>', 'a condition, such as {"state":"won"}')
    .option('--fields <names>', 'fields and paths, by comma')
    .option('--as <email>', 'in whose name; the first owner unless told')
    .option('--workspace <name>', 'from where', 'main')
    .action(async (entity: string, file: string, options: Options) => {
      const format = (file.split('.').at(-1) ?? '') as ExportFormat
      if (!Object.hasOwn(exportFormats, format)) throw new Refused(400, 'file_kind', 'Name a file that ends in .csv, .xlsx, .jsonl or .pdf.')
      await withPlatform(async platform => {
        const who = await doer(platform, options.workspace, options.as)
        const query = { ...(options.where && { where: conditionOf(options.where) }), ...(options.fields && { fields: options.fields.split(',') }) }
        await withContext(platform.world, { ...who, origin: 'cli', readOnly: true, snapshot: true }, ctx =>
          pipeline(Readable.from(exportRecords(ctx, entity, query, format)), createWriteStream(resolve(file), { mode: 0o600 })),
        )
      })
    })
}

function conditionOf(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    throw new Refused(400, 'bad_query', '"--where" is a condition as JSON.')
  }
}
