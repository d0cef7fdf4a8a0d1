import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { bumpPermissions } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import type { Item, RowIssue } from '../change/work.ts'
import { change } from '../change.ts'
import { find, get, getMany, isId } from '../find.ts'
import { entityFor } from '../statements.ts'
import { conditionMoves } from './conditions.ts'
import { moveFollows } from './follows.ts'
import { lineMoves, type Move, moveAll, plainMoves } from './moves.ts'
import { settlePointers } from './pointers.ts'
import { mergeReason } from './reason.ts'
import { tellMerge } from './told.ts'

export interface MergeAsked {
  readonly winner: string
  readonly loser: string
  /** Fields that are taken from the loser; of lines, those are added. */
  readonly take?: readonly string[]
}

export interface Merged {
  /** Takes all of it back. */
  readonly batch: string
  readonly record: Json
  readonly moved: number
  /** Records that keep pointing at the one that went, each with what its rules say; they are called by the one that stays. */
  readonly kept: readonly { readonly entity: string; readonly id: string; readonly issues: readonly RowIssue[] }[]
}

/**
 * Makes one record of two. Chosen fields go to the one that stays; what points at the other is moved through the pipeline, with its history, and
 * what is posted or locked keeps the old id; the other goes to the bin and remembers who it is now. Give `ctx` a batch: all of it can be taken back.
 *
 * Errors: `not_found`, `forbidden`, `same_record`, `no_bin`, `no_merge`, `unknown_field`; and whatever the pipeline refuses of the two themselves.
 */
export async function merge(ctx: CoreCtx, name: string, asked: MergeAsked): Promise<Merged> {
  const entity = entityFor(ctx, name)
  const batch = ctx.batch as string
  const [winner, loser] = [idOf(asked.winner), idOf(asked.loser)]
  if (entity.linesOf) throw notFound()
  if (!entity.bin) throw new Refused(400, 'no_bin', 'What is removed here is gone, so two of these can’t be made one.')
  if (entity.definition.merges === false)
    throw new Refused(
      400,
      'no_merge',
      '{entities} are never one and the same, so two of them can’t be made one. Remove the one that is wrong, or take it back.',
      {
        values: { entities: ctx.t(entity.plural) },
      },
    )
  if (winner === loser) throw new Refused(400, 'same_record', 'Choose two different records.')
  await ctx.lock(`merge:${name}`)
  const [stays, goes] = [await get(ctx, name, winner), await get(ctx, name, loser)]
  await mayChange(ctx, name, winner, 'update')
  // Asked of the record as it is: once what points at it is moved, a right that looks at those would say something else.
  await mayChange(ctx, name, loser, 'remove')
  const patch = patchOf(ctx, entity, { stays, goes, take: asked.take ?? [] })
  const pair = { winner, loser }
  const saved = await ctx.asSystem(mergeReason, system => conditionMoves(system as CoreCtx, pair))
  const moves = [...(await plainMoves(ctx, entity, pair)), ...(await lineMoves(ctx, entity, pair)), ...saved]
  const { kept } = await ctx.asSystem(mergeReason, async system => {
    if (entity.fields.get('mergedInto')?.to === name)
      await change(system as CoreCtx, name, [{ verb: 'update', id: loser, patch: { mergedInto: winner } }], { server: true })
    return moveAll(system as CoreCtx, moves)
  })
  // What the two share and may exist once only (a code, a number elsewhere) is free when the other is gone.
  await change(ctx, name, [{ verb: 'remove', id: loser }], { merging: true })
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_merge')} (entity, loser, winner, final, batch, at)
    values (${name}, ${loser}::uuid, ${winner}::uuid, ${winner}::uuid, ${batch}::uuid, ${ctx.now()}::timestamptz)`)
  await settlePointers(ctx, name)
  await tellMerge(ctx, name, [winner])
  // From the first merge on what asks for records of this entity asks for who they were, too: on every node.
  if (!ctx.access.caller.merged.includes(name)) await bumpPermissions(ctx.tx, ctx.schema)
  if (Object.keys(patch).length > 0) await change(ctx, name, [{ verb: 'update', id: winner, patch }])
  const told = visible(ctx, kept)
  // Of what is out of the caller's sight not even the number is told.
  const known = moves.filter(move => ctx.access.rows(move.entity, 'read') === 'all')
  const record = (await getMany(ctx, name, [winner])).get(winner)
  if (!record) throw new Refused(403, 'out_of_sight', 'Once the two are one you would not see it any more. Ask someone who may see it all.')
  await ctx.asSystem(mergeReason, system => moveFollows(system as CoreCtx, name, pair, Number((record as Item).version)))
  return { batch, record, moved: known.length - told.length, kept: told }
}

/** What comes to point at a record changes what it is, though none of its own fields is written. */
async function mayChange(ctx: CoreCtx, name: string, id: string, verb: 'update' | 'remove'): Promise<void> {
  const there = ctx.access.may(name, verb) && (await find(ctx, name, { where: { id }, fields: ['id'], limit: 1, verb })).items.length > 0
  if (!there) throw new Refused(403, 'forbidden', 'You may not do this here. Ask an admin for the right to.')
}

function idOf(value: unknown): string {
  if (!isId(value)) throw new Refused(400, 'bad_body', 'Say which record stays and which one goes: { "winner": "…", "loser": "…" }.')
  return value.toLowerCase()
}

function patchOf(
  ctx: CoreCtx,
  entity: ModelEntity,
  { stays, goes, take }: { readonly stays: Item; readonly goes: Item; readonly take: readonly string[] },
): Item {
  if (!Array.isArray(take)) throw new Refused(400, 'bad_body', '"take" is a list of fields.')
  return Object.fromEntries(
    take.map(name => {
      const field = entity.fields.get(name)
      if (!field || field.computed || field.type.type === 'series' || ctx.access.field(entity.name, name, 'read') === 'none')
        throw new Refused(400, 'unknown_field', 'There is no field "{name}" here.', { values: { name: String(name).slice(0, 80) } })
      if (field.type.type !== 'lines') return [name, goes[name] ?? null]
      const { by } = field.options as unknown as { readonly by: string }
      const copies = ((goes[name] ?? []) as unknown as Item[]).map(({ id: _id, [by]: _parent, ...line }) => line)
      return [name, [...((stays[name] ?? []) as unknown as Item[]), ...copies] as unknown as Json]
    }),
  )
}

/** Others' records are not told of; that they stay where they are is enough. */
function visible(ctx: CoreCtx, kept: readonly { readonly move: Move; readonly issues: readonly RowIssue[] }[]): Merged['kept'] {
  return kept
    .filter(({ move }) => ctx.access.rows(move.entity, 'read') === 'all')
    .map(({ move, issues }) => ({
      entity: move.entity,
      id: move.id,
      issues: issues.map(issue => ({ ...issue, message: ctx.t(issue.message, issue.values) })),
    }))
}
