/**
 * The files of tests that failed and may be run once more, each by itself: how fast a machine is beside all else it does is no matter of the product. None
 * where so many failed that it is, or something outside of all files; and none whose failing by chance is what it looks for.
 *
 * @param {{ failed: readonly string[], unhandled: number, ended: boolean }} outcome what became of the run, paths from the repository
 * @param {(path: string) => string} textOf what stands in a file
 * @returns {readonly string[]}
 */
export function again({ failed, unhandled, ended }, textOf) {
  const looksForChance = path => path.startsWith('tests/faults/') || textOf(path).includes("from 'fast-check'")
  return ended && unhandled === 0 && failed.length <= 2 && !failed.some(looksForChance) ? failed : []
}
