import { availableParallelism, totalmem } from 'node:os'
import { defineConfig } from 'vitest/config'
import LongestFirst from './tests/setup/order.ts'
import { aboutOtherThings, withoutDatabase } from './tests/setup/without-database.ts'

const node = ['sdk', 'core', 'plugins', 'web', 'tools', 'tests'].map(room => `${room}/**/*.test.ts`)
const browser = 'tests/browser/**/*.test.ts'
/** They start and kill the built server with a database of its own, whichever one the other tests use. */
const faults = ['kill', 'points', 'coherence'].map(name => `tests/faults/${name}.test.ts`)

/** On a given server: what reaches no database; and where the plugins run apart, as in the second run of a whole check, what is about other things, and their tests as they are. */
const elsewhere = [
  ...(process.env.SANGAM_TEST_DATABASE_URL ? withoutDatabase : []),
  ...(process.env.SANGAM_PLUGINS === 'apart' ? [...aboutOtherThings, 'plugins/**'] : []),
]

/** Two at once at least: with more processors, and memory for them, more. Each has servers of its own and, at the screens, a browser. */
const workers = Math.max(2, Math.min(4, availableParallelism(), Math.floor(totalmem() / (3 * 1024 ** 3))))

/** Only what hangs is ended by the clock: beside all others, on a slow machine, a test takes ten times as long as by itself. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 }

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    maxWorkers: workers,
    // Files that run in one process after another share its modules, which take longer to load than many a file takes to run.
    isolate: false,
    // What was made of a module's source is kept for the next run, and for the second database of the same check.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./tests/setup/database.ts', './tests/setup/server.ts'],
    setupFiles: './tests/setup/built.ts',
    // How long a thing may take to come about is the machine's business; that it does is the test's.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: node,
          exclude: [browser, ...faults, ...elsewhere, '**/node_modules/**'],
          ...patience,
        },
      },
      {
        extends: true,
        // The plugins' tests once more, each plugin in a process of its own: none can lean on an object it shares with core.
        test: {
          name: 'apart',
          include: ['plugins/**/*.test.ts'],
          // It makes people, which a plugin from elsewhere may not.
          exclude: ['plugins/leads/sample.test.ts', '**/node_modules/**'],
          env: { SANGAM_PLUGINS_APART: '1' },
          ...patience,
        },
      },
      {
        extends: true,
        test: { name: 'faults', include: faults, ...patience },
      },
      {
        extends: true,
        test: { name: 'browser', include: [browser], testTimeout: 180_000, hookTimeout: 120_000, retry: 0, expect: { poll: { timeout: 30_000 } } },
      },
    ],
  },
})
