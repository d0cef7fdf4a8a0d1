/**
 * The files of journeys in a browser that failed and may be walked once more, each by itself: how fast a machine draws beside all else it does is no matter
 * of the product. None where anything else failed, in a file or outside of all, or so many that it is.
 *
 * @param {{ failed: readonly string[], unhandled: number, ended: boolean }} outcome what became of the run, paths from the repository
 * @returns {readonly string[]}
 */
export function again({ failed, unhandled, ended }) {
  return ended && unhandled === 0 && failed.length <= 2 && failed.every(path => path.startsWith('tests/browser/')) ? failed : []
}
