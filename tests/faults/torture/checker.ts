import { sql } from 'drizzle-orm'
import type { Pool } from '../../../core/data/connection.ts'
import type { Client } from './client.ts'
import type { Journal, Kind, Wish } from './journal.ts'
import { send } from './writer.ts'

/** What a trial came to. */
export interface Verdict {
  readonly acknowledged: number
  /** Sent, and never answered before the check. */
  readonly unknown: number
  /** Of those, how many were done nevertheless. */
  readonly unknownDone: number
  /** What is wrong, in sentences; empty where all is well. */
  readonly wrong: readonly string[]
}

/**
 * Compares what was asked and answered with what is there: an acknowledged wish is there exactly once, one without an answer once or not at
 * all and exactly once when it is asked again with its key; and everything that is kept beside the records agrees with them.
 */
export async function check(db: Pool, client: Client, journal: Journal): Promise<Verdict> {
  const unknown = journal.of('unknown')
  const before = await count(db)
  const wrong: string[] = []
  for (const wish of journal.of('acknowledged')) {
    const found = effectsOf(before, wish)
    if (found !== wish.effects) wrong.push(`${wish.kind} ${wish.key} was acknowledged and is there ${found} times of ${wish.effects}.`)
  }
  for (const wish of unknown) {
    const found = effectsOf(before, wish)
    // An import goes on where it stood, in parts that are whole; all else is there or not.
    const parts = wish.kind === 'import' ? [0, 1000, wish.effects] : wish.kind === 'bulk' ? [0, 200, wish.effects] : [0, wish.effects]
    if (!parts.includes(found)) wrong.push(`${wish.kind} ${wish.key} got no answer and is half there: ${found} of ${wish.effects}.`)
  }
  for (const wish of unknown) {
    const said = await send(client, wish)
    if (!said || said.status >= 300)
      wrong.push(`${wish.kind} ${wish.key}, asked again: ${said?.status ?? 'no answer'} ${JSON.stringify(said?.json).slice(0, 300)}`)
    else journal.acknowledged(wish.key, said.status)
  }
  await settled(db)
  const after = await count(db)
  for (const { wish } of journal.wishes.values()) {
    const found = effectsOf(after, wish)
    if (found !== wish.effects) wrong.push(`${wish.kind} ${wish.key} is in the end there ${found} times of ${wish.effects}.`)
  }
  wrong.push(...strangers(after, journal), ...(await beside(db)), ...(await read(db, client)))
  const unknownDone = unknown.filter(wish => effectsOf(before, wish) > 0).length
  return { acknowledged: journal.wishes.size - unknown.length, unknown: unknown.length, unknownDone, wrong }
}

/** How often each key stands where its effects stand. */
interface Counts {
  readonly [table: string]: ReadonlyMap<string, number>
}

async function count(db: Pool): Promise<Counts> {
  const of = async (query: ReturnType<typeof sql>): Promise<ReadonlyMap<string, number>> =>
    new Map((await db.run<{ key: string; n: number }>(query)).map(({ key, n }) => [key, n]))
  const history = sql`main.core_history where entity`
  return {
    entries: await of(sql`select split_part(token, '#', 1) as key, count(*)::int as n from main.x_entry group by 1`),
    created: await of(sql`select split_part(snapshot->>'token', '#', 1) as key, count(*)::int as n from ${history} = 'x.entry' and verb = 'create' group by 1`),
    marked: await of(
      sql`select snapshot->>'mark' as key, count(*)::int as n from ${history} = 'x.entry' and verb = 'update' and snapshot->>'mark' is not null group by 1`,
    ),
    removed: await of(sql`select record_id::text as key, count(*)::int as n from ${history} = 'x.entry' and verb = 'remove' group by 1`),
    lost: await of(
      sql`select snapshot->>'lostNote' as key, count(*)::int as n from ${history} = 'leads.lead' and snapshot->>'lostNote' is not null group by 1`,
    ),
    echoes: await of(sql`select token as key, count(*)::int as n from main.x_echo group by 1`),
  }
}

