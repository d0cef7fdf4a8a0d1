import type { Json, Refusal } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { group } from '../records/aggregate.ts'
import { exported } from '../records/export/export.ts'
import { type Eyes, eyesOf } from '../records/eyes.ts'
import { find } from '../records/find.ts'
import { type ModelEntity, systemFields } from '../registry/model.ts'
import { askedOf, groupsOf } from './make.ts'
import { reportEntity, type Shown, type StoredReport, shownOf } from './report.ts'
import { isZone } from './times.ts'

type Said = Omit<Refusal, 'index'>
export type Given = Pick<StoredReport, 'entity' | 'format' | 'recipients' | 'zone'> & { readonly definition: Json }

/** What one person may have at once. */
const mostReports = 50

/** What is wrong with a report, before it is kept: it asks for what its writer may see and export, and goes to colleagues whom it can reach. */
export async function checkReport(ctx: CoreCtx, given: Given, newRecipients: readonly string[]): Promise<Said[]> {
  const list = await listProblems(ctx, given)
  const zone: Said[] = isZone(given.zone)
    ? []
    : [{ field: 'zone', code: 'zone_unknown', message: 'There is no such time zone. Choose one such as Asia/Kolkata.' }]
  return [...list, ...zone, ...(list.length > 0 ? [] : await recipientProblems(ctx, given.entity, newRecipients))]
}

/** The list itself is asked once, for one record: what can’t be asked is refused in the words of the list. */
async function listProblems(ctx: CoreCtx, { entity: name, definition, format }: Given): Promise<Said[]> {
  const shown = shownOf(definition)
  if (!shown)
    return [
      {
        field: 'definition',
        code: 'bad_report',
        message: 'What is sent is a list or a pivot, in the words of a view: "where", "search", "columns" and the like.',
      },
    ]
  try {
    const entity = exported(ctx, name)
    if (entity.internal || entity.linesOf) throw new Refused(404, 'not_found', 'There is no such list, or you may not see it.')
    if (shown.kind === 'pivot') return await pivotProblems(ctx, name, shown, format)
    await find(ctx, name, { fields: ['id'], ...askedOf(entity, shown), limit: 1, verb: 'export' })
    const unknown = (shown.group ?? []).find(path => !isGroupable(entity, path.split(':')[0] ?? ''))
    return unknown === undefined
      ? []
      : [
          {
            field: 'definition',
            code: 'bad_group',
            message: 'This list can’t be grouped by "{path}". Choose another field.',
            values: { path: unknown.slice(0, 80) },
          },
        ]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { status, code, detail, options } = error
    const field = status === 400 ? 'definition' : 'entity'
    return [{ field, code, message: detail, ...(options.values && { values: options.values }) }]
  }
}

async function pivotProblems(ctx: CoreCtx, name: string, shown: Shown, format: string): Promise<Said[]> {
  if (format === 'pdf') return [{ field: 'format', code: 'pivot_format', message: 'Figures by rows and columns come as XLSX or CSV. Choose one of them.' }]
  await group(ctx, name, { ...groupsOf(shown), limit: 1, verb: 'export' })
  return []
}

function isGroupable({ fields }: ModelEntity, path: string): boolean {
  return fields.get(path)?.type.groupable ?? systemFields.has(path)
}

async function recipientProblems(ctx: CoreCtx, entity: string, ids: readonly string[]): Promise<Said[]> {
  const wrong: Said[] = []
  for (const id of ids) {
    const reader = await readerOf(ctx, id)
    const name = reader.name
    const [code, message] = reachProblem(reader.eyes, entity)
    if (code !== null) wrong.push({ field: 'recipients', code, message, values: { name, list: ctx.t(ctx.model.entities.get(entity)?.plural ?? entity) } })
  }
  return wrong
}

function reachProblem(eyes: Eyes | null, entity: string): readonly [string, string] | readonly [null, ''] {
  if (!eyes) return ['not_here', '{name} does not sign in here. Reports go to colleagues who do.']
  if (!eyes.email) return ['no_email', '{name} has no e-mail address. An administrator can add it under People who sign in.']
  if (!eyes.access.may(entity, 'read') || !eyes.access.may(entity, 'export'))
    return ['sees_nothing', 'No role lets {name} see and export {list}, so nothing would reach them. Leave them out, or ask an admin to give them such a role.']
  return [null, '']
}

/** Who a reader is: null eyes for one who left, was disabled or never had an account. */
export async function readerOf(ctx: CoreCtx, id: string): Promise<{ readonly name: string; readonly eyes: Eyes | null }> {
  const [user] = await ctx.asSystem('Looks whom a report reaches', async system => {
    const page = await find(system as CoreCtx, 'core.user', { where: { id }, fields: ['name', 'account', 'active'], limit: 1 })
    return page.items
  })
  const here = user !== undefined && user.account !== null && user.active === true
  return { name: String(user?.name ?? ''), eyes: here ? await eyesOf(ctx, id) : null }
}

/** A person has so many at once: each is made and sent whenever it is due. How many they may have beside those there are. */
export async function roomFor(ctx: CoreCtx, owner: string): Promise<number> {
  const count = await ctx.asSystem('Counts the reports of one person', async system => {
    const page = await find(system as CoreCtx, reportEntity, { where: { owner }, fields: ['id'], limit: 1, count: 'exact' })
    return page.count ?? 0
  })
  return Math.max(0, mostReports - count)
}

export const tooMany: Said = { code: 'too_many', message: 'You have {most} reports by mail already. Remove one first.', values: { most: mostReports } }

/** Why a report may not go on, by its owner's rights as they are now; null where it may. */
export function stopReason(owner: Eyes | null, { entity, recipients, owner: id }: StoredReport): 'left' | 'forbidden' | 'others' | null {
  if (!owner) return 'left'
  if (!owner.access.may(entity, 'read') || !owner.access.may(entity, 'export')) return 'forbidden'
  const others = recipients.some(one => one !== id)
  return others && owner.access.field(reportEntity, 'recipients', 'write') === 'none' ? 'others' : null
}
