import type { TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { makeKey } from '../../core/auth/keys.ts'
import { type Entry, said } from './judging.ts'

const entities = ['deals.deal', 'deals.firm', 'core.activity'] as const

interface Told {
  readonly entity: string
  readonly id: string
  readonly verb: string
}

const keys = new Map<string, string>()

async function keyOf({ platform: { world } }: TestPlatform, user: string): Promise<string> {
  const known = keys.get(user)
  if (known) return known
  const [row] = await world.db.app.run<{ account: string }>(sql`select account from main.core_user where id = ${user}::uuid`)
  const asked = { account: row?.account ?? '', workspace: 'main', name: 'live', role: null, expiresAt: '2027-12-31T00:00:00Z' }
  const { key } = await makeKey(world.db.app, asked, world.clock.now())
  keys.set(user, key)
  return key
}

/** All that the line tells someone who begins where the workspace began: a notice of their own, put behind it, is the end. */
export async function heard(platform: TestPlatform, user: string): Promise<Told[]> {
  const { app, world } = platform.platform
  const key = await keyOf(platform, user)
  const mine = sql`kind = 'notice' and payload->>'user' = ${user}`
  await world.db.owner.run(
    sql`insert into main.core_outbox (at, kind, name, payload, origin) values (now(), 'notice', 'core.notification', jsonb_build_object('user', ${user}::text), 'api')`,
  )
  const [row] = await world.db.app.run<{ notices: number }>(sql`select count(*)::int as notices from main.core_outbox where id > 1 and ${mine}`)
  const answer = await app.request('http://localhost:4000/api/live', { headers: { Authorization: `Bearer ${key}`, 'Last-Event-ID': '1' } })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while ((text.match(/^event: notice$/gm) ?? []).length < (row?.notices ?? 0)) {
    const part = await reader?.read()
    if (!part || part.done) throw new Error('The line ended before all was told.')
    text += part.value
  }
  await reader?.cancel()
  return [...text.matchAll(/^event: change\ndata: (.*)$/gm)].map(found => JSON.parse(found[1] ?? '') as Told)
}

/** What someone hears of while they listen; of what was removed only who sees all of its kind. */
export const live: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const told = new Set((await heard(theatre.platform, actor.person.id)).map(({ entity, id }) => `${entity} ${id}`))
  const there = entities.flatMap(entity => oracle.all(entity).map(row => ({ entity, row, name: `${entity} ${row.id}` })))
  const seen = there.filter(({ entity, row }) => said(oracle, entity, () => oracle.sees(entity, row)) === true)
  const lives = new Set(there.map(({ name }) => name))
  const removed = await theatre.platform.platform.world.db.app.run<{ name: string; id: string }>(
    sql`select distinct name, record_id as id from main.core_outbox where kind = 'change' and verb = 'remove' and name in ('deals.deal', 'deals.firm')`,
  )
  const gone = removed.map(({ name, id }) => ({ entity: name, name: `${name} ${id}` })).filter(({ name }) => !lives.has(name))
  const all = (entity: string): boolean => actor.person.grants.some(grant => grant.entity === entity && grant.verbs.includes('read') && !grant.where)
  return {
    question: 'all that changed',
    actual: [...there, ...gone].filter(({ name }) => told.has(name)).map(({ name }) => name),
    expected: [...seen, ...gone.filter(({ entity }) => all(entity))].map(({ name }) => name),
    judged: there.length,
  }
}
