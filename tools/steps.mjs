/** Runs one step and prints what was done and how long it took; a step that gives `null` had nothing to do and prints nothing. */
export async function step(words, work) {
  const from = performance.now()
  const result = await work()
  if (result !== null) console.log(`${words} (${seconds(performance.now() - from)})`)
  return result
}

export function seconds(ms) {
  return ms < 995 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** Ends with a sentence instead of a stack when this Node is too old to run anything here. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
  if (fits) return
  console.error(
    `Sangam needs Node.js 20.19, 22.12 or 24 and later; this is ${process.versions.node}. Install a newer one from https://nodejs.org and start again.`,
  )
  process.exit(1)
}

/** Runs what a command does and ends the process with a sentence when it fails. */
export function main(work) {
  requireNode()
  work().catch(error => {
    console.error(error instanceof Expected ? error.message : error)
    process.exit(1)
  })
}

/** A failure that was already explained; its stack would add nothing. */
export class Expected extends Error {}
