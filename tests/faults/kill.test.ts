import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { check } from './torture/checker.ts'
import { killing, victims } from './torture/kill.ts'
import { Random } from './torture/random.ts'

test('people write while the database, the server and both are killed: what was acknowledged is there once, the rest once or not at all, and all that is kept beside it agrees', async () => {
  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const told: string[] = []
  const result = await killing({
    random: new Random(seed),
    writers: 4,
    between: [3, 12],
    next: cycle => victims[cycle] ?? null,
    // Whether anything that is wrong would be noticed at all: each is done by hand, and looked for.
    last: async (db, client, journal) => {
      const [one] = await db.run<{ token: string }>(sql`select token from main.x_entry where position('#' in token) = 0 and deleted_at is null limit 1`)
      const token = one?.token ?? ''
      for (const damage of [
        sql`update main.x_entry set mark = 'by hand' where token = ${token}`,
        sql`delete from main.core_outbox where record_id = (select id from main.x_entry where token = ${token})`,
        sql`insert into main.x_entry (id, created_at, updated_at, token, amount) select gen_random_uuid(), now(), now(), token, amount from main.x_entry where token = ${token}`,
        sql`delete from main.x_entry_others_links where from_id in (select id from main.x_entry where token = ${token})`,
        sql`delete from main.core_history where record_id in (select id from main.x_entry where token = ${token}) and verb = 'create'`,
      ]) {
        const before = told.length
        await db.run(damage)
        const { wrong } = await check(db, client, journal)
        told.push(...wrong.filter(sentence => !told.includes(sentence)))
        expect(told.length, `nothing was noticed of ${JSON.stringify(damage.queryChunks[0])}`).toBeGreaterThan(before)
      }
    },
  })
  expect({ seed, wrong: result.wrong }).toEqual({ seed, wrong: [] })
  expect(result).toMatchObject({ cycles: 3 })
  expect(result.acknowledged).toBeGreaterThan(8)
  expect(result.refusals.length).toBe(1)
})
