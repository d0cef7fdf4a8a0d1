/**
 * Which projects of the tests run, and what to say of those left out: without a Chromium all but what needs one, so that `npm test` is worth running everywhere.
 *
 * @param {string | null} chromium where one is
 * @returns {{ projects: readonly string[], says: string | null }} no names where all run
 */
export function chosen(chromium) {
  if (chromium) return { projects: [], says: null }
  return {
    projects: ['node', 'apart', 'faults'].flatMap(name => ['--project', name]),
    says: 'No Chromium was found, so the browser tests are left out; set SANGAM_CHROMIUM to run them.',
  }
}
