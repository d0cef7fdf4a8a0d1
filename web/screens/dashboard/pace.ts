const [shortest, longest, quiet] = [1500, 30_000, 10_000]

/**
 * How many milliseconds after a change what it may have altered is read anew: a batch of changes is read once. As long as changes go on, as while somebody imports thousands of records,
 * it is read ever more seldom: every open first page asks.
 *
 * @param before the pause before the last reading
 * @param since when that ended, in milliseconds ago
 */
export function pauseAfter(before: number, since: number): number {
  return since > quiet ? shortest : Math.min(Math.max(before, shortest / 2) * 2, longest)
}
