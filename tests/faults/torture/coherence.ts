import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { beginSession } from '../../../core/auth/sessions.ts'
import { openPool, type Pool } from '../../../core/data/connection.ts'
import { startEmbedded } from '../../../core/data/embedded.ts'
import { type Client, clientOf, keyOf, ownerKey } from './client.ts'
import { freePort, removeFolder, startNode, trialFolder, until } from './processes.ts'

/** What can be taken from someone on one node, to be gone on the other. */
export const ways = ['role', 'session', 'user', 'key', 'share', 'model'] as const
export type Way = (typeof ways)[number]

export interface Try {
  readonly way: Way
  /** Whether the nodes' listening connections were cut just before. */
  readonly deaf: boolean
  /** Milliseconds from the answer that it is taken to the last request, sent to the other node, that was still let in; 0 when none was. */
  readonly staleMs: number
  readonly asked: number
  /** Milliseconds that the slowest of these requests took: each is a few statements, so the rest was the machine's. */
  readonly slowestMs: number
}

/** Two nodes on one database; each try lets someone in on one, takes it away there, and asks the other without a pause until it refuses. */
export async function coherence(plan: readonly { readonly way: Way; readonly deaf: boolean }[], lanes: number): Promise<Try[]> {
  const folder = trialFolder()
  const embedded = await startEmbedded({ dataDir: join(folder, 'server'), info: () => undefined })
  const databaseUrl = embedded.url('postgres', 'sangam')
  const start = async () => startNode({ port: await freePort(), dataDir: join(folder, 'files'), databaseUrl })
  const here = await start()
  // The code that makes somebody the owner is the newest node's.
  const owner = clientOf(here.url, { authorization: (await ownerKey(here.url, here.code, [])).authorization })
  const there = await start()
  const db = openPool({ url: databaseUrl, size: 4, name: 'torture', statementTimeoutMs: 60_000 })
  try {
    await prepare(owner, lanes)
    const people = await Promise.all(Array.from({ length: lanes }, (_, lane) => Person.invite(lane, owner, here.url, there.url, db)))
    const results: Try[] = []
    // A change of the model has both nodes look at everything anew: it must help no other try, and so comes behind them, one after the other.
    const [model, other] = [true, false].map(is => plan.filter(({ way }) => (way === 'model') === is))
    for (const [part, some] of [
      [other, people],
      [model, people.slice(0, 1)],
    ] as const) {
      const waiting = [...(part ?? [])]
      await Promise.all(
        some.map(async person => {
          for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await person.lose(next.way, next.deaf))
        }),
      )
    }
    return results
  } finally {
    await Promise.all([db.close(), here.stop(), there.stop()])
    await embedded.stop()
    removeFolder(folder)
  }
}

const sees = [{ entity: 'x.case', verbs: ['read'], where: { createdBy: '$me' } }]

async function prepare(owner: Client, lanes: number): Promise<void> {
  const field = { field: 'name', type: 'text' }
  await owner.need('POST', '/api/model/apply', {
    operations: [
      { op: 'addEntity', entity: 'x.case', label: 'Case', fields: [field] },
      { op: 'addEntity', entity: 'x.account', label: 'Account', fields: [field] },
      ...Array.from({ length: lanes }, (_, lane) => roleOf(roleName(lane), true)),
    ],
  })
}

/** Someone from whom things are taken, with a role of their own. */
class Person {
  constructor(
    readonly id: string,
    readonly account: string,
    readonly role: string,
    readonly owner: Client,
    readonly here: string,
    readonly there: string,
    readonly db: Pool,
  ) {}

