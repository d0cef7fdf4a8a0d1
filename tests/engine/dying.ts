import type { Pool } from '../../core/data/connection.ts'
import type { World } from '../../core/world.ts'

/** The same world, whose connections fail for good from its nth statement on, as those of a process which is killed there. */
export function dyingAt(world: World, nth: number): { readonly world: World; statements(): number } {
  let done = 0
  const live = <T>(work: () => Promise<T>): Promise<T> => {
    done += 1
    return done < nth ? work() : Promise.reject(Object.assign(new Error('The process is killed.'), { code: 'CONNECTION_ENDED' }))
  }
  return { world: through(world, live), statements: () => done }
}

/** The same world, while whose nth statement waits somebody else does something. */
export function overtakenAt(world: World, nth: number, work: () => Promise<unknown>): World {
  let done = 0
  return through(world, async statement => {
    done += 1
    if (done === nth) await work()
    return statement()
  })
}

function through(world: World, live: <T>(work: () => Promise<T>) => Promise<T>): World {
  const its = (target: object, name: PropertyKey): unknown => {
    const found: unknown = Reflect.get(target, name)
    return typeof found === 'function' ? found.bind(target) : found
  }
  const dying = <R extends { run: Pool['run'] }>(runner: R): R =>
    new Proxy(runner, { get: (target, name) => (name === 'run' ? (...given: Parameters<Pool['run']>) => live(() => target.run(...given)) : its(target, name)) })
  const cut = (pool: Pool): Pool =>
    new Proxy(dying(pool), {
      get: (target, name) => {
        if (name === 'transaction') return (work: (tx: never) => Promise<unknown>, options: never) => pool.transaction(tx => work(dying(tx) as never), options)
        // The lock of a killed process is let go by the database.
        return Reflect.get(target, name)
      },
    })
  const { app, owner } = world.db
  return { ...world, db: { ...world.db, app: cut(app), owner: cut(owner) } }
}
