import type { Pool } from '../../core/data/connection.ts'
import type { World } from '../../core/world.ts'

/** The same world, whose owner's connection fails for good from its nth statement on, as that of a process which is killed there. */
export function dyingAt(world: World, nth: number): { readonly world: World; statements(): number } {
  let done = 0
  const live = <T>(work: () => Promise<T>): Promise<T> => {
    done += 1
    return done < nth ? work() : Promise.reject(new Error('The process is killed.'))
  }
  const dying = <R extends { run: Pool['run'] }>(runner: R): R =>
    new Proxy(runner, { get: (target, name) => (name === 'run' ? (statement: never) => live(() => target.run(statement)) : Reflect.get(target, name)) })
  const { owner } = world.db
  const pool: Pool = new Proxy(dying(owner), {
    get: (target, name) => {
      if (name === 'transaction') return (work: (tx: never) => Promise<unknown>, options: never) => owner.transaction(tx => work(dying(tx) as never), options)
      // The lock of a killed process is let go by the database.
      return Reflect.get(target, name)
    },
  })
  return { world: { ...world, db: { ...world.db, owner: pool } }, statements: () => done }
}
