/** Whether a transaction is being worked in: how often something was asked in it, and how much of that is under way. Whoever waits for neither waits for something else. */
export class Pulse {
  /** How often it was asked. */
  asked = 0
  /** How many answers are awaited just now. */
  awaited = 0

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.asked += 1
    this.awaited += 1
    try {
      return await work()
    } finally {
      this.awaited -= 1
    }
  }
}
