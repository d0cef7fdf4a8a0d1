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
  /** How many of its questions are answered at once; the others wait. */
  readonly atOnce: number
  /** How many lines of it go into the log; the rest are counted. */
  readonly linesPerSecond: number
  /** How many messages it may send a second, and how many bytes of answers may lie unread. */
  readonly messagesPerSecond: number
  readonly unreadBytes: number
  /** Its objects, and all its memory, in MB. */
  readonly heapMb: number
  readonly memoryMb: number
  /** How long a process in which nothing is under way is kept for the next call. */
  readonly idleMs: number
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
  atOnce: 20,
  linesPerSecond: 50,
  messagesPerSecond: 5_000,
  unreadBytes: 64 * 1024 * 1024,
  heapMb: 256,
  memoryMb: 512,
  idleMs: 300_000,
  startMs: 15_000,
  faults: 5,
  faultsWithinMs: 60_000,
}
