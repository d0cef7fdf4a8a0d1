import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { Expected } from './steps.mjs'

/** Runs a package's command, by its file, so that no shell and no PATH takes part. */
export function runBin(file, args, options = {}) {
  return run(process.execPath, [join(root, 'node_modules', file), ...args], options)
}

/** Runs a program to its end with our own output; Ctrl-C goes to it and it decides. */
export function run(command, args, { quiet = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options })
    let said = ''
    child.stdout?.on('data', text => (said += text))
    child.stderr?.on('data', text => (said += text))
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.once('error', reject)
    child.once('close', code => {
      process.off('SIGINT', ignore)
      if (code === 0) resolve(said)
      else reject(new Expected(said || `${[command, ...args].join(' ')} ended with code ${code}.`))
    })
  })
}
