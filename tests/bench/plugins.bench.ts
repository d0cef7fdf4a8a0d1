import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageAt } from '../../core/cli/pack-plugin.ts'
import { evidence } from '../faults/torture/evidence.ts'
import { bad } from '../isolation/bad.ts'
import { startProduct } from './product.ts'

// What plugins of other people cost those who use none of them: while one misbehaves in each way known, and while one of twenty entities is
// enabled. Colleagues work at a steady pace throughout; what they wait is compared with what they waited a moment before, in turns, and of all
// turns together: of the few requests of one enabling the hundredth part is the slowest of all, which says nothing.

const quick = process.argv.includes('--quick')
const seconds = quick ? 3 : 4
const rounds = quick ? 3 : 8
const turns = quick ? 1 : 3
const password = 'correct horse battery'
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const ways = [
  'throws',
  'rejects',
  'loops',
  'takes buffers without end',
  'takes objects without end',
  'never answers',
  'opens without end',
  'asks without end',
  'kills its process',
  'changes prototypes',
  'prints without end',
  'tells without end',
  'forks without end',
  'leaks slowly',
]
const large = (id: string): string => `
import { allow, date, defineEntity, definePlugin, integer, money, reference, role, text } from '@sangam/sdk'
const all = Array.from({ length: 20 }, (_, at) => defineEntity('${id}.thing' + at, { title: 'name', fields: {
  name: text({ required: true, index: true }), code: text({ unique: true }), due: date({ index: true }), parts: integer(), price: money(),
  ...(at > 0 && { under: reference('${id}.thing' + (at - 1)) }), note: text(),
} }))
export default definePlugin({
  id: '${id}', version: '1.0.0', title: 'Twenty', description: 'Twenty entities.', engines: { sangam: '^0.1.0' }, entities: all,
  parts: [role('${id}.keeper', { label: 'Keeper', grants: all.map(one => allow(one, ['read', 'create', 'update'])) })],
})
`
/** How long each request waited, in milliseconds, and how many were not answered well. */
interface Wait {
  readonly took: readonly number[]
  readonly failed: number
}
interface Waited {
  readonly requests: number
  readonly failed: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const product = await startProduct([])
const { pid } = product
const figures: { [name: string]: unknown } = {}
const wrong: string[] = []
try {
  const { items } = await product.ask<{ items: { id: string }[] }>('GET', '/api/records/core.company?limit=1')
  const company = items[0]?.id ?? ''
  await Promise.all(Array.from({ length: 200 }, (_, at) => product.ask('POST', '/api/records/core.team', { name: `Team ${at}` })))
  await work(company, 2000)

  const twenty: { took: number; before: Wait; meanwhile: Wait }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const id = `twenty${round}`
    await install(large(id), id)
    const before = await work(company, 2000)
    let took = 0
    const meanwhile = await workUntil(company, async () => {
      const began = performance.now()
      await product.ask('POST', `/api/plugins/${id}/apply`, { to: 'enabled' })
      took = performance.now() - began
    })
    twenty.push({ took, before, meanwhile })
  }
  const took = median(twenty.map(one => one.took))
  const [before, meanwhile] = [together(twenty.map(one => one.before)), together(twenty.map(one => one.meanwhile))]
  const [calm, busy] = [before.p99, meanwhile.p99]
  say(`a plugin of twenty entities is enabled in ${round(took)} ms; others wait ${ratio(busy, calm)} of their p99 of ${round(calm)} ms meanwhile`)
  figures.twenty = { tookMs: round(took), before, meanwhile }
  if (took > 1000) wrong.push(`Twenty entities took ${round(took)} ms, more than 1,000.`)
  if (busy > 2 * calm) wrong.push(`While a plugin is enabled, others’ p99 is ${round(busy / calm)} times what it was.`)
  if (meanwhile.failed > 0) wrong.push('Requests failed while a plugin was enabled.')

