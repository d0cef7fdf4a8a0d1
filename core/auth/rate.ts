import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'

/** Counts a try; refuses when there were too many. The count is the database's, so that all nodes share it. */
export async function take(runner: Runner, bucket: string, limit: { readonly tries: number; readonly seconds: number }): Promise<void> {
  const rate = tableName('sangam', 'rate')
  const [row] = await runner.run<{ hits: number; wait: number }>(sql`
    insert into ${rate} as r (bucket, hits, until) values (${bucket.slice(0, 300)}, 1, now() + make_interval(secs => ${limit.seconds}::int))
    on conflict (bucket) do update set
      hits = case when r.until < now() then 1 else r.hits + 1 end,
      until = case when r.until < now() then now() + make_interval(secs => ${limit.seconds}::int) else r.until end
    returning hits, ceil(extract(epoch from until - now()))::int as wait`)
  if (row && row.hits > limit.tries) {
    throw new Refused(429, 'too_many', 'Too many tries. Wait {minutes} minutes, then try again.', {
      values: { minutes: Math.max(1, Math.ceil(row.wait / 60)) },
      retryAfterSeconds: Math.max(1, row.wait),
    })
  }
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