const places: { readonly [K in Kind]: readonly (keyof Counts & string)[] } = {
  create: ['entries', 'created'],
  many: ['entries', 'created'],
  batch: ['entries', 'created'],
  import: ['entries', 'created'],
  automation: ['entries', 'created'],
  update: ['marked'],
  bulk: ['marked'],
  remove: ['removed'],
  action: ['lost'],
}

/** How many of a wish's effects there are; where it has some in several places and they differ, a number that is none. */
function effectsOf(counts: Counts, wish: Wish): number {
  const key = wish.kind === 'remove' ? (wish.id ?? '') : wish.key
  const found = places[wish.kind].map(place => counts[place]?.get(key) ?? 0)
  return new Set(found).size === 1 ? (found[0] as number) : Number.NaN
}

/** The same, counted now. */
export async function effectsNow(db: Pool, wish: Wish): Promise<number> {
  return effectsOf(await count(db), wish)
}

/** Nothing is there that nobody asked for, and each that was to be echoed is, once. */
function strangers(counts: Counts, journal: Journal): string[] {
  const unasked = [...(counts.entries?.keys() ?? [])].filter(key => !journal.wishes.has(key))
  const echoed = [...journal.wishes.values()].filter(({ wish }) => wish.kind === 'automation').map(({ wish }) => wish.key)
  const silent = echoed.filter(key => counts.echoes?.get(key) !== 1)
  const odd = [...(counts.echoes?.keys() ?? [])].filter(key => !echoed.includes(key))
  return [
    ...unasked.map(key => `${key} is there and nobody asked for it.`),
    ...silent.map(key => `${key} was to be echoed once and was ${counts.echoes?.get(key) ?? 0} times.`),
    ...odd.map(key => `${key} was echoed and was not to be.`),
  ]
}

