import ledger from '@sangam/plugin-ledger'
import { Account, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { minus, total } from '@sangam/sdk'
import { verifyStays } from '../../../core/invariants/verify.ts'
import type { TestClient } from '../../../sdk/testing/client.ts'
import { createTestPlatform } from '../../../sdk/testing/platform.ts'
import { Random } from './random.ts'

/** What came of many who post on few accounts. */
export interface Hot {
  readonly writers: number
  readonly accounts: number
  readonly posted: number
  /** Of what was wrong by itself, and had to be refused without taking a number. */
  readonly refused: number
  /** How often somebody was told to try again. */
  readonly again: number
  readonly perSecond: number
  readonly p99Ms: number
  readonly wrong: string[]
}

/** So many writers at once, each with so many entries on the same accounts; every so many-th is out of balance. */
export async function hot(seed: number, { writers, accounts, each, oddEvery }: Size): Promise<Hot> {
  const platform = await createTestPlatform({ plugins: [parties, ledger] })
  try {
    const client = await platform.as('ledger.accountant')
    const { items } = await client.repo(Account).find({ where: { isGroup: false, control: { isEmpty: true } } as never, sort: ['code'], limit: accounts + 1 })
    const ids = items.slice(0, Math.max(2, accounts)).map(one => String(one.id))
    const books = new Map(ids.map(id => [id, '0']))
    const took: number[] = []
    let [posted, refused, again] = [0, 0, 0]
    const write = async (by: TestClient, random: Random): Promise<void> => {
      for (let at = 1; at <= each; at += 1) {
        const [from, to] = pair(ids, random)
        const amount = minus(String(random.between(1, 100_000) / 100), '0')
        const odd = at % oddEvery === 0
        const lines = [
          { account: to, debit: amount },
          { account: from, credit: odd ? total([amount, '0.01']) : amount },
        ]
        const since = performance.now()
        const { status, told } = await post(by, lines, () => {
          again += 1
        })
        took.push(performance.now() - since)
        if (status === 201 && !odd) {
          posted += 1
          books.set(to, total([books.get(to) ?? '0', amount]))
          books.set(from, minus(books.get(from) ?? '0', amount))
        } else if (status === 422 && odd) refused += 1
        else wrong.push(`hot, seed ${seed}: an entry ${odd ? 'out of balance' : 'in balance'} was answered ${status}: ${told}`)
      }
    }
    const wrong: string[] = []
    // What one person sends at once is posted together: every other writer is somebody else, and half of them are one.
    const people = [client]
    for (let at = 1; at < writers; at += 2) people.push(await platform.as('ledger.accountant'), client)
    const began = performance.now()
    await Promise.all(Array.from({ length: writers }, (_, at) => write(people[at % people.length] as TestClient, new Random(seed + at))))
    const seconds = (performance.now() - began) / 1000

    const numbers = await numbersOf(client)
    const gap = numbers.findIndex((number, at) => number !== at + 1)
    if (gap !== -1 || numbers.length !== posted)
      wrong.push(`hot, seed ${seed}: of ${posted} entries ${numbers.length} have numbers, wrong from place ${gap} on.`)
    const { rows } = (await client.get('/api/plugins/ledger/x/trial-balance?to=2099-12-31')) as unknown as { rows: { account: string; closing: string }[] }
    const sums = new Map(rows.map(row => [row.account, row.closing]))
    for (const [id, sum] of books) if ((sums.get(id) ?? '0') !== sum) wrong.push(`hot, seed ${seed}: an account says ${sums.get(id)}, and should ${sum}.`)
    const { world } = platform.platform
    const stays = await verifyStays(world.db.owner, 'main', await world.models.current('main'))
    for (const { entity, altered, drifted } of stays)
      if (altered.length > 0 || Object.keys(drifted).length > 0) wrong.push(`hot, seed ${seed}: ${entity} ${JSON.stringify([altered, drifted])}`)
    took.sort((a, b) => a - b)
    return {
      writers,
      accounts: ids.length,
      posted,
      refused,
      again,
      perSecond: Math.round(posted / seconds),
      p99Ms: Math.round(took[Math.floor(took.length * 0.99)] ?? 0),
      wrong,
    }
  } finally {
    await platform.stop()
  }
}

export interface Size {
  readonly writers: number
  readonly accounts: number
  readonly each: number
  readonly oddEvery: number
}

function pair(ids: readonly string[], random: Random): [string, string] {
  const from = random.between(0, ids.length - 1)
  return [ids[from] as string, ids[(from + random.between(1, ids.length - 1)) % ids.length] as string]
}

/** Posts until it is answered with more than that one should try again. */
async function post(client: TestClient, lines: readonly object[], told: () => void): Promise<{ readonly status: number; readonly told: string }> {
  for (;;) {
    const { status, json } = await client.ask('POST', '/api/records/ledger.entry', { narration: 'Hot', date: '2027-03-05', state: 'posted', lines })
    if (status !== 409 && status !== 503) return { status, told: JSON.stringify(json) }
    told()
  }
}

async function numbersOf(client: TestClient): Promise<number[]> {
  const found: number[] = []
  for (let after: string | null = null; ; ) {
    const page: { readonly items: readonly { readonly number: string }[]; readonly next: string | null } = (await client
      .repo(Entry)
      .find({ where: { state: 'posted' }, fields: ['number'], sort: ['number'], limit: 500, ...(after !== null && { after }) } as never)) as never
    found.push(...page.items.map(one => Number(one.number.split('/').at(-1))))
    after = page.next
    if (after === null) return found.sort((a, b) => a - b)
  }
}
