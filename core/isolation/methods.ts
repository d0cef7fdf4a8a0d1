/** The methods of a repo that are asked as they are; `each` is called back, and goes its own way. */
export const repoMethods = [
  ...['find', 'first', 'get', 'count', 'group', 'create', 'createMany', 'update', 'updateMany'],
  ...['make', 'set', 'remove', 'removeMany', 'restore', 'history', 'standing'],
] as const

/** An object that has every method; it is no promise, so that it can be returned by one. */
export function methods(call: (method: string, args: readonly unknown[]) => unknown): object {
  return new Proxy(
    {},
    {
      get: (_, method) => (typeof method !== 'string' || method === 'then' ? undefined : (...args: readonly unknown[]) => call(method, args)),
    },
  )
}
