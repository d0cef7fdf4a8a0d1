import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Writes what became of a run where `npm test` looks: the files that failed, whether what failed was in a file at all, and whether all were run to their end. */
export default class Outcome implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env.SANGAM_OUTCOME
    if (!path) return
    const failed = modules.filter(one => one.state() === 'failed').map(one => one.relativeModuleId)
    const ended = modules.every(one => ['passed', 'failed', 'skipped'].includes(one.state()))
    writeFileSync(path, JSON.stringify({ failed, unhandled: unhandled.length, ended }))
  }
}
