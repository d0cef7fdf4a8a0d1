/** How far a plugin in a process of its own may go. Beyond any of these its process is ended, and what called it fails, with its transaction. */
export interface Limits {
  /** How long it may think without asking or answering, in milliseconds: within a change or a request, and in a job, an event or a seed. */
  readonly patienceMs: number
  readonly jobPatienceMs: number
  /** How long a call may take in all: it holds a transaction and its locks meanwhile. */
  readonly wholeMs: number
  readonly jobWholeMs: number
  /** How often it may ask within one call. */
  readonly asks: number
  readonly jobAsks: number
  /** What it may send a second that is no answer and no question. */
  readonly toldPerSecond: number
  /** Its objects, and all its memory, in MB. */
  readonly heapMb: number
  readonly memoryMb: number
  /** How long it may take to begin. */
  readonly startMs: number
  /** After so many faults within `faultsWithinMs` it is left alone for as long. */
  readonly faults: number
  readonly faultsWithinMs: number
}

export const usualLimits: Limits = {
  patienceMs: 5_000,
  jobPatienceMs: 60_000,
  wholeMs: 60_000,
  jobWholeMs: 3_600_000,
  asks: 10_000,
  jobAsks: 1_000_000,
  toldPerSecond: 10_000,
  heapMb: 256,
  memoryMb: 512,
  startMs: 15_000,
  faults: 5,
  faultsWithinMs: 60_000,
}
