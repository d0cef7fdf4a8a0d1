import { readFileSync } from 'node:fs'
import { memoryUsage } from 'node:process'
import autocannon from 'autocannon'

/** What one side of a comparison is asked, again and again. */
export interface Load {
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly headers?: { readonly [name: string]: string }
  /** Paths in turn; one is enough where it does not matter which record is read. */
  readonly paths: readonly string[]
  readonly body?: (turn: number) => unknown
  /** Sends a key with each write, so that its answer is kept. */
  readonly keyed?: boolean
  readonly connections?: number
}

export interface Result {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly errors: number
}

/** One burst of requests; anything but a 2xx counts as an error and spoils the figure. */
export async function burst(load: Load, seconds: number): Promise<Result> {
  let turn = 0
  const result = await autocannon({
    url: load.url,
    connections: load.connections ?? 10,
    duration: seconds,
    requests: [
      {
        method: load.method ?? 'GET',
        setupRequest: request => {
          turn += 1
          return {
            ...request,
            path: load.paths[turn % load.paths.length] as string,
            headers: {
              ...load.headers,
              ...(load.body && { 'content-type': 'application/json' }),
              ...(load.keyed && { 'idempotency-key': `${process.pid}-${turn}-${Math.random()}` }),
            },
            ...(load.body && { body: JSON.stringify(load.body(turn)) }),
          }
        },
      },
    ],
  })
  // Of what was counted, not the mean of whole seconds: a short turn of slow answers has hardly one.
  return { perSecond: result['2xx'] / result.duration, p50: result.latency.p50, p99: result.latency.p99, errors: result.non2xx + result.errors }
}

export interface Comparison {
  readonly name: string
  readonly product: Result
  readonly floor: Result
  /** Product over floor, in requests per second. */
  readonly ratio: number
  readonly target: number | null
}

/** Product and floor in turns, A B A B, so that a slow minute of the machine is shared by both. */
export async function compare(name: string, product: Load, floor: Load, target: number | null, rounds = 3, seconds = 2): Promise<Comparison> {
  await warm(product)
  await warm(floor)
  const [a, b]: [Result[], Result[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    a.push(await burst(product, seconds))
    b.push(await burst(floor, seconds))
  }
  const [left, right] = [median(a), median(b)]
  return { name, product: left, floor: right, ratio: left.perSecond / right.perSecond, target }
}

/** Until it gets no faster and has done it two thousand times: what a server does first, before its code is compiled, says nothing of its day. */
async function warm(load: Load): Promise<void> {
  let [best, done] = [0, 0]
  for (let time = 0; time < 8; time += 1) {
    const { perSecond } = await burst(load, 1)
    done += perSecond
    if (perSecond < best * 1.05 && done >= 2000) return
    best = Math.max(best, perSecond)
  }
}

function median(results: readonly Result[]): Result {
  const sorted = [...results].sort((x, y) => x.perSecond - y.perSecond)
  const middle = sorted[Math.floor(sorted.length / 2)] as Result
  return { ...middle, errors: results.reduce((sum, one) => sum + one.errors, 0) }
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  if (pid === process.pid) return Math.round(memoryUsage().rss / 1_048_576)
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kb ?? 0) / 1024)
}

/** Processor time of a process in milliseconds, which a busy machine does not stretch. */
export function cpuMsOf(pid: number): number {
  const parts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(parts[11]) + Number(parts[12])) * 10
}
