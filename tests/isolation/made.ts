import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Limits, usualLimits } from '../../core/isolation/limits.ts'
import { type Isolated, isolate, sourceCommand } from '../../core/isolation/plugin.ts'

const root = join(import.meta.dirname, '..', '..')

/** A plugin in a process of its own, from the text of its server half, and what it said to the log. */
export interface Made extends Isolated, AsyncDisposable {
  readonly said: readonly string[]
  readonly entry: string
}

/** `built`: with the platform's built code, as it runs for people; otherwise from sources, as it runs for who changes the platform. */
export async function madeOf(text: string, limits: Partial<Limits> = {}, built = true): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-isolated-'))
  await mkdir(join(folder, 'node_modules', '@sangam'), { recursive: true })
  await symlink(built ? join(root, 'dist', 'server', 'sdk') : join(root, 'sdk'), join(folder, 'node_modules', '@sangam', 'sdk'), 'junction')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'server.js'), text)
  const said: string[] = []
  const say = (message: string, values?: object): void => void said.push(`${message}${values ? ` ${JSON.stringify(values)}` : ''}`)
  const log = { info: say, warn: say, error: say }
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const made = await isolate(join(folder, 'server.js'), [folder], log, { ...usualLimits, ...limits }, built ? undefined : sourceCommand())
    return {
      ...made,
      said,
      entry: join(folder, 'server.js'),
      [Symbol.asyncDispose]: async () => {
        made.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
