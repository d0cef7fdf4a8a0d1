import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'

export interface Limit {
  readonly tries: number
  readonly seconds: number
}

/** Counts a try; refuses when there were too many. */
export async function take(runner: Runner, bucket: string, limit: Limit): Promise<void> {
  const wait = await waitOf(runner, bucket, limit)
  if (wait !== null)
    throw new Refused(429, 'too_many', 'Too many tries. Wait {minutes} minutes, then try again.', {
      values: { minutes: Math.max(1, Math.ceil(wait / 60)) },
      retryAfterSeconds: wait,
    })
}

/** Counts what was asked for; gives the seconds to wait where it was too much. The count is the database's, so that all nodes share it. */
export async function waitOf(runner: Runner, bucket: string, limit: Limit, hits = 1): Promise<number | null> {
  const rate = tableName('sangam', 'rate')
  const [row] = await runner.run<{ hits: number; wait: number }>(sql`
    insert into ${rate} as r (bucket, hits, until) values (${bucket.slice(0, 300)}, ${hits}::int, now() + make_interval(secs => ${limit.seconds}::int))
    on conflict (bucket) do update set
      hits = case when r.until < now() then ${hits}::int else r.hits + ${hits}::int end,
      until = case when r.until < now() then now() + make_interval(secs => ${limit.seconds}::int) else r.until end
    returning hits, ceil(extract(epoch from until - now()))::int as wait`)
  return row && row.hits > limit.tries ? Math.max(1, row.wait) : null
}

/** Who got in has not been guessing. */
export async function forgive(runner: Runner, bucket: string): Promise<void> {
  await runner.run(sql`delete from ${tableName('sangam', 'rate')} where bucket = ${bucket.slice(0, 300)}`)
}

/** Where an address comes from: itself, or for IPv6 the network of a household, which has more addresses than anyone can count. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || /^::ffff:\d/.test(ip)) return ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...middle, ...right]
    .slice(0, 4)
    .map(part => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
