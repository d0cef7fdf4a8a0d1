import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpuMsOf, residentMb } from './measure.ts'
import { startProduct } from './product.ts'

const entries = Number(process.argv.find(word => word.startsWith('--entries='))?.slice(10) ?? 100_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The journals of another program, brought into the books as posted entries of two lines each: read, tried whole and taken back, then posted. */
const product = await startProduct(['parties', 'ledger'])
const figures: { [name: string]: number } = { entries }
try {
  await product.ask(
    'POST',
    '/api/records/parties.party',
    Array.from({ length: 500 }, (_, at) => ({ name: `Firm ${at}`, kind: 'organisation' })),
  )
  const row = (at: number): string[] => {
    const day = new Date(Date.UTC(2026, 10, 27) - ((entries - at) % 200) * 86_400_000).toISOString().slice(0, 10)
    const amount = `${1 + (at % 9973)}.50`
    return at % 3
      ? [`${day},${at},Rent,${amount},,INR,,Paid ${at}`, `${day},${at},Bank,,${amount},INR,,Paid ${at}`]
      : [`${day},${at},Trade receivables,${amount},,INR,Firm ${at % 500},Sold ${at}`, `${day},${at},4110,,${amount},INR,,Sold ${at}`]
  }
  const rows = Array.from({ length: entries }, (_, at) => row(at)).flat()
  const began = performance.now()
  const at = '/api/imports/ledger.entry'
  const text = ['Date,Number,Account,Debit,Credit,Currency,Party,Narration', ...rows].join('\n')
  const { id, suggestion } = await timed('read', () =>
    product.ask<{ id: string; suggestion: { fields: object } }>('POST', `${at}?name=journal.csv`, text, { 'content-type': 'text/csv' }),
  )
  const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
  const { counts } = await timed('try', () => product.ask<{ counts: { create: number } }>('POST', `${at}/${id}/plan`, mapping))
  if (counts.create !== entries) throw new Error(`The plan says ${JSON.stringify(counts)}.`)
  await timed('post', () => product.ask('POST', `${at}/${id}/commit`, {}))
  figures.seconds = Math.round((performance.now() - began) / 100) / 10
  say(`${entries} entries from a file to the books in ${figures.seconds} s`)
} finally {
  await product.stop()
}
const folder = join(import.meta.dirname, '..', '..', '.cache')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'bench-journals.json'), JSON.stringify(figures, null, 2))

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const [began, cpu] = [performance.now(), cpuMsOf(product.pid)]
  const done = await work()
  const seconds = (performance.now() - began) / 1000
  figures[`${name}PerSecond`] = Math.round(entries / seconds)
  const perEntry = Math.round(((cpuMsOf(product.pid) - cpu) / entries) * 1000)
  say(
    `${name.padEnd(6)} ${String(figures[`${name}PerSecond`]).padStart(8)} entries/s   ${String(perEntry).padStart(5)} µs of processor an entry   ${residentMb(product.pid)} MB`,
  )
  return done
}
