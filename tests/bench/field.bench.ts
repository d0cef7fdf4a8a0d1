import { sql } from 'drizzle-orm'
import { startProduct } from './product.ts'

// Fields are added to, and made another type in, a table of a million rows while people read and write it. What counts is the longest time the
// table was held against everyone, the slowest answer, and that not one was refused.

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 1_000_000)
const lock = 100
const say = (line: string): void => void process.stdout.write(`${line}\n`)

interface Figures {
  readonly name: string
  readonly tookMs: number
  readonly heldMs: number
  readonly requests: number
  readonly failed: number
  readonly slowestMs: number
}

const product = await startProduct([])
const wrong: string[] = []
try {
  await product.ask('POST', '/api/model/apply', {
    operations: [
      {
        op: 'addEntity',
        entity: 'x.part',
        label: 'Part',
        fields: [
          { field: 'name', type: 'text' },
          { field: 'stock', type: 'integer' },
        ],
      },
    ],
  })
  await product.admin.run(
    sql`insert into main.x_part (id, created_at, updated_at, name, stock) select gen_random_uuid(), now(), now(), 'Part ' || n, n % 1000 from generate_series(1, ${rows}::int) n`,
  )
  await product.admin.run(sql`analyze main.x_part`)
  const ids = (await product.admin.run<{ id: string }>(sql`select id::text from main.x_part limit 2000`)).map(row => row.id)
  const add = (field: string, type: string, options: object) => ({ op: 'addField', entity: 'x.part', field, type, options })
  const cases: readonly (readonly [string, object])[] = [
    ['a plain field', add('colour', 'text', {})],
    ['a field with a default', add('grade', 'choice', { required: true, default: 'a', choices: ['a', 'b'] })],
    ['a field with an index', add('weight', 'decimal', { index: true })],
    ['a link with its check and index', add('keeper', 'reference', { to: 'core.user' })],
    ['whole numbers become decimals', { op: 'convertField', entity: 'x.part', field: 'stock', type: 'decimal', options: {} }],
  ]
  for (const [name, operation] of cases) report(await measured(name, ids, operation))
} finally {
  await product.stop()
}
if (wrong.length > 0) throw new Error(wrong.join('\n'))

async function measured(name: string, ids: readonly string[], operation: object): Promise<Figures> {
  let running = true
  let [requests, failed, slowestMs] = [0, 0, 0]
  const worker = async (write: boolean, first: number): Promise<void> => {
    for (let turn = first; running; turn += 1) {
      const id = ids[(turn * 7919) % ids.length]
      const began = performance.now()
      const path = write || turn % 2 === 0 ? `/api/records/x.part/${id}` : '/api/records/x.part?limit=20&sort=-createdAt'
      const init = write
        ? { method: 'PATCH', headers: { cookie: product.owner.cookie, 'content-type': 'application/json' }, body: JSON.stringify({ name: `Part ${turn}` }) }
        : { headers: { cookie: product.owner.cookie } }
      const ok = await fetch(product.url + path, init).then(
        async answer => (await answer.arrayBuffer()) && answer.ok,
        () => false,
      )
      requests += 1
      if (!ok) failed += 1
      slowestMs = Math.max(slowestMs, performance.now() - began)
    }
  }
  let heldMs = 0
  const watch = async (): Promise<void> => {
    for (let since: number | null = null; running; ) {
      const [row] = await product.admin.run<{ held: boolean }>(sql`
        select exists (select from pg_locks l join pg_class c on c.oid = l.relation where c.relname = 'x_part' and l.granted and l.mode in ('AccessExclusiveLock', 'ShareRowExclusiveLock')) as held`)
      const now = performance.now()
      if (row?.held) {
        since ??= now
        heldMs = Math.max(heldMs, now - since)
      } else since = null
    }
  }
  const all = [...[1, 2, 3].map(at => worker(false, at * 31)), ...[4, 5].map(at => worker(true, at * 31)), watch()]
  await new Promise(resolve => setTimeout(resolve, 1000))
  const began = performance.now()
  await product.ask('POST', '/api/model/apply', { operations: [operation] })
  const tookMs = performance.now() - began
  await new Promise(resolve => setTimeout(resolve, 1500))
  running = false
  await Promise.all(all)
  return { name, tookMs, heldMs, requests, failed, slowestMs }
}

function report({ name, tookMs, heldMs, requests, failed, slowestMs }: Figures): void {
  const round = (ms: number): string => `${Math.round(ms).toLocaleString('en')} ms`
  say(
    `${name}: ${round(tookMs)} in all, table held ${round(heldMs)} at most; ${requests.toLocaleString('en')} requests meanwhile, ${failed} refused, slowest ${round(slowestMs)}`,
  )
  if (heldMs > lock) wrong.push(`${name}: the table was held for ${round(heldMs)}, more than ${lock} ms.`)
  if (failed > 0) wrong.push(`${name}: ${failed} requests were refused.`)
}
