import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { residentMb } from './measure.ts'
import { keyOf, startProduct } from './product.ts'

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 1_000_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** How fast a list leaves as a file, and how much memory that takes: a role with a rule on fields asks, as its people do. */
const product = await startProduct(['parties', 'items', 'leads'])
const figures: { [name: string]: number } = { rows }
try {
  await product.admin.run(sql`
    insert into main.leads_lead (id, created_at, updated_at, title, company_name, email, state, probability, value_amount, value_currency, expected_close)
    select gen_random_uuid(), now() - make_interval(secs => g), now(), 'Lead ' || g || ' शर्मा, solar', 'Company ' || g % 5000, 'person' || g || '@example.com', 'open', 10, g % 9973, 'INR', date '2027-01-01' + g % 365
    from generate_series(1, ${rows}::int) g`)
  await product.admin.run(sql`analyze main.leads_lead`)
  const { headers } = await keyOf(product, 'manager', 'leads.manager')
  const fields = 'title,companyName,email,state,probability,value,expectedClose,createdAt'
  for (const [format, most] of [
    ['csv', rows],
    ['jsonl', rows],
    ['xlsx', rows],
  ] as const) {
    const before = residentMb(product.pid)
    let [peak, bytes] = [before, 0]
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMb(product.pid))
    }, 100)
    const began = performance.now()
    const answer = await fetch(`${product.url}/api/export/leads.lead?format=${format}&fields=${fields}`, { headers })
    if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`)
    for await (const part of answer.body) bytes += (part as Uint8Array).length
    clearInterval(watch)
    const perSecond = Math.round((most / (performance.now() - began)) * 1000)
    figures[`${format}RowsPerSecond`] = perSecond
    figures[`${format}GrewMb`] = peak - before
    say(
      `${format.padEnd(8)} ${String(perSecond).padStart(8)} rows/s   ${String(Math.round(bytes / 1_048_576)).padStart(5)} MB sent   memory ${before} MB before, ${peak} MB at most`,
    )
  }
} finally {
  await product.stop()
}
mkdirSync(join(import.meta.dirname, '..', '..', '.cache'), { recursive: true })
writeFileSync(join(import.meta.dirname, '..', '..', '.cache', 'bench-export.json'), JSON.stringify(figures, null, 2))
