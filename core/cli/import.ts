import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Json } from '@sangam/sdk'
import type { Command } from 'commander'
import type { Platform } from '../boot.ts'
import { Refused } from '../errors.ts'
import { withContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { commit, type PlanResult, plan, type Staged, stage } from '../records/import/import.ts'
import type { FieldMapping, Mapping } from '../records/import/mapping.ts'
import { fill } from '../registry/words.ts'
import { say, table } from './output.ts'
import { type Doer, doer, withPlatform } from './platform.ts'

interface Options {
  readonly map?: string
  readonly key?: string
  readonly currency?: string
  readonly dates?: 'ymd' | 'dmy' | 'mdy'
  readonly commit?: boolean
  readonly as?: string
  readonly workspace: string
}

/** A mapping as people write it: columns by their headers, records by their titles. */
interface WrittenMapping {
  readonly key?: string | null
  readonly fields?: { readonly [path: string]: Omit<Partial<FieldMapping>, 'columns'> & { readonly columns?: readonly (string | number)[] } }
}

export function addImport(program: Command): void {
  program
    .command('import <entity> <file>')
    .description('Reads a CSV or XLSX file into records. Without --commit it only says what it would do.')
    .option('--map <file>', 'JSON: { "key": "externalId", "fields": { "title": { "columns": ["Account"] } } }. Without it columns are matched by name')
    .option('--key <field>', 'the field by which rows update what is there')
    .option('--currency <code>', 'the currency of amounts that carry none')
    .option('--dates <order>', 'ymd, dmy or mdy, where the file leaves it open')
    .option('--commit', 'writes what is good; refused rows are named and left out')
    .option('--as <email>', 'in whose name; the first owner unless told')
    .option('--workspace <name>', 'where', 'main')
    .action(async (entity: string, file: string, options: Options) => {
      const path = resolve(file)
      if (!(await stat(path).catch(() => null))?.isFile()) throw new Refused(404, 'not_found', 'There is no file {path}.', { values: { path } })
      await withPlatform(platform => importFile(platform, entity, path, options))
    })
}

async function importFile(platform: Platform, entity: string, path: string, options: Options): Promise<void> {
  const who = await doer(platform, options.workspace, options.as)
  const { world } = platform
  const staged = await stage(world, who, entity, basename(path), createReadStream(path))
  const written = options.map ? (JSON.parse(await readFile(resolve(options.map), 'utf8')) as WrittenMapping) : null
  const mapping = await mappingOf(platform, who, staged, written, options)
  const planned = await plan(world, who, entity, staged.id, mapping)
  tell(staged, planned)
  if (!options.commit) {
    say('\nNothing was written. Say --commit to write what is good.')
    return
  }
  const { counts } = await commit(world, who, entity, staged.id)
  say(
    `\nWritten: ${counts.create} created, ${counts.update} updated, ${counts.same} as they were, ${counts.refuse} left out. Take it back in the browser under Import, or remove them there.`,
  )
}

async function mappingOf(platform: Platform, who: Doer, staged: Staged, written: WrittenMapping | null, options: Options): Promise<Mapping> {
  const key = options.key ?? (written?.key === undefined ? staged.suggestion.key : written.key)
  const given = written?.fields ?? staged.suggestion.fields
  const fields: { [path: string]: FieldMapping } = {}
  for (const [path, one] of Object.entries(given)) {
    const shape = staged.fields.find(field => field.path === path)
    const values = one.values && shape?.to ? await idsOf(platform, who, shape.to, one.values) : one.values
    fields[path] = {
      ...one,
      columns: (one.columns ?? []).map(column => (typeof column === 'number' ? column : columnNamed(staged, column))),
      ...(values && { values }),
      ...(shape?.type === 'money' && options.currency && !one.currency && { currency: options.currency }),
      ...((shape?.type === 'date' || shape?.type === 'datetime') && options.dates && !one.dateOrder && { dateOrder: options.dates }),
    }
  }
  return { key, fields }
}

function columnNamed(staged: Staged, header: string): number {
  const found = staged.columns.find(column => column.header === header)
  if (!found)
    throw new Refused(422, 'bad_mapping', 'The file has no column "{header}". It has {columns}.', {
      values: { header, columns: staged.columns.map(column => column.header).join(', ') },
    })
  return found.index
}

/** What texts stand for may be said by title; ids stay. */
async function idsOf({ world }: Platform, who: Doer, target: string, values: { readonly [text: string]: Json }): Promise<{ [text: string]: Json }> {
  return withContext(world, { ...who, origin: 'cli', readOnly: true }, async ctx => {
    const title = ctx.model.entities.get(target)?.title ?? 'id'
    const names = Object.values(values).filter(value => typeof value === 'string')
    const page = await find(ctx, target, { where: { [title]: { in: names } }, fields: [title], limit: 500 })
    const ids = new Map(page.items.map(item => [String(item[title]), item.id]))
    return Object.fromEntries(Object.entries(values).map(([text, value]) => [text, typeof value === 'string' ? (ids.get(value) ?? value) : value]))
  })
}

function tell(staged: Staged, planned: PlanResult): void {
  const { create, update, same, refuse } = planned.counts
  say(`${staged.file}: ${staged.rows} rows. To create ${create}, to update ${update}, as they are ${same}, refused ${refuse}.`)
  if (planned.problems.length > 0)
    say(
      `\n${table(
        ['Rows', 'First row', 'Field', 'Why'],
        planned.problems.map(one => [
          String(one.rows),
          String(one.first),
          one.field ?? '',
          fill(one.message, (one.values ?? {}) as { [name: string]: string }, 'en'),
        ]),
      )}`,
    )
  for (const one of planned.unmatched) {
    say(`\n${one.field}: ${one.texts.length} texts mean no record${one.canCreate ? ' (map them, or "missing": "create")' : ''}:`)
    say(
      table(
        ['Text', 'Rows', 'Perhaps'],
        one.texts.slice(0, 20).map(({ text, rows, near }) => [text, String(rows), near.map(other => other.title).join(' or ')]),
      ),
    )
  }
}
