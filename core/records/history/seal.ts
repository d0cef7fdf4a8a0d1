import { job } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { tableName } from '../../data/identifiers.ts'
import { rootOf, type SealContent, sealedLine, sealHash, standingSql } from './chain.ts'

/** Rows in one seal, and seals made in one run: what is more waits for the next minute. */
const mostRows = 20_000
const mostSeals = 25

/** Seals, each minute, what the history has gained: a Merkle root over the new rows, chained to the seal before. */
export const sealHistory = job('core.seal', {
  schedule: '* * * * *',
  as: 'system',
  run: async plain => {
    const ctx = plain as CoreCtx
    // The first statement of the transaction: nothing of it may have a number of its own yet.
    const goal = await finished(ctx)
    await ctx.lock('seal')
    for (let made = 0; made < mostSeals; made += 1) if (!(await sealOnce(ctx, goal))) return
  },
})

/**
 * The last row below which none can appear any more. A row gets its id before its transaction commits, so ids alone don't tell; but who took an id
 * below this one holds the table since then, or has ended.
 */
async function finished(ctx: CoreCtx): Promise<string> {
  const number = tableName(ctx.schema, 'core_number')
  const [now] = await ctx.tx.run<{ upto: string; end: string; marked: string | null; after: string | null }>(
    throughDoor(sql`
    select coalesce((select max(id) from ${tableName(ctx.schema, 'core_history')}), 0)::text as upto, pg_snapshot_xmax(pg_current_snapshot())::text as "end",
      (select value::text from ${number} where name = 'seal.upto') as marked, (select value::text from ${number} where name = 'seal.after') as after`),
  )
  const { upto, end, marked, after } = now as { upto: string; end: string; marked: string | null; after: string | null }
  const begun = await writers(ctx)
  for (let tries = 0; ; tries += 1) {
    const still = tries === 0 ? begun : await writers(ctx)
    if (![...begun].some(one => still.has(one))) return upto
    if (tries === 10) break
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return longAgo(ctx, { upto, end, marked, after })
}

/** The transactions that write to the history in this moment. */
async function writers(ctx: CoreCtx): Promise<ReadonlySet<string>> {
  const rows = await ctx.tx.run<{ name: string }>(sql`
    select l.virtualtransaction as name from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
    where l.locktype = 'relation' and l.relation = ${`"${ctx.schema}".core_history`}::regclass and l.mode = 'RowExclusiveLock' and l.pid <> pg_backend_pid()`)
  return new Set(rows.map(row => row.name))
}

/** Someone is at it for long: where we stood in an earlier minute may be settled by now. A number from another database's count is worth nothing. */
async function longAgo(
  ctx: CoreCtx,
  { upto, end, marked, after }: { readonly upto: string; readonly end: string; readonly marked: string | null; readonly after: string | null },
): Promise<string> {
  const [open] = await ctx.tx.run<{ oldest: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`)
  const settled = marked !== null && after !== null && BigInt(after) <= BigInt(open?.oldest ?? '0')
  if (!settled && after !== null && BigInt(after) <= BigInt(end)) return '0'
  const marks = JSON.stringify([
    { name: 'seal.upto', value: upto },
    { name: 'seal.after', value: end },
  ])
  await ctx.tx.run(
    sql`insert into ${tableName(ctx.schema, 'core_number')} (name, value) select name, value from jsonb_to_recordset(${marks}::jsonb) as x(name text, value bigint) on conflict (name) do update set value = excluded.value`,
  )
  return settled ? marked : '0'
}

async function sealOnce(ctx: CoreCtx, goal: string): Promise<boolean> {
  const [seal, history] = [tableName(ctx.schema, 'core_seal'), tableName(ctx.schema, 'core_history')]
  const [last] = await ctx.tx.run<{ number: string; upto: string; hash: string; start: boolean }>(
    sql`select s.number::text, s.upto::text, encode(s.hash, 'hex') as hash, s.start from ${seal} s order by s.number desc limit 1`,
  )
  const found = await ctx.tx.run<{ id: string; entity: string; record: string; version: number; hash: string; bare: boolean }>(
    throughDoor(sql`
    select h.id::text, h.entity, h.record_id as record, h.version, encode(${standingSql('h')}, 'hex') as hash, h.hash is null as bare
    from ${history} h where h.id > ${last?.upto ?? '0'}::bigint and h.id <= ${goal}::bigint order by h.id limit ${mostRows}::int`),
  )
  if (found.length === 0) return false
  const rows = found.map(row => ({ ...row, hash: Buffer.from(row.hash, 'hex') }))
  const content: SealContent = {
    number: Number(last?.number ?? 0) + 1,
    at: ctx.now(),
    upto: rows.at(-1)?.id ?? '0',
    count: rows.length,
    root: rootOf(rows.map(row => row.hash)),
    rows: rows.map(sealedLine).join('\n'),
    start: (last === undefined || last.start) && found.some(row => row.bare),
  }
  const hash = sealHash(last ? Buffer.from(last.hash, 'hex') : null, content).toString('hex')
  await ctx.tx.run(sql`
    insert into ${seal} (number, at, upto, count, root, rows, start, hash)
    values (${content.number}::bigint, ${content.at}::timestamptz, ${content.upto}::bigint, ${content.count}::int, decode(${content.root.toString('hex')}, 'hex'), ${content.rows}, ${content.start}::boolean, decode(${hash}, 'hex'))`)
  // The log is out of reach of whoever rewrites the tables: a seal noted there tells on them.
  ctx.log('The history is sealed.', { seal: `${content.number}:${hash}`, rows: content.count })
  return rows.length === mostRows
}

/** Since when something of the history stands behind the last seal; null where all is sealed. */
export async function unsealedSince(ctx: Pick<CoreCtx, 'tx' | 'schema'>): Promise<string | null> {
  const [seals, history] = [tableName(ctx.schema, 'core_seal'), tableName(ctx.schema, 'core_history')]
  const [row] = await ctx.tx.run<{ at: string }>(
    throughDoor(sql`select at from ${history} where id > coalesce((select upto from ${seals} order by number desc limit 1), 0) order by id limit 1`),
  )
  return row?.at ?? null
}
