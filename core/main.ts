import { boot, type Platform } from './boot.ts'
import { readConfig } from './config.ts'
import { makeLog } from './log.ts'
import { findPlugins } from './plugins.ts'
import { traceToSources } from './traces.ts'

const began = performance.now()
let last = began

/** What was done, and how long it took. */
function step(name: string): void {
  const now = performance.now()
  process.stdout.write(`  ${name.padEnd(44)} ${String(Math.round(now - last)).padStart(6)} ms\n`)
  last = now
}

async function start(): Promise<Platform> {
  const config = readConfig()
  const { plugins, broken } = await findPlugins()
  step(`Loaded ${plugins.size - 1} plugins`)
  const platform = await boot({ config, plugins, broken, log: makeLog(), step })
  try {
    await platform.listen()
  } catch (error) {
    await platform.stop()
    throw error
  }
  step('Listening')
  const code = await platform.setupCode()
  process.stdout.write(`\n  Sangam is ready at ${config.url}  (${((performance.now() - began) / 1000).toFixed(1)} s)\n`)
  if (code) process.stdout.write(`  Set-up code: ${code}\n  Open the address and enter the code to begin.\n`)
  if (config.host === '127.0.0.1') process.stdout.write('  Only this machine can reach it. For the office network see docs/operator-guide.md.\n')
  process.stdout.write('\n')
  return platform
}

function endWell(platform: Platform): void {
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    process.stdout.write('  Ending: letting requests finish…\n')
    void platform.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

traceToSources()
try {
  endWell(await start())
} catch (error) {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`)
  process.exit(1)
}