  const wait: { [way: string]: object } = {}
  const ratios: number[] = []
  for (const [at, way] of ways.entries()) {
    const id = `bad${at}`
    await install(bad(id), id)
    await product.ask('POST', `/api/plugins/${id}/apply`, { to: 'enabled' })
    await product.ask('POST', `/api/records/${id}.thing`, { title: 'well' })
    const waits: { before: Wait; meanwhile: Wait }[] = []
    let asked = 0
    for (let turn = 0; turn < turns; turn += 1) {
      const before = await work(company, seconds * 1000)
      const meanwhile = await workUntil(company, async () => {
        // It is asked four times a second for as long, whatever it answers.
        for (const until = performance.now() + seconds * 1000; performance.now() < until; asked += 1) {
          await product.ask('POST', `/api/records/${id}.thing`, { title: way }).catch(() => undefined)
          await new Promise(resolve => setTimeout(resolve, 250))
        }
      })
      waits.push({ before, meanwhile })
    }
    const [before, meanwhile] = [together(waits.map(one => one.before)), together(waits.map(one => one.meanwhile))]
    await product.ask('POST', `/api/plugins/${id}/apply`, { to: 'disabled' })
    const times = meanwhile.p99 / before.p99
    ratios.push(times)
    wait[way] = { before, meanwhile, times: round(times), asked }
    say(
      `${way.padEnd(28)} p99 ${round(before.p99)} → ${round(meanwhile.p99)} ms (${round(times)}x), longest ${round(meanwhile.max)} ms, ${meanwhile.failed} of ${meanwhile.requests} failed, asked ${asked} times`,
    )
    if (meanwhile.failed > 0) wrong.push(`While a plugin ${way}, ${meanwhile.failed} requests failed.`)
    if (times > 2) wrong.push(`While a plugin ${way}, others’ p99 is ${round(times)} times what it was.`)
  }
  figures.bad = wait
  if (product.pid !== pid) wrong.push('The server is another process than before.')
  await product.ask('GET', '/api/records/core.company?limit=1')
  say(`in the middle ${round(median(ratios))}x; the server is the process it was`)
} finally {
  await product.stop()
}
const cache = join(import.meta.dirname, '..', '..', '.cache')
mkdirSync(cache, { recursive: true })
writeFileSync(join(cache, 'bench-plugins.json'), JSON.stringify(figures, null, 2))
if (!quick) evidence('bench-plugins')({ ...figures, wrong })
if (wrong.length > 0) throw new Error(wrong.join('\n'))

async function install(text: string, id: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sangam-bench-plugin-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `sangam-plugin-${id}`, version: '1.0.0', type: 'module' }))
  writeFileSync(join(folder, 'plugin.js'), text)
  const archive = await packageAt(folder)
  rmSync(folder, { recursive: true, force: true })
  const answer = await fetch(`${product.url}/api/plugins/install`, {
    method: 'POST',
    headers: { cookie: product.owner.cookie, 'content-type': 'application/octet-stream', 'sangam-password': encodeURIComponent(password) },
    body: new Uint8Array(archive),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function work(company: string, ms: number): Promise<Wait> {
  return workUntil(company, () => new Promise(resolve => setTimeout(resolve, ms)))
}

/** Sixty requests a second of colleagues, each begun at its time whether or not the one before is answered: what is late counts as waited. */
async function workUntil(company: string, done: () => Promise<void>): Promise<Wait> {
  const took: number[] = []
  const open = new Set<Promise<void>>()
  let [failed, running, turn] = [0, true, 0]
  const began = performance.now()
  const pace = async (): Promise<void> => {
    while (running) {
      const due = began + (turn * 1000) / 60
      const wait = due - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const request = ask(turn, company, due)
      open.add(request)
      void request.finally(() => open.delete(request))
      turn += 1
    }
  }
  const ask = async (at: number, id: string, due: number): Promise<void> => {
    const path = at % 3 === 0 ? '/api/records/core.team?limit=50&sort=name' : `/api/records/core.company/${id}`
    const init = at % 3 === 2 ? { method: 'POST', body: JSON.stringify({ name: `Team of ${began}, ${at}` }) } : {}
    const answer = await fetch(product.url + (at % 3 === 2 ? '/api/records/core.team' : path), {
      ...init,
      headers: { cookie: product.owner.cookie, 'content-type': 'application/json' },
    }).catch(() => null)
    if (!answer?.ok) failed += 1
    await answer?.arrayBuffer()
    took.push(performance.now() - due)
  }
  const paced = pace()
  await done()
  running = false
  await paced
  await Promise.all(open)
  return { took, failed }
}

function together(waits: readonly Wait[]): Waited {
  const took = waits.flatMap(one => one.took).sort((a, b) => a - b)
  const at = (share: number): number => round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0)
  return { requests: took.length, failed: waits.reduce((sum, one) => sum + one.failed, 0), p50: at(0.5), p99: at(0.99), max: at(1) }
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
}

function ratio(one: number, other: number): string {
  return `${round(one / other)} times`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
