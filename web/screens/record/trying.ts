/** What shows that something is under way, and what went wrong with it. */
interface Busy {
  busy: boolean
  error: unknown
}

/** Does some work of a dialog: it is busy meanwhile, and says what was refused. */
export async function trying(host: Busy, work: () => Promise<void>): Promise<void> {
  host.busy = true
  host.error = null
  try {
    await work()
  } catch (error) {
    host.error = error
  } finally {
    host.busy = false
  }
}
