import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { hangers, linkTable } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { Item, RowIssue } from '../change/work.ts'
import { type ChangeRequest, change, refusedIn } from '../change.ts'

export interface Pair {
  readonly winner: string
  readonly loser: string
}

/** One record that shall point at the other from now on. */
export interface Move {
  readonly entity: string
  readonly id: string
  readonly patch: Item
}

/** Records whose own field points at the loser, and those that hang on it by name (activities, files, links). */
export async function plainMoves(ctx: CoreCtx, entity: ModelEntity, { winner, loser }: Pair): Promise<Move[]> {
  const moves: Move[] = []
  for (const link of entity.referredBy) {
    const other = ctx.model.entities.get(link.entity) as ModelEntity
    // Lines of the loser itself are its own; lines of others move within their parents.
    if (other.linesOf) continue
    const field = other.fields.get(link.field) as ModelField
    if (field.type.type === 'references') {
      moves.push(...(await listMoves(ctx, other, field, { winner, loser })))
      continue
    }
    const { hit, value } = pointing(entity, field, sql`t`, { winner, loser })
    const rows = await ctx.tx.run<{ id: string }>(
      throughDoor(
        sql`select t.id from ${tableName(ctx.schema, other.table)} t where ${hit} and t.deleted_at is null and t.id <> ${winner}::uuid and t.id <> ${loser}::uuid order by t.id`,
      ),
    )
    moves.push(...rows.map(({ id }) => ({ entity: other.name, id, patch: { [link.field]: value } })))
  }
  for (const { other, kind, record } of hangers(ctx.model)) {
    if (record === null || ofItself.has(other.name)) continue
    const column = (name: string) => identifier(other.fields.get(name)?.columns[0]?.name ?? '')
    const rows = await ctx.tx.run<{ id: string }>(
      throughDoor(
        sql`select id from ${tableName(ctx.schema, other.table)} where ${column(kind)} = ${entity.name} and ${column(record)} = ${loser} and deleted_at is null order by id`,
      ),
    )
    moves.push(...rows.map(({ id }) => ({ entity: other.name, id, patch: { [record]: winner } })))
  }
  return moves
}

/** How a field says that it points at the loser, and what it says when it points at the winner. */
function pointing(entity: ModelEntity, field: ModelField, alias: SQL, { winner, loser }: Pair): { readonly hit: SQL; readonly value: Json } {
  const [first, second] = field.columns.map(column => sql`${alias}.${identifier(column.name)}`)
  if (field.type.type !== 'oneOf') return { hit: sql`${first} = ${loser}::uuid`, value: winner }
  return { hit: sql`${second} = ${loser}::uuid and ${first} = ${entity.name}`, value: { entity: entity.name, id: winner } }
}

/** Records with a list of references: the winner takes the loser's place in it, once. */
async function listMoves(ctx: CoreCtx, other: ModelEntity, field: ModelField, { winner, loser }: Pair): Promise<Move[]> {
  const links = tableName(ctx.schema, linkTable(other, field))
  const rows = await ctx.tx.run<{ id: string; list: readonly string[] }>(
    throughDoor(sql`
    select t.id, (select jsonb_agg(o.to_id order by o.position) from ${links} o where o.from_id = t.id) as list
    from ${links} l join ${tableName(ctx.schema, other.table)} t on t.id = l.from_id where l.to_id = ${loser}::uuid and t.deleted_at is null and t.id <> ${loser}::uuid order by t.id`),
  )
  return rows.map(({ id, list }) => ({ entity: other.name, id, patch: { [field.name]: [...new Set(list.map(one => (one === loser ? winner : one)))] } }))
}

/** With whom a record was shared, what was asked or approved for it and what was done to it holds for that one alone: moved, it would open or decide the other. Who follows it is moved apart. */
const ofItself = new Set(['core.share', 'core.publicLink', 'core.approval', 'core.automationRun', 'core.follow'])