/** Work that a killed node held is free when its lease is over: here time is told to have passed. Then all of it is done. */
export async function settled(db: Pool, withinMs = 60_000): Promise<void> {
  await db.run(sql`update main.core_job set lease_until = now() - interval '1 second' where lease_until is not null and done_at is null and failed_at is null`)
  const began = performance.now()
  for (;;) {
    const [row] = await db.run<{ open: number; parked: string | null }>(sql`
      select (select count(*)::int from main.core_job where done_at is null and failed_at is null and name <> 'core.sample' and (run_at <= now() or attempts > 0))
        + (select count(*)::int from main.core_outbox where handed_at is null and kind in ('event', 'mail')) as open,
        (select string_agg(name || ': ' || error, '; ') from main.core_job where failed_at is not null) as parked`)
    if (row?.parked) throw new Error(`Work is parked: ${row.parked}`)
    if (row?.open === 0) return
    if (performance.now() - began > withinMs) throw new Error(`${row?.open} pieces of work are open after ${withinMs} ms.`)
    // What failed while the database was away waits for its next try: here that time has passed, too.
    await db.run(
      sql`update main.core_job set run_at = now() where done_at is null and failed_at is null and attempts > 0 and lease_until is null and run_at > now()`,
    )
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** What is kept beside the records: history, outbox, links, numbers, rollups, imports. Each query finds what does not agree. */
async function beside(db: Pool): Promise<string[]> {
  const queries: readonly (readonly [string, ReturnType<typeof sql>])[] = [
    [
      'versions of the history are not one after the other up to the record’s own',
      sql`select e.id::text as what from main.x_entry e join lateral (select count(*) as n, max(version) as top, min(version) as first from main.core_history h where h.entity = 'x.entry' and h.record_id = e.id) h on true
        where h.n <> e.version or h.top <> e.version or h.first <> 1`,
    ],
    [
      'the last entry of the history is not the record',
      sql`select e.id::text as what from main.x_entry e join lateral (select snapshot s, verb from main.core_history h where h.entity = 'x.entry' and h.record_id = e.id order by version desc limit 1) h on true
        where h.s->>'token' is distinct from e.token or (h.s->>'amount')::numeric is distinct from e.amount or h.s->>'mark' is distinct from e.mark or h.s->>'number' is distinct from e.number
          or h.s->>'account' is distinct from e.account::text or (h.verb = 'remove') is distinct from (e.deleted_at is not null)`,
    ],
    [
      'others were not told exactly once of a change',
      sql`select coalesce(h.record_id, o.record_id)::text as what from (select entity, record_id, version, count(*) as n from main.core_history group by 1, 2, 3) h
        full join (select name, record_id, version, count(*) as n from main.core_outbox where kind = 'change' group by 1, 2, 3) o on o.name = h.entity and o.record_id = h.record_id and o.version = h.version
        where h.n is distinct from 1 or o.n is distinct from 1`,
    ],
    [
      'links are not those of the record',
      sql`select e.id::text as what from main.x_entry e join lateral (select snapshot s from main.core_history h where h.entity = 'x.entry' and h.record_id = e.id order by version desc limit 1) h on true
        where coalesce((select jsonb_agg(l.to_id order by l.position) from main.x_entry_others_links l where l.from_id = e.id), '[]') is distinct from coalesce(nullif(h.s->'others', 'null'), '[]')`,
    ],
    [
      'numbers have a gap or a twin',
      sql`select 'series' as what from main.x_entry having count(*) > 0 and (count(distinct number) <> count(*) or max(nullif(substr(number, 3), '')::int) is distinct from count(*))`,
    ],
    [
      'a rollup is not what its records come to',
      sql`select a.name as what from main.x_account a
        where coalesce((select sum(v.amount) from (select amount, n, rollup, parent from main.core_rollup union all select amount, n, rollup, parent from main.core_rollup_delta) v where v.parent = a.id), 0)
          is distinct from coalesce((select sum(e.amount) from main.x_entry e where e.account = a.id and e.deleted_at is null), 0)`,
    ],
    [
      'an import that is done has rows that are not',
      sql`select i.id::text as what from main.core_import i where i.state = 'committed' and exists (select from main.core_import_row r where r.import = i.id and not r.written)`,
    ],
    ['an answer was kept for something that is not there', sql`select key as what from main.core_idempotency where answer is null`],
  ]
  const wrong: string[] = []
  for (const [sentence, query] of queries) {
    const found = await db.run<{ what: string }>(query)
    if (found.length > 0)
      wrong.push(
        `${sentence}: ${found.length} (${found
          .slice(0, 3)
          .map(({ what }) => what)
          .join(', ')})`,
      )
  }
  return wrong
}

/** What people read says the same: counts and sums of rollups, and search. */
async function read(db: Pool, client: Client): Promise<string[]> {
  const wrong: string[] = []
  const shown = await client.need<{ items: { id: string; total: string | null; entries: number }[] }>('GET', '/api/records/x.account?fields=total,entries')
  const counted = await db.run<{ id: string; total: string; entries: number }>(
    sql`select a.id::text, coalesce(sum(e.amount), 0)::text as total, count(e.id)::int as entries from main.x_account a left join main.x_entry e on e.account = a.id and e.deleted_at is null group by a.id`,
  )
  for (const { id, total, entries } of counted) {
    const one = shown.items.find(item => item.id === id)
    if (Number(one?.entries ?? 0) !== entries || Number(one?.total ?? 0) !== Number(total))
      wrong.push(`account ${id} shows ${JSON.stringify(one)}, and is ${entries}, ${total}`)
  }
  const some = await db.run<{ id: string; token: string; gone: boolean }>(
    sql`select id::text, token, deleted_at is not null as gone from main.x_entry where position('#' in token) = 0 order by md5(token) limit 8`,
  )
  for (const { id, token, gone } of some) {
    const found = await client.need<{ items: { id: string }[] }>('GET', `/api/records/x.entry?search=${token}&fields=token`)
    if (found.items.some(item => item.id === id) === gone) wrong.push(`search for ${token} finds ${JSON.stringify(found.items)}`)
  }
  return wrong
}
