import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpuMsOf, residentMb } from './measure.ts'
import { keyOf, startProduct } from './product.ts'

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 100_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** How fast a file comes in: staged, every row tried and taken back, then written with history, by a role that may import. */
const product = await startProduct(['parties', 'items', 'leads'])
const figures: { [name: string]: number } = { rows }
try {
  const parties = Array.from({ length: 1000 }, (_, at) => ({ name: `Firm ${at}`, kind: 'organisation' }))
  await product.ask('POST', '/api/records/parties.party', parties)
  const { headers } = await keyOf(product, 'manager', 'leads.manager')
  const ask = <T>(path: string, body: unknown, type = 'application/json'): Promise<T> =>
    product.ask('POST', path, body, { ...headers, cookie: '', 'content-type': type })
  const lines = Array.from({ length: rows }, (_, at) => `Imported ${at},Firm ${at % 1000},name${at}@example.com,${at}.50,E${at}`)
  const at = '/api/imports/leads.lead'
  const { id } = await timed('stage', () => ask<{ id: string }>(`${at}?name=leads.csv`, ['title,party,email,value,ref', ...lines].join('\n'), 'text/csv'))
  const fields = {
    title: { columns: [0] },
    party: { columns: [1] },
    email: { columns: [2] },
    value: { columns: [3], currency: 'INR' },
    externalId: { columns: [4] },
  }
  const { counts } = await timed('plan', () => ask<{ counts: { create: number } }>(`${at}/${id}/plan`, { key: 'externalId', fields }))
  if (counts.create !== rows) throw new Error(`The plan says ${JSON.stringify(counts)}.`)
  await timed('commit', () => ask(`${at}/${id}/commit`, {}))
} finally {
  await product.stop()
}
mkdirSync(join(import.meta.dirname, '..', '..', '.cache'), { recursive: true })
writeFileSync(join(import.meta.dirname, '..', '..', '.cache', 'bench-import.json'), JSON.stringify(figures, null, 2))

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = residentMb(product.pid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMb(product.pid))
  }, 100)
  const [began, cpu] = [performance.now(), cpuMsOf(product.pid)]
  try {
    const done = await work()
    const seconds = (performance.now() - began) / 1000
    const perRow = Math.round(((cpuMsOf(product.pid) - cpu) / rows) * 1000)
    figures[`${name}RowsPerSecond`] = Math.round(rows / seconds)
    figures[`${name}PeakMb`] = peak
    say(
      `${name.padEnd(8)} ${String(Math.round(rows / seconds)).padStart(8)} rows/s   ${String(perRow).padStart(5)} µs of processor a row in the product   memory ${before} MB before, ${peak} MB at most`,
    )
    return done
  } finally {
    clearInterval(watch)
  }
}
