import type { TestPlatform } from '@sangam/testing'

/** How many statements the transactions of some work sent. */
export async function counted({ platform: { world } }: TestPlatform, work: () => Promise<unknown>): Promise<number> {
  let statements = 0
  const { transaction } = world.db.app
  ;(world.db.app as { transaction: typeof transaction }).transaction = (run, options) =>
    transaction.call(
      world.db.app,
      (tx: Parameters<typeof run>[0]) =>
        run(
          new Proxy(tx, {
            get: (target, name) => {
              const found = Reflect.get(target, name)
              if (name === 'run' || name === 'later') statements += 1
              return typeof found === 'function' ? found.bind(target) : found
            },
          }),
        ),
      options,
    ) as never
  await work().finally(() => ((world.db.app as { transaction: typeof transaction }).transaction = transaction))
  return statements
}
