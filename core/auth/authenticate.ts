import { type SQL, sql } from 'drizzle-orm'
import type { Access } from '../access/access.ts'
import { accessEpoch } from '../access/epoch.ts'
import { accessOfUser } from '../access/resolve.ts'
import { compile, type Statement } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { SignedIn } from '../http/env.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import type { HeldKey } from './keys.ts'
import { hashOf } from './secret.ts'
import { touchSession } from './sessions.ts'

export interface Credentials {
  /** The session's secret, from the cookie. */
  readonly token: string | null
  /** A program's key, from `Authorization`. */
  readonly key: string | null
  /** The workspace the caller names. */
  readonly workspace: string | null
}

interface Row {
  readonly id: string
  readonly account: string
  readonly email: string
  readonly workspace: string
  readonly userId: string
  /** What is said of a key: its role narrows what its person may. */
  readonly key: HeldKey | null
  readonly stale: boolean
  readonly model: string
  readonly permissions: string
}

interface Held {
  readonly model: Model
  readonly permissions: string
  readonly access: Access
}

interface Moment {
  readonly epoch: number
  /** By the machine's own clock, and by the world's: a test that lets days pass is not fooled. */
  readonly at: number
  readonly clock: number
}

interface Recent extends Moment {
  readonly who: SignedIn
}

interface Asking extends Moment {
  readonly found: Promise<SignedIn | null>
}

/**
 * Finds out who asks. One statement on the way of every request: it knows the session or key, the
 * account, the membership, and the numbers of the workspace's model and permissions, so that what was
 * taken from someone is taken at once, on every node.
 */
export class Authenticator {
  readonly #recent = new Map<string, Recent>()
  readonly #asking = new Map<string, Asking>()
  readonly #access = new Map<string, Held>()
  readonly #home = new Map<string, string>()
  readonly #statements = new Map<string, Statement>()
  constructor(readonly world: World) {}

