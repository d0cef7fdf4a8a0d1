import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { compile } from '../../core/data/connection.ts'
import { OutboxReader } from '../../core/http/outbox-reader.ts'
import { Deal, deals } from './note.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
})
afterAll(() => platform.stop())

describe('the live line', () => {
  test('tells of a change to who may see the record, and nobody else', async () => {
    const seller = await platform.as('deals.seller')
    const heard = listen(seller.userId)
    await heard.ready
    await platform.admin.repo(Deal).create({ title: 'Not theirs' })
    const mine = await platform.admin.repo(Deal).create({ title: 'Theirs', owner: seller.userId })
    expect(await heard.next('change')).toEqual({ entity: 'deals.deal', id: mine.id, verb: 'create', version: 1 })
    heard.close()
  })

  test('says to who sees the record that stays that it is others, too, without a word of whom, and to nobody else', async () => {
    const [seller, other, stranger] = await Promise.all([platform.as('deals.seller'), platform.as('deals.seller'), platform.as()])
    const [winner = '', loser = ''] = (await platform.admin.repo(Deal).createMany([{ title: 'Stays', owner: seller.userId }, { title: 'Goes' }])).map(
      ({ id }) => id,
    )
    const [heard, nothing, none] = [listen(seller.userId), listen(other.userId), listen(stranger.userId)]
    await Promise.all([heard.ready, nothing.ready, none.ready])
    const { batch } = (await platform.admin.post('/api/duplicates/deals.deal/merge', { winner, loser })) as { batch: string }
    expect(await heard.next('merge')).toEqual({})
    await platform.admin.post(`/api/undo/${batch}`)
    const { db } = platform.platform.world
    for (const { userId } of [seller, other, stranger])
      await db.owner.run(sql`insert into main.core_outbox (at, kind, name, payload, origin)
        values (now(), 'notice', 'core.notification', jsonb_build_object('user', ${userId}::text), 'api')`)
    await db.owner.run(sql`notify sangam_outbox, 'main'`)
    const merges = async (line: typeof heard) => {
      await line.next('notice')
      return line.text().split('event: merge').length - 1
    }
    // Made one, and taken back: of what is out of sight nothing at all.
    expect([await merges(heard), await merges(nothing), await merges(none)]).toEqual([2, 0, 0])
    for (const one of [heard, nothing, none]) one.close()
  })

  test('looks for numbers that were passed over just now, and for none that were missing long ago', async () => {
    const { world } = platform.platform
    const outbox = async (statement: SQL): Promise<number> => {
      const reader = await OutboxReader.open(world, 'main', null)
      await world.db.owner.run(sql`select setval(pg_get_serial_sequence('main.core_outbox', 'id'), (select max(id) + 3000 from main.core_outbox))`)
      await world.db.owner.run(statement)
      const asked = vi.spyOn(world.db.app, 'run')
      expect((await reader.next()).rows.length).toBe(1)
      await reader.next()
      const told = asked.mock.calls.filter(([query]) => 'queryChunks' in query && compile(query).text.includes('"core_outbox"'))
      asked.mockRestore()
      return told.length
    }
    const row = (at: SQL): SQL => sql`insert into main.core_outbox (at, kind, name) values (${at}, 'change', 'deals.deal')`
    expect(await outbox(row(sql`now() - interval '2 hours'`))).toBe(2)
    expect(await outbox(row(sql`now()`))).toBe(3)
  })

  test('tells also of what a slow writer began before others and ended after them', async () => {
    const seller = await platform.as('deals.seller')
    const slow = await platform.admin.repo(Deal).create({ title: 'Slow', owner: seller.userId })
    const heard = listen(seller.userId)
    await heard.ready
    const { db } = platform.platform.world
    await db.owner.transaction(async tx => {
      await tx.run(sql`insert into main.core_outbox (at, kind, name, verb, record_id, version, origin)
        values (now(), 'change', 'deals.deal', 'update', ${slow.id}::uuid, 2, 'api')`)
      const quick = await platform.admin.repo(Deal).create({ title: 'Quick', owner: seller.userId })
      expect(await heard.next('change')).toEqual({ entity: 'deals.deal', id: quick.id, verb: 'create', version: 1 })
    })
    expect(await heard.of(slow.id)).toEqual({ entity: 'deals.deal', id: slow.id, verb: 'update', version: 2 })
    heard.close()
  })

  test('ends for whoever listens by a key, once that is taken away', async () => {
    const seller = await platform.as('deals.seller')
    const heard = listen(seller.userId)
    await heard.ready
    const { world } = platform.platform
    await world.db.app.run(sql`update sangam.api_key set revoked_at = now() where name = 'live' and revoked_at is null`)
    await platform.admin.repo(Deal).create({ title: 'Heard by nobody', owner: seller.userId })
    await heard.ended
    expect(heard.text()).not.toContain('event: change')
  })

  function listen(user: string): {
    ready: Promise<void>
    /** The server closed the line. */
    ended: Promise<void>
    text(): string
    next(event: string): Promise<unknown>
    of(id: string): Promise<unknown>
    close(): void
  } {
    const controller = new AbortController()
    let text = ''
    let wake: () => void = () => undefined
    let end: () => void = () => undefined
    const ended = new Promise<void>(resolve => (end = resolve))
    const opened = (async () => {
      const key = await keyOf(user)
      const answer = await platform.platform.app.request('http://localhost:4000/api/live', {
        headers: { Authorization: `Bearer ${key}` },
        signal: controller.signal,
      })
      const reader = answer.body?.getReader()
      void (async () => {
        for (;;) {
          const { value, done } = (await reader?.read().catch(() => ({ value: undefined, done: true }))) ?? { done: true, value: undefined }
          if (done) return end()
          text += new TextDecoder().decode(value)
          wake()
        }
      })()
    })()
    const until = async (found: () => unknown): Promise<unknown> => {
      for (;;) {
        const value = found()
        if (value !== undefined) return value
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
    return {
      ready: opened.then(async () => void (await until(() => (text.includes('event: hello') ? true : undefined)))),
      next: event =>
        until(() => {
          const found = new RegExp(`event: ${event}\\ndata: (.*)`).exec(text)
          return found ? JSON.parse(found[1] ?? 'null') : undefined
        }),
      of: id =>
        until(() => {
          const found = new RegExp(`event: change\\ndata: (.*${id}.*)`).exec(text)
          return found ? JSON.parse(found[1] ?? 'null') : undefined
        }),
      close: () => controller.abort(),
      ended,
      text: () => text,
    }
  }

  async function keyOf(user: string): Promise<string> {
    const { makeKey } = await import('../../core/auth/keys.ts')
    const { world } = platform.platform
    const [row] = await world.db.app.run<{ account: string }>(sql`select account from main.core_user where id = ${user}::uuid`)
    return (
      await makeKey(
        world.db.app,
        { account: row?.account ?? '', workspace: 'main', name: 'live', role: null, expiresAt: '2027-12-31T00:00:00Z' },
        world.clock.now(),
      )
    ).key
  }
})
