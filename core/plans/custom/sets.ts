import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { change } from '../../records/change.ts'
import { systemContext } from '../../records/context.ts'
import { find, get } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { customState } from '../models.ts'
import { withAside } from './aside.ts'
import { difference } from './difference.ts'
import { fold } from './fold.ts'
import { type Operation, readOperations } from './operations.ts'
import { prepare } from './prepare.ts'

export interface ChangeSetRow {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly state: 'draft' | 'applying' | 'failed' | 'applied' | 'undone'
  readonly operations: readonly Operation[]
  readonly number: number | null
  readonly appliedAt: string | null
  readonly appliedBy: string | null
  readonly undoes: string | null
  readonly error: string | null
  readonly createdAt: string
  readonly createdBy: string | null
}

const fields = [
  'title',
  'state',
  'operations',
  'number',
  'appliedAt',
  'appliedBy',
  'appliedBy.$title',
  'undoes',
  'error',
  'createdAt',
  'createdBy',
  'createdBy.$title',
  'version',
]

export async function listSets(ctx: CoreCtx): Promise<readonly ChangeSetRow[]> {
  const page = await find(ctx, 'core.changeSet', { fields, sort: ['-createdAt'], limit: 200 })
  return page.items as unknown as ChangeSetRow[]
}

export async function getSet(ctx: CoreCtx, id: string): Promise<ChangeSetRow> {
  return (await get(ctx, 'core.changeSet', id, fields)) as unknown as ChangeSetRow
}

export function readSet(world: World, workspace: string, id: string): Promise<ChangeSetRow> {
  return systemContext(world, workspace, 'Reads a change set', 'cli', ctx => getSet(ctx, id))
}

/** Writes a draft down, in the name of whoever made it. */
export async function makeSet(ctx: CoreCtx, title: string, operations: readonly Operation[], undoes: string | null = null): Promise<string> {
  const values = { title, operations: operations as unknown as Json, undoes }
  const [made] = await ctx.asSystem('Keeps a change set', system => change(system as CoreCtx, 'core.changeSet', [{ verb: 'create', values }], { server: true }))
  return (made as { id: string }).id
}

/** Only what was not applied can still be written differently, or thrown away. */
export async function changeDraft(
  ctx: CoreCtx,
  id: string,
  patch: { readonly title?: string; readonly operations?: readonly Operation[] } | null,
): Promise<void> {
  const set = await getSet(ctx, id)
  if (set.state !== 'draft' && set.state !== 'failed')
    throw new Refused(409, 'set_applied', 'This change set was applied. What was applied is taken back, not changed.')
  const request = patch ? { verb: 'update' as const, id, patch: patch as { [field: string]: Json } } : { verb: 'remove' as const, id }
  await ctx.asSystem('Changes a draft of a change set', system => change(system as CoreCtx, 'core.changeSet', [request], { server: true }))
}

const screens: ReadonlySet<Operation['op']> = new Set(['setList', 'setForm', 'setLayouts', 'setBoard'])

/** Puts operations behind those of a draft, in as few as say the same; refuses with a sentence what makes no sense there. */
export async function addToDraft(world: World, ctx: CoreCtx, id: string, more: readonly Operation[]): Promise<void> {
  await ctx.lock(`changeSet ${id}`)
  const { operations } = await getSet(ctx, id)
  const added = more.some(({ op }) => screens.has(op)) ? withAside(await prepare(world, ctx.workspace, operations), more) : more
  await prepare(world, ctx.workspace, [...operations, ...added])
  await changeDraft(ctx, id, { operations: readOperations(added.reduce(fold, operations)) })
}

/** Writes down how far a set has come. One that takes another back says so on that one too. */
export async function markSet(ctx: CoreCtx, id: string, values: { readonly [field: string]: Json }): Promise<void> {
  const set = await ctx.asSystem('Reads a change set', system => getSet(system as CoreCtx, id)).catch(() => null)
  if (!set || set.state === values.state || set.state === 'undone') return
  const applied = values.state === 'applied'
  const patch = { ...values, ...(applied && { appliedAt: ctx.now(), error: null }), ...(values.state === 'applying' && { appliedBy: ctx.user.id }) }
  const undone =
    applied && set.undoes ? await ctx.asSystem('Reads a change set', system => getSet(system as CoreCtx, set.undoes as string)).catch(() => null) : null
  await ctx.asSystem('Writes down how far a change set has come', system =>
    change(
      system as CoreCtx,
      'core.changeSet',
      [{ verb: 'update', id, patch }, ...(undone?.state === 'applied' ? [{ verb: 'update' as const, id: undone.id, patch: { state: 'undone' } }] : [])],
      { server: true },
    ),
  )
}

/** What takes an applied set back, as operations on what is there now. */
export async function undoOf(world: World, workspace: string, set: ChangeSetRow): Promise<readonly Operation[]> {
  if (set.state !== 'applied' || set.number === null) throw new Refused(409, 'set_not_applied', 'Only a change set that is applied can be taken back.')
  const [before, after] = [await customState(world.db.owner, workspace, set.number - 1), await customState(world.db.owner, workspace, set.number)]
  return difference(after, before.document).map(operation => (operation.op === 'convertField' ? { ...operation, lose: true } : operation))
}
