import type { Ctx } from '@sangam/sdk'
import { fill } from '../registry/words.ts'
import { methods, repoMethods } from './methods.ts'
import { everything, type WireCtx } from './wire.ts'

/** How a plugin's process speaks with the platform's within a call. */
export interface Line {
  /** Asks the platform; `back` is called as often as it likes meanwhile, with a context of its own where it has one. */
  ask(ctx: number, op: string, args: readonly unknown[], back?: (ctx: WireCtx | null, args: readonly unknown[]) => Promise<unknown>): Promise<unknown>
  tell(ctx: number, op: 'emit' | 'log', args: readonly unknown[]): void
  may(number: number): ReadonlySet<string>
  words(number: number): { readonly [source: string]: string }
  /** What the plugin itself provides: it is made here, for this context, and nothing crosses. */
  own(service: string): ((ctx: Ctx) => unknown) | undefined
}

/** A context as a plugin knows it, whose every read and write is asked of the platform. */
export function ctxOf(line: Line, wire: WireCtx): Ctx {
  const ask = (op: string, ...args: readonly unknown[]): Promise<unknown> => line.ask(wire.ctx, op, args)
  const repo = (entity: string): object => ({
    ...Object.fromEntries(repoMethods.map(method => [method, (...args: readonly unknown[]) => ask('repo', entity, method, args)])),
    each: (query: object, work: (page: unknown) => Promise<void>) => line.ask(wire.ctx, 'each', [entity, query], (_, [page]) => work(page)),
  })
  const made = new Map<string, unknown>()
  const use = (name: string): unknown => {
    const own = line.own(name)
    if (!own) return methods((method, args) => ask('service', name, method, args))
    if (!made.has(name)) made.set(name, own(ctx as unknown as Ctx))
    return made.get(name)
  }
  const ctx = {
    user: wire.user,
    company: wire.company,
    workspace: wire.workspace,
    locale: wire.locale,
    origin: wire.origin,
    now: () => wire.now,
    today: () => wire.today,
    repo: (entity: { readonly name: string }) => repo(entity.name),
    use: (service: { readonly name: string }) => use(service.name),
    run: (action: { readonly entity: string; readonly name: string }, id: string, input: object) => ask('run', action.entity, action.name, id, input),
    may: (permission: string) => wire.may === everything || line.may(wire.may).has(permission),
    emit: (event: { readonly name: string }, payload: object) => line.tell(wire.ctx, 'emit', [event.name, payload]),
    enqueue: (...args: readonly unknown[]) => ask('enqueue', ...args),
    fetch: (host: { readonly name: string }, path: string, request?: object) => ask('fetch', host.name, path, request ?? {}),
    settings: (of: { readonly name: string }) => ask('settings', of.name),
    t: (source: string, values: { readonly [name: string]: string | number } = {}) => fill(line.words(wire.words)[source] ?? source, values, wire.locale),
    lock: (key: string | readonly string[]) => ask('lock', key),
    refusalOf: (work: () => Promise<void>) => line.ask(wire.ctx, 'refusalOf', [], work),
    log: (message: string, values?: object) => line.tell(wire.ctx, 'log', [message, values ?? {}]),
    asSystem: async (reason: string, work: (ctx: Ctx) => Promise<unknown>) => {
      // What it gives stays here: it need not be what a wire can carry.
      let made: unknown
      await line.ask(wire.ctx, 'asSystem', [reason], async inner => {
        if (inner) made = await work(ctxOf(line, inner))
      })
      return made
    },
  }
  return ctx as unknown as Ctx
}