/** Parents of lines that point at the loser: all their lines, of which some are changed. */
export async function lineMoves(ctx: CoreCtx, entity: ModelEntity, { winner, loser }: Pair): Promise<Move[]> {
  const moves = new Map<string, Move>()
  for (const link of entity.referredBy) {
    const line = ctx.model.entities.get(link.entity) as ModelEntity
    const parent = line.linesOf
    if (!parent || (parent.entity === entity.name && parent.by === link.field)) continue
    const field = line.fields.get(link.field) as ModelField
    // A list of references within a line goes on pointing at the loser, and is called by the winner.
    if (field.type.type === 'references') continue
    const by = identifier(line.fields.get(parent.by)?.columns[0]?.name ?? '')
    const [here, there] = [pointing(entity, field, sql`l`, { winner, loser }), pointing(entity, field, sql`m`, { winner, loser })]
    const table = tableName(ctx.schema, line.table)
    const rows = await ctx.tx.run<{ id: string; parent: string; hit: boolean }>(
      throughDoor(sql`
      select l.id, l.${by} as parent, (${here.hit}) is true as hit from ${table} l
      where l.deleted_at is null and l.${by} in (select m.${by} from ${table} m where ${there.hit} and m.deleted_at is null) order by l.${by}, l.position, l.id`),
    )
    for (const row of rows) {
      if (row.parent === loser) continue
      const key = `${parent.entity} ${row.parent} ${parent.field}`
      const before = moves.get(key) ?? { entity: parent.entity, id: row.parent, patch: { [parent.field]: [] } }
      const list = before.patch[parent.field] as unknown as Item[]
      const known = list.find(one => one.id === row.id)
      if (known && row.hit) known[link.field] = here.value
      else if (!known) list.push({ id: row.id, ...(row.hit && { [link.field]: here.value }) })
      moves.set(key, { ...before, patch: { [parent.field]: list as unknown as Json } })
    }
  }
  return [...moves.values()]
}

interface Moved {
  readonly moved: number
  readonly kept: readonly { readonly move: Move; readonly issues: readonly RowIssue[] }[]
}

/** Moves what can be moved; what its own rules hold fast (posted, locked, once only) stays where it is, with the reason. */
export async function moveAll(ctx: CoreCtx, moves: readonly Move[]): Promise<Moved> {
  const kept: { move: Move; issues: readonly RowIssue[] }[] = []
  let moved = 0
  for (const [entity, list] of byEntity(moves)) {
    // A record that points there by two fields comes once more.
    for (let rest = list; rest.length > 0; ) {
      const seen = new Set<string>()
      const [now, later]: [Move[], Move[]] = [[], []]
      for (const move of rest) {
        if (seen.has(move.id)) later.push(move)
        else now.push(move)
        seen.add(move.id)
      }
      for (let start = 0; start < now.length; start += 500) moved += await moveSome(ctx, entity, now.slice(start, start + 500), kept)
      rest = later
    }
  }
  return { moved, kept }
}

async function moveSome(ctx: CoreCtx, entity: string, moves: readonly Move[], kept: { move: Move; issues: readonly RowIssue[] }[]): Promise<number> {
  if (moves.length === 0) return 0
  const requests = moves.map(({ id, patch }): ChangeRequest => ({ verb: 'update', id, patch }))
  try {
    await ctx.attempt(() => change(ctx, entity, requests, { server: true }))
    return moves.length
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    const rows = refusedIn(problem, requests) ? (problem.options.errors ?? []).filter(issue => issue.row !== undefined && moves[issue.row]) : []
    if (rows.length === 0 && moves.length > 1) {
      const half = Math.ceil(moves.length / 2)
      return (await moveSome(ctx, entity, moves.slice(0, half), kept)) + (await moveSome(ctx, entity, moves.slice(half), kept))
    }
    const wrong = new Map<number, RowIssue[]>()
    if (rows.length === 0) wrong.set(0, [{ code: problem.code, message: problem.detail, ...(problem.options.values && { values: problem.options.values }) }])
    for (const issue of rows) wrong.set(issue.row as number, [...(wrong.get(issue.row as number) ?? []), issue])
    for (const [at, issues] of wrong) kept.push({ move: moves[at] as Move, issues })
    return moveSome(
      ctx,
      entity,
      moves.filter((_, at) => !wrong.has(at)),
      kept,
    )
  }
}

function byEntity(moves: readonly Move[]): Map<string, Move[]> {
  const found = new Map<string, Move[]>()
  for (const move of moves) found.set(move.entity, [...(found.get(move.entity) ?? []), move])
  return found
}
