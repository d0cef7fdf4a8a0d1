import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { dataFolder } from '../setup/folder.ts'

const root = join(import.meta.dirname, '..', '..')
const sources = ['sdk', 'core', 'web', 'plugins', 'tools', ...readdirSync(root).filter(name => /\.(json|ts)$/.test(name))]
/** What tools keep there of their own work: a clone keeps its own. */
const kept = ['@sangam', '.cache', '.vite', '.vite-temp', '.experimental-vitest-cache']

/** A copy of the sources as somebody has them who cloned and installed them, with data and a port of its own: its files are written, and its commands run. */
export class Clone {
  readonly folder: string
  readonly url: string
  readonly #data = dataFolder('sangam-clone-')
  readonly #running = new Set<ChildProcess>()

  private constructor(readonly port: number) {
    mkdirSync(join(root, '.cache'), { recursive: true })
    this.folder = mkdtempSync(join(root, '.cache', 'clone-'))
    this.url = `http://localhost:${port}`
    for (const name of sources) cpSync(join(root, name), join(this.folder, name), { recursive: true, filter: path => !path.includes('node_modules') })
    const packages = join(this.folder, 'node_modules')
    mkdirSync(join(packages, '@sangam'), { recursive: true })
    for (const name of readdirSync(join(root, 'node_modules')).filter(one => !kept.includes(one))) {
      const [from, to] = [join(root, 'node_modules', name), join(packages, name)]
      if (/^\.(package-lock|sangam)/.test(name)) copyFileSync(from, to)
      else symlinkSync(from, to)
    }
    const own = [['sdk', 'sdk'], ['testing', 'sdk/testing'], ...readdirSync(join(root, 'plugins')).map(id => [`plugin-${id}`, `plugins/${id}`])]
    for (const [name = '', place = ''] of own) symlinkSync(join('..', '..', place), join(packages, '@sangam', name))
  }

  static async make(): Promise<Clone> {
    return new Clone(await freePair())
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.folder, path, '..'), { recursive: true })
    writeFileSync(join(this.folder, path), text)
  }

  /** Replaces words of a file, as somebody does who edits it. */
  edit(path: string, from: string, to: string): void {
    const text = this.read(path)
    if (!text.includes(from)) throw new Error(`${path} says nowhere “${from}”.`)
    this.write(path, text.replace(from, to))
  }

  /** Runs a script of its package.json until it says that it is ready; gives what it said, and what ends it as Ctrl-C does. */
  async run(script: string): Promise<{ readonly said: () => string; readonly end: () => Promise<void> }> {
    const { scripts } = JSON.parse(this.read('package.json')) as { readonly scripts: { readonly [name: string]: string } }
    const [, ...args] = scripts[script]?.split(' ') ?? []
    const { NODE_ENV: _mode, VITEST: _runner, DATABASE_URL: _server, ...env } = process.env
    const child = spawn(process.execPath, args, { cwd: this.folder, env: { ...env, PORT: String(this.port), SANGAM_DATA: this.#data }, stdio: 'pipe' })
    this.#running.add(child)
    let said = ''
    for (const out of [child.stdout, child.stderr]) out.on('data', text => (said += String(text)))
    const ended = new Promise<void>(resolve =>
      child.once('close', () => {
        this.#running.delete(child)
        resolve()
      }),
    )
    await new Promise<void>((resolve, reject) => {
      // An empty line is the last thing that a start says.
      child.stdout.on('data', () => /Sangam is ready[\s\S]*\n\n$/.test(said) && resolve())
      child.once('close', () => reject(new Error(`npm run ${script} ended: ${said}`)))
    })
    return {
      said: () => said,
      end: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }

  async remove(): Promise<void> {
    await Promise.all(
      [...this.#running].map(child => {
        const ended = new Promise(resolve => child.once('close', resolve))
        child.kill('SIGTERM')
        return ended
      }),
    )
    for (const folder of [this.folder, this.#data]) if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
  }
}

/** A port that nobody has, nor the one behind it: the development server stands on both. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = await taken(0)
    if (port !== null && (await taken(port + 1)) !== null) return port
  }
}

function taken(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const { port: got } = probe.address() as { port: number }
      probe.close(() => resolve(got))
    })
  })
}
