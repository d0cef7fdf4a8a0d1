import { relative } from 'node:path'

/**
 * The files of journeys in a browser that failed and may be walked once more, each by itself: how fast a machine draws beside all else it does is no matter
 * of the product. None where anything else failed, or so many that it is.
 *
 * @param {{ testResults: readonly { name: string, status: string }[] }} report as vitest writes it
 * @param {string} root the repository
 * @returns {string[]} paths from the repository
 */
export function again({ testResults }, root) {
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(root, name))
  return failed.length <= 2 && failed.every(path => path.startsWith('tests/browser/')) ? failed : []
}