  /** Who asks, as known within the last second, or found out. What is taken from someone in this process is taken at once. */
  async who(credentials: Credentials): Promise<SignedIn | null> {
    const secret = credentials.key ?? credentials.token
    if (secret === null || secret.length > 200) return null
    const kind = credentials.key === null ? 'session' : 'key'
    const hash = hashOf(secret)
    const known = `${kind} ${hash} ${credentials.workspace ?? ''}`
    const kept = this.#recent.get(known)
    if (kept && this.#holds(kept)) return kept.who
    // Many who ask in one moment with one key are found out once, and are one caller.
    const asking = this.#asking.get(known)
    if (asking && this.#holds(asking)) return asking.found
    const begun = { epoch: accessEpoch(), at: performance.now(), clock: this.world.clock.now().getTime() }
    const found = this.#findOut(kind, hash, credentials.workspace)
    const mine = { ...begun, found }
    this.#asking.set(known, mine)
    try {
      const who = await found
      if (this.#recent.size > 5000) this.#recent.clear()
      if (who) this.#recent.set(known, { who, ...begun, clock: this.world.clock.now().getTime() })
      else this.#recent.delete(known)
      return who
    } finally {
      if (this.#asking.get(known) === mine) this.#asking.delete(known)
    }
  }

  #holds({ epoch, at, clock }: Moment): boolean {
    return epoch === accessEpoch() && performance.now() - at < 1000 && Math.abs(this.world.clock.now().getTime() - clock) < 1500
  }

  async #findOut(kind: 'session' | 'key', hash: string, workspace: string | null): Promise<SignedIn | null> {
    const guess = workspace ?? this.#home.get(hash) ?? 'main'
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(guess)) return null
    const row = (await this.#find(kind, hash, guess, workspace)) ?? (await this.#elsewhere(kind, hash, guess, workspace))
    if (!row) return null
    if (kind === 'session' && row.stale) void touchSession(this.world.db.app, row.id, this.world.clock.now()).catch(() => undefined)
    const access = await this.#accessOf(row)
    if (!access) return null
    return {
      account: { id: row.account, email: row.email },
      workspace: row.workspace,
      access,
      locale: access.caller.locale,
      session: kind === 'session' ? { id: row.id } : null,
      key: row.key,
    }
  }

  /** A person's only other workspace, where the guess was wrong and none was named. */
  async #elsewhere(kind: 'session' | 'key', hash: string, guess: string, named: string | null): Promise<Row | null> {
    if (named !== null) return null
    const table =
      kind === 'session'
        ? sql`${tableName('sangam', 'session')} s join ${tableName('sangam', 'membership')} m on m.account = s.account and m.begun where s.token_hash = ${hash}`
        : sql`${tableName('sangam', 'api_key')} m where m.hash = ${hash}`
    const [found] = await this.world.db.app.run<{ workspace: string }>(sql`select m.workspace from ${table} order by m.workspace limit 1`)
    if (!found || found.workspace === guess) return null
    if (this.#home.size > 10_000) this.#home.clear()
    this.#home.set(hash, found.workspace)
    return this.#find(kind, hash, found.workspace, null)
  }

  async #find(kind: 'session' | 'key', hash: string, schema: string, named: string | null): Promise<Row | null> {
    // What is not there reads like what is not one's own: nobody learns the names of workspaces by asking.
    if (named !== null && !(await this.#exists(schema))) return null
    const key = `${kind} ${schema}`
    const statement = this.#statements.get(key) ?? compile(kind === 'session' ? sessionSql(schema) : keySql(schema))
    this.#statements.set(key, statement)
    const [row] = await this.world.db.app.run<Row>(statement, { hash, schema, now: this.world.clock.now().toISOString() })
    return row ?? null
  }

  async #exists(schema: string): Promise<boolean> {
    return this.world.models.current(schema).then(
      () => true,
      () => false,
    )
  }

  async #accessOf(row: Row): Promise<Access | null> {
    const known = await this.world.models.current(row.workspace)
    const model = known.number < Number(row.model) ? await this.world.models.refresh(row.workspace) : known
    const role = row.key?.role ?? null
    const key = `${row.workspace} ${row.userId} ${role ?? ''}`
    const held = this.#access.get(key)
    if (held && held.model === model && held.permissions === row.permissions) return held.access
    const access = await accessOfUser(this.world, row.workspace, row.userId, role === null ? {} : { role })
    if (this.#access.size > 10_000) this.#access.clear()
    if (access) this.#access.set(key, { model, permissions: row.permissions, access })
    else this.#access.delete(key)
    return access
  }
}

const now = sql`${sql.placeholder('now')}::timestamptz`

function numbers(schema: string): SQL {
  const table = tableName(schema, 'core_number')
  return sql`(select value::text from ${table} where name = 'model') as model, (select value::text from ${table} where name = 'permissions') as permissions`
}

function sessionSql(schema: string): SQL {
  return sql`
    select s.id, s.account, a.email, m.workspace, m.user_id as "userId", null as key, s.seen_at < ${now} - interval '1 minute' as stale, ${numbers(schema)}
    from ${tableName('sangam', 'session')} s join ${tableName('sangam', 'account')} a on a.id = s.account join ${tableName('sangam', 'membership')} m on m.account = a.id and m.workspace = ${sql.placeholder('schema')} and m.begun
    where s.token_hash = ${sql.placeholder('hash')} and s.ended_at is null and s.expires_at > ${now} and s.absolute_until > ${now} and a.disabled_at is null`
}

function keySql(schema: string): SQL {
  return sql`
    with found as (
      select k.id, k.account, a.email, k.workspace, m.user_id as "userId", k.used_at,
        json_build_object('id', k.id, 'name', k.name, 'role', k.role, 'may', k.may,
          'limits', json_build_object('requestsPerMinute', k.per_minute, 'writesPerHour', k.per_hour, 'rowsPerAnswer', k.per_answer)) as key from ${tableName('sangam', 'api_key')} k join ${tableName('sangam', 'account')} a on a.id = k.account
        join ${tableName('sangam', 'membership')} m on m.account = a.id and m.workspace = k.workspace and m.begun
      where k.hash = ${sql.placeholder('hash')} and k.workspace = ${sql.placeholder('schema')} and k.revoked_at is null and k.expires_at > ${now} and a.disabled_at is null),
    used as (update ${tableName('sangam', 'api_key')} k set used_at = ${now} from found where k.id = found.id and (found.used_at is null or found.used_at < ${now} - interval '1 minute'))
    select id, account, email, workspace, "userId", key, false as stale, ${numbers(schema)} from found`
}
