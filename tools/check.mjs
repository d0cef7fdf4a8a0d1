import { ensureInstalled } from './install.mjs'
import { runBin } from './run.mjs'
import { main, seconds } from './steps.mjs'

/** Everything that can be said of the sources without running them. */
main(async () => {
  await ensureInstalled()
  const checks = [
    ['Lint and format', () => runBin('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--max-diagnostics=60', '.'], { quiet: true })],
    ['Types', () => runBin('typescript/bin/tsc', ['-p', 'tsconfig.json'], { quiet: true })],
    ['Boundaries between rooms', boundaries],
    ['Unused exports and dependencies', () => runBin('knip/bin/knip.js', [], { quiet: true })],
  ]
  const failed = []
  // At the same time: two of them use one processor each, and the others all there are.
  await Promise.all(
    checks.map(async ([name, check]) => {
      const from = performance.now()
      try {
        await check()
        console.log(`✓ ${name} (${seconds(performance.now() - from)})`)
      } catch (error) {
        failed.push(name)
        console.log(`✗ ${name} (${seconds(performance.now() - from)})\n${error.message}`)
      }
    }),
  )
  if (failed.length > 0) process.exit(1)
})

/** The tool finds nothing wrong in nothing, so that it read the modules is checked too. */
async function boundaries() {
  const said = await runBin('dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', 'sdk', 'core', 'web', 'plugins'], {
    quiet: true,
  })
  const modules = Number(/\((\d+) modules/.exec(said)?.[1] ?? 0)
  if (modules < 50) throw new Error(`Only ${modules} modules were read, so the check says nothing.\n${said}`)
}
