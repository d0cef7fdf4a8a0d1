import { Readable } from 'node:stream'
import type { Json, Problem } from '@sangam/sdk'
import { change } from '../../../core/records/change.ts'
import { systemContext } from '../../../core/records/context.ts'
import { readXlsx } from '../../../core/records/import/workbook.ts'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import { type ReportFormat, reportEntity } from '../../../core/reports/report.ts'
import type { TestClient } from '../client.ts'
import type { TestPlatform } from '../platform.ts'
import { workDue } from './due.ts'
import { holds, secretOf, wordOf } from './hidden.ts'
import type { Letter, LetterBox } from './letters.ts'
import { hiddenOn, type Partly } from './partly.ts'
import type { Made } from './records.ts'

/** Who is sent a list by the owner, who sees all of it. */
export interface Mailing {
  readonly platform: TestPlatform
  readonly box: LetterBox
  readonly person: TestClient
  readonly model: Model
}

const reports = `/api/records/${reportEntity}`
/** Said of a reader who may not see and export the list: nothing is sent to them. */
const unreached = new Set(['sees_nothing', 'no_email', 'not_here'])

/**
 * The letter that comes to someone of a list that the owner sends them: its time has come, and the jobs that run each minute begin it and send it. Null where
 * none may be sent to them, or none came.
 */
async function letterOf({ platform, box, person }: Mailing, entity: string, definition: Json, format: ReportFormat = 'csv'): Promise<string | null> {
  const { admin } = platform
  const { world } = platform.platform
  const email = ((await admin.get(`/api/records/core.user/${person.userId}?fields=email`)) as { email: string }).email
  const asked = { name: 'What is sent', entity, definition, format, recipients: [person.userId] }
  const { status, json } = await admin.ask('POST', reports, asked)
  if (status >= 400) {
    const { errors = [], detail } = json as unknown as Problem
    if (errors.some(one => unreached.has(one.code))) return null
    throw new Error(`A list of ${entity} could not be sent by mail: ${detail} ${errors.map(one => one.message).join(' ')}`)
  }
  const { id } = json as { id: string }
  await systemContext(world, 'main', 'Lets the time of a report come for a test', 'job', async ctx => {
    await change(ctx, reportEntity, [{ verb: 'update', id, patch: { nextAt: ctx.now() } }], { server: true })
    await ctx.enqueue('core.reportsDue', {})
  })
  box.taken()
  await workDue(world, ['core.reportsDue', 'core.reportSend'])
  await admin.delete(`${reports}/${id}`)
  const letter = box.taken().find(one => one.to.includes(email))
  return letter ? readable(letter) : null
}

/** The text of a letter, with the lines of its workbook. */
async function readable({ text, books }: Letter): Promise<string> {
  const lines = [text]
  for (const book of books) for await (const { cells } of readXlsx(Readable.from([book]), false)) lines.push(cells.join(' '))
  return lines.join('\n')
}

/** All that can stand in a line of a list, but what is in lists itself. */
function columnsOf(entity: ModelEntity): string[] {
  return ['id', ...[...entity.fields.values()].filter(field => !['lines', 'json'].includes(field.type.type)).map(field => field.name)]
}

/** Which records come to someone by mail, and how many it says there are, where these are not those that their list shows. */
export async function mailedRows(mailing: Mailing, entity: ModelEntity, made: readonly Made[], listed: ReadonlySet<string>): Promise<string[]> {
  if (!canBeSent(entity)) return []
  const text = await letterOf(mailing, entity.name, { columns: columnsOf(entity) }, 'xlsx')
  if (text === null) return []
  const found: string[] = []
  const hidden = made.filter(one => !listed.has(one.id))
  const told = hidden.filter(one => text.includes(one.id) || (JSON.stringify(one.values).includes(one.mark) && text.includes(one.mark)))
  if (told.length > 0) found.push(`A list of ${entity.name} that comes by mail tells of ${told.length} that whoever gets it may not see.`)
  const count = Number(/: ([\d,]+) records?\./.exec(text)?.[1]?.replaceAll(',', ''))
  if (count !== listed.size) found.push(`A list of ${entity.name} that comes by mail says that there are ${count}, where its reader sees ${listed.size}.`)
  return found
}

/**
 * What of a hidden field comes to someone by mail, once a value that is met nowhere else stands in it: in the list itself as the owner sees it, in one that is
 * found or reckoned by it, and in the lists of others, where it may be copied to.
 */
export async function mailedOf(mailing: Mailing, name: string, hidden: string, others: readonly ModelEntity[]): Promise<string[]> {
  const { model, platform } = mailing
  const entity = model.entities.get(name)
  const field = entity?.fields.get(hidden)
  const secret = field && secretOf(model, field)
  if (!entity || !field || secret === null || secret === undefined || !canBeSent(entity)) return []
  const word = wordOf(secret)
  const part = field.type.type === 'money' ? `${hidden}.amount` : hidden
  const which = { [part]: typeof secret === 'object' ? word : secret } as Json
  // Where it could not be written nothing is proven.
  const { status, json } = await platform.admin.ask('POST', `/api/query/${name}`, { where: which, fields: ['id'], limit: 1 })
  if (status >= 400 || (json as { items: Json[] }).items.length === 0) return []
  const found: string[] = []
  const columns = columnsOf(entity)
  if (holds((await letterOf(mailing, name, { columns, ...(field.type.sortable !== false && { sort: [part] }) }, 'xlsx')) ?? '', word))
    found.push(`A list of ${name} that comes by mail shows ${name}.${hidden}`)
  // Of a list that is found by what its reader may not know, nothing comes to them.
  if ((await letterOf(mailing, name, { columns: ['id'], where: which })) !== null) found.push(`A list that is filtered by ${name}.${hidden} comes by mail`)
  const pivot = { kind: 'pivot', rows: [field.type.groupable ? part : 'createdBy'], measures: field.type.type === 'text' ? ['count'] : [`max:${part}`] }
  if (holds((await letterOf(mailing, name, pivot)) ?? '', word)) found.push(`Figures by ${name}.${hidden} that come by mail show it`)
  for (const other of others)
    if (other.name !== name && canBeSent(other) && holds((await letterOf(mailing, other.name, { columns: columnsOf(other) })) ?? '', word))
      found.push(`A list of ${other.name} that comes by mail shows ${name}.${hidden}`)
  return found
}

/** The same of a field that is hidden on some records only, where the value stands on none that shows it. */
export async function mailedWhereHidden(mailing: Mailing, partly: Partly): Promise<string[]> {
  const { model, platform, person } = mailing
  const { entity: name, field: hidden } = partly
  const field = model.entities.get(name)?.fields.get(hidden)
  const secret = field && !field.computed ? secretOf(model, field) : null
  if (!field || secret === null) return []
  const where = field.type.type === 'money' ? { [`${hidden}.amount`]: wordOf(secret) } : { [hidden]: secret }
  const { status, json } = await platform.admin.ask('POST', `/api/query/${name}`, { where, fields: ['id'], limit: 500 })
  const written = status < 400 ? (json as { items: { id: string }[] }).items.map(item => item.id) : []
  const hiddenThere = await hiddenOn(person, partly)
  if (written.length === 0 || written.some(id => !hiddenThere.includes(id))) return []
  const columns = columnsOf(model.entities.get(name) as ModelEntity)
  return holds((await letterOf(mailing, name, { columns })) ?? '', wordOf(secret))
    ? [`A list of ${name} that comes by mail shows ${name}.${hidden} where it is hidden`]
    : []
}

function canBeSent(entity: ModelEntity): boolean {
  return !entity.internal && !entity.linesOf
}
