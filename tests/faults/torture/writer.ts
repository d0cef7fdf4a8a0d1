import { randomUUID } from 'node:crypto'
import type { Business } from './business.ts'
import type { Client, Said } from './client.ts'
import { type Journal, type Kind, kinds, type Wish } from './journal.ts'
import type { Random } from './random.ts'

/** One of several people who write at once, each in records of their own. */
export class Writer {
  /** Entries that nothing uncertain happened to. */
  readonly #entries: string[] = []
  readonly #refused: string[] = []
  constructor(
    readonly journal: Journal,
    readonly business: Business,
    readonly random: Random,
    /** Where to ask now: one node, or another. */
    readonly client: () => Client,
  ) {}

  /** What was refused, which nothing here should be. */
  get refused(): readonly string[] {
    return this.#refused
  }

  /** Writes until told to end; what was not answered is asked again with its key, or left for later. */
  async work(going: () => boolean): Promise<void> {
    while (going()) {
      const wish = await this.#wish(this.random.of(kinds)).catch(() => null)
      if (wish) await this.fulfil(wish, going)
      else await pause(50)
    }
  }

  /** Asks once, or several times at once as an impatient program does; then again until it is answered, or it is given up. */
  async fulfil(wish: Wish, going: () => boolean): Promise<void> {
    this.journal.sent(wish)
    for (;;) {
      const times = wish.kind !== 'import' && this.random.next() < 0.15 ? 3 : 1
      const said = await Promise.all(Array.from({ length: times }, () => send(this.client(), wish)))
      const answers = said.filter((one): one is Said => one !== null && one.status < 500)
      const wrong = answers.find(one => one.status >= 300)
      if (wrong) this.#refused.push(`${wish.kind} ${wish.key}: ${wrong.status} ${JSON.stringify(wrong.json).slice(0, 300)}`)
      const [first] = answers
      if (wrong || first) {
        if (!wrong && first) {
          // The same request has one answer, however often it was asked.
          if (wish.kind !== 'import' && new Set(answers.map(one => JSON.stringify(one.json))).size > 1) this.#refused.push(`${wish.key}: two answers`)
          this.journal.acknowledged(wish.key, first.status)
          this.#learn(wish, first.json)
        }
        return
      }
      if (!going()) return
      const givenUp = this.random.next() < 0.3
      await this.#answers(going)
      if (givenUp) return
    }
  }

  /** Nobody types on while nothing answers. */
  async #answers(going: () => boolean): Promise<void> {
    while (going()) {
      const said = await this.client()
        .ask('GET', '/api/session')
        .catch(() => null)
      if (said?.status === 200) return
      await pause(this.random.between(20, 100))
    }
  }

  #learn(wish: Wish, json: unknown): void {
    if (wish.kind === 'create') this.#entries.push((json as { id: string }).id)
    if (wish.kind === 'many') this.#entries.push(...(json as { id: string }[]).map(({ id }) => id))
    if (wish.kind === 'update' && wish.id) this.#entries.push(wish.id)
  }

  /** A wish of a kind, with whatever it needs made for it first. */
  async wishFor(kind: Kind): Promise<Wish> {
    for (;;) {
      const wish = await this.#wish(kind)
      if (wish) return wish
      await this.fulfil((await this.#wish('many')) as Wish, () => true)
    }
  }

  async #wish(kind: Kind): Promise<Wish | null> {
    return kind === 'import' || kind === 'action' ? prepared(kind, this) : this.#plain(kind)
  }

  #plain(kind: Kind): Wish | null {
    const key = randomUUID()
    const wish = (method: string, path: string, body: unknown, effects = 1, id?: string): Wish => ({
      ...{ key, kind, method, path, body, effects },
      ...(id !== undefined && { id }),
    })
    // Who changes a record takes it out of the pool, and puts it back when the answer is there.
    const take = (): string | undefined => this.#entries.splice(this.random.between(0, this.#entries.length - 1), 1)[0]
    switch (kind) {
      case 'create':
      case 'automation':
        return wish('POST', '/api/records/x.entry', this.entry(key, kind === 'automation'))
      case 'many':
        return wish(
          'POST',
          '/api/records/x.entry',
          listed(12, at => this.entry(`${key}#${at}`)),
          12,
        )
      case 'batch':
        return wish(
          'POST',
          '/api/batch',
          listed(3, at => ({ entity: 'x.entry', verb: 'create', values: this.entry(`${key}#${at}`) })),
          3,
        )
      case 'update': {
        const id = take()
        return id
          ? wish('PATCH', `/api/records/x.entry/${id}`, { mark: key, amount: this.#amount(), account: this.random.of(this.business.accounts) }, 1, id)
          : null
      }
      case 'remove': {
        const id = take()
        return id ? wish('DELETE', `/api/records/x.entry/${id}`, undefined, 1, id) : null
      }
      case 'bulk': {
        // Out of the pool for good: a part of it may still be under way when the answer comes.
        const ids = this.#entries.splice(0, 260)
        return ids.length > 0 ? wish('POST', '/api/bulk/x.entry', { ids, set: { mark: key } }, ids.length) : null
      }
      default:
        return null
    }
  }

  entry(token: string, echoed = false): { readonly token: string } & { readonly [field: string]: unknown } {
    const { accounts } = this.business
    return {
      token,
      amount: this.#amount(),
      account: this.random.of(accounts),
      others: [...new Set([this.random.of(accounts), this.random.of(accounts)])],
      echoed,
    }
  }

  #amount(): string {
    return `${this.random.between(1, 9999)}.${this.random.between(10, 99)}`
  }
}

/** Asks once; null where no answer came. */
export async function send(client: Client, { method, path, body, key, kind }: Wish): Promise<Said | null> {
  return client.ask(method, path, body, kind === 'import' ? {} : { 'idempotency-key': key }).catch(() => null)
}

/** Wishes that need something to be there first. */
async function prepared(kind: 'import' | 'action', writer: Writer): Promise<Wish> {
  const key = randomUUID()
  const client = writer.client()
  if (kind === 'action') {
    const lead = await client.need<{ id: string }>('POST', '/api/records/leads.lead', { title: 'Torture' })
    const path = `/api/records/leads.lead/${lead.id}/actions/lose`
    return { key, kind, method: 'POST', path, body: { lostReason: 'price', lostNote: key }, effects: 1, id: lead.id }
  }
  const rows = writer.random.next() < 0.2 ? 1100 : 40
  const lines = listed(rows, at => `${key}#${at},${at}.50`)
  const staged = await client.need<{ id: string }>('POST', '/api/imports/x.entry?name=entries.csv', ['token,amount', ...lines].join('\n'))
  await client.need('POST', `/api/imports/x.entry/${staged.id}/plan`, {
    fields: { token: { columns: [0] }, amount: { columns: [1] } },
    key: null,
  })
  return { key, kind, method: 'POST', path: `/api/imports/x.entry/${staged.id}/commit`, body: {}, effects: rows, id: staged.id }
}

function listed<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