  static async invite(lane: number, owner: Client, here: string, there: string, db: Pool): Promise<Person> {
    const [role, email] = [roleName(lane), `lane${lane}@example.com`]
    const { link } = await owner.need<{ link: string }>('POST', '/api/users/invite', { name: `Lane ${lane}`, email, roles: [role] })
    await fetch(`${here}/api/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: link.split('/').at(-1), password: 'a long password of mine' }),
    })
    const [row] = await db.run<{ id: string; account: string }>(sql`select id, account from main.core_user where email = ${email}`)
    return new Person(row?.id ?? '', row?.account ?? '', role, owner, here, there, db)
  }

  async lose(way: Way, deaf: boolean): Promise<Try> {
    const { path, headers, take, giveBack } = await this.#let(way)
    const other = clientOf(this.there, headers)
    const mayStill = async (): Promise<boolean> => (await other.ask('GET', path)).status === 200
    await until(`${way}: someone is let in on the other node`, mayStill, 20_000)
    if (deaf) await this.db.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sangam' and query ilike 'listen%'`)
    let taken = Number.POSITIVE_INFINITY
    const taking = take().then(() => {
      taken = performance.now()
    })
    let [staleMs, asked, slowestMs] = [0, 0, 0]
    for (;;) {
      const sent = performance.now()
      const letIn = await mayStill()
      asked += 1
      slowestMs = Math.max(slowestMs, performance.now() - sent)
      if (letIn) staleMs = Math.max(staleMs, sent - taken)
      else if (performance.now() > taken) break
      if (staleMs > 20_000) break
    }
    await taking
    await giveBack()
    return { way, deaf, staleMs: Math.max(0, Math.round(staleMs)), asked, slowestMs: Math.round(slowestMs) }
  }

  /** Lets them in by one way; gives where they ask, as whom, and how it is taken and given back. */
  async #let(way: Way): Promise<{ path: string; headers: { [name: string]: string }; take: () => Promise<unknown>; giveBack: () => Promise<unknown> }> {
    const { owner, id, role } = this
    // Whoever is disabled is signed out everywhere, so that each try begins with signing in.
    const token = await beginSession(this.db, this.account, { userAgent: null, ip: '127.0.0.1' }, new Date())
    const mine = { cookie: `sangam=${token}` }
    const list = '/api/records/x.account?limit=1'
    const nothing = async (): Promise<void> => undefined
    switch (way) {
      case 'role':
        return {
          path: list,
          headers: mine,
          take: () => owner.need('PUT', `/api/users/${id}/roles`, { roles: [] }),
          giveBack: () => owner.need('PUT', `/api/users/${id}/roles`, { roles: [role] }),
        }
      case 'user':
        return {
          path: list,
          headers: mine,
          take: () => owner.need('POST', `/api/users/${id}/disable`, {}),
          giveBack: () => owner.need('POST', `/api/users/${id}/enable`, {}),
        }
      case 'session':
        return { path: list, headers: mine, take: () => clientOf(this.here, mine).need('DELETE', '/api/session'), giveBack: nothing }
      case 'key': {
        const key = await keyOf(this.here, mine.cookie)
        return {
          path: list,
          headers: { authorization: key.authorization },
          take: () => clientOf(this.here, mine).need('DELETE', `/api/keys/${key.id}`),
          giveBack: nothing,
        }
      }
      case 'share': {
        const record = await owner.need<{ id: string }>('POST', '/api/records/x.case', { name: 'Shared' })
        const at = `/api/records/x.case/${record.id}`
        const share = await owner.need<{ id: string }>('POST', `${at}/shares`, { user: id })
        return { path: at, headers: mine, take: () => owner.need('DELETE', `${at}/shares/${share.id}`), giveBack: nothing }
      }
      case 'model':
        return {
          path: list,
          headers: mine,
          take: () => owner.need('POST', '/api/model/apply', { operations: [roleOf(role, false)] }),
          giveBack: () => owner.need('POST', '/api/model/apply', { operations: [roleOf(role, true)] }),
        }
    }
  }
}

function roleName(lane: number): string {
  return `x.reader${String.fromCharCode(97 + lane)}`
}

function roleOf(role: string, reads: boolean): object {
  return { op: 'setRole', role, label: role, grants: [...sees, ...(reads ? [{ entity: 'x.account', verbs: ['read'] }] : [])] }
}

/** How long what was taken was still let in, over many tries. */
export function figures(tries: readonly Try[]): { readonly tries: number; readonly p50: number; readonly p99: number; readonly max: number } {
  const sorted = tries.map(one => one.staleMs).sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { tries: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 }
}
