/** Whether an error tells that a connection is lost, and not that a statement was refused. */
export function isLost(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^(E[A-Z]+|CONNECTION_[A-Z]+|CONNECT_TIMEOUT|ERR_(SSL|TLS|STREAM)_\w+)$/.test(code)
}

/**
 * Whether a query was refused unsent with what ended its connection's life before: the driver keeps the
 * server's last words for whoever comes first on the connection made anew. Such a one asks again.
 */
export function isStale(query: object, error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return (query as { state: unknown }).state === null && ['57P01', '57P02', '57P05', '25P03', '08P01'].includes(String(code))
}

/**
 * Between a connection's failure and its end the driver goes on sending to it, and forgets what it sent:
 * nobody would ever get an answer, and the connection would be lost to the pool. So who asks a pool waits
 * for that moment to pass.
 */
export class Losses {
  /** Set while a lost connection is on its way out. */
  passing: Promise<void> | null = null

  /** Takes note when a query of the driver fails with its connection, before anyone else can hear of it. */
  watch(query: object): void {
    const own = query as { reject(error: unknown): void }
    const { reject } = own
    own.reject = error => {
      if (isLost(error)) this.#pass()
      reject(error)
    }
  }

  #pass(): void {
    const passing = turns(5).then(() => {
      if (this.passing === passing) this.passing = null
    })
    this.passing = passing
  }
}

/** A socket ends in the turn of the event loop in which it fails, one with TLS a turn or two later. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}
