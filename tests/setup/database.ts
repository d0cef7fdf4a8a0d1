import { clearAbandonedTestServers, prepareTestServer } from '../../core/data/testing.ts'

/** Chooses the folder of the run's database server; the first test that needs it starts it, the end of the run removes it. */
export default async function setup(): Promise<() => Promise<void>> {
  await clearAbandonedTestServers()
  return prepareTestServer()
}
