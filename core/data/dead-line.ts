/**
 * When a connection dies within a transaction the driver (postgres 3.4) still writes the rollback to it, a
 * moment later, where nobody can catch the error. The transaction has been refused already and the
 * database has rolled back by itself, so nothing is lost and the process must go on.
 */
export function isWriteToDeadLine(error: unknown): boolean {
  return error instanceof TypeError && /nextWrite/.test(error.stack ?? '') && /postgres[\\/]/.test(error.stack ?? '')
}

/** Lets the process live through that one error; any other ends it as ever. */
export function outliveDeadLines(): void {
  process.on('uncaughtException', error => {
    if (isWriteToDeadLine(error)) return
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  })
}
