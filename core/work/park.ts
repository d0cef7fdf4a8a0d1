/** Trying again can't help: the work is parked at once, with this sentence. */
export class Park extends Error {
  override readonly name = 'Park'
}
