import type { AnyEntity, Ctx, Json, Plugin } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { reachOf } from '../registry/order.ts'
import { repoMethods } from './methods.ts'

/** Calls back into the plugin's process, with a context of its own or none. */
export type Back = (ctx: CoreCtx | null, args: readonly unknown[]) => Promise<unknown>

type Method = (...args: readonly unknown[]) => Promise<unknown>

/**
 * Does what a plugin in another process asks of a context. It reaches what its `needs` and `joins` name and no further, whatever it asks: entities,
 * services and actions of core, its own, and those of the plugins it stands on.
 */
export async function serve(ctx: CoreCtx, plugin: Plugin, op: string, args: readonly unknown[], back: Back | null): Promise<unknown> {
  const [first, second, third] = args
  switch (op) {
    case 'repo': {
      if (!(repoMethods as readonly string[]).includes(String(second))) throw new Error(`A repo has no method ${String(second)}.`)
      const repo = ctx.repo(reached(ctx, plugin, first, readMethods.has(String(second)))) as unknown as { readonly [method: string]: Method }
      return (repo[String(second)] as Method)(...listOf(third))
    }
    case 'each':
      return ctx.repo(reached(ctx, plugin, first, true)).each(second as object, async page => void (await back?.(null, [page])))
    case 'service': {
      const name = String(first)
      within(plugin, ctx, name)
      const made = ctx.use({ kind: 'service', name }) as { readonly [method: string]: Method }
      const method = made[String(second)]
      if (typeof method !== 'function' || String(second) in Object.prototype) throw new Error(`The service ${name} has no method ${String(second)}.`)
      // What goes out on paper, or is told of records, is read: of what the plugin reaches alone. What its caller may see one called it may tell that caller.
      if (!(name === 'core.records' && second === 'called' && ctx.access.system === null))
        for (const entity of readBy(name, listOf(third)[0])) reached(ctx, plugin, entity, true)
      if (name === 'core.publicLinks') mayLink(ctx, plugin, listOf(third)[0])
      return method.apply(made, [...listOf(third)])
    }
    case 'run':
      return ctx.run({ entity: reached(ctx, plugin, first, false).name, name: String(second) } as never, third as never, (args[3] ?? {}) as never)
    case 'enqueue': {
      // They run as the system, on whatever they are given.
      if (String(first).startsWith('core.'))
        throw new Error(`Plugin ${plugin.id} may not set off ${String(first)}: what was installed from elsewhere does not.`)
      within(plugin, ctx, String(first))
      return ctx.enqueue(String(first), ...(args.slice(1) as [{ [name: string]: Json }, { key?: string; at?: string }]))
    }
    case 'settings': {
      const page = (plugin.parts ?? []).find(part => part.kind === 'settings' && part.name === first)
      if (!page) throw new Error(`Plugin ${plugin.id} has no settings ${String(first)}. List them in its \`parts\`.`)
      return ctx.settings(page as never)
    }
    case 'fetch': {
      const host = (plugin.parts ?? []).find(part => part.kind === 'host' && part.name === first)
      if (!host) throw new Error(`Plugin ${plugin.id} has no host ${String(first)}. List it in its \`parts\`.`)
      return ctx.fetch(host as never, String(second), (third ?? {}) as object)
    }
    case 'lock':
      return ctx.lock((Array.isArray(first) ? first : [first]).map(key => `${plugin.id}:${String(key)}`))
    case 'refusalOf':
      return ctx.refusalOf(async () => void (await back?.(null, [])))
    case 'asSystem':
      if (String(first ?? '').trim() === '') throw new Error('asSystem needs a reason: it is kept with what is changed.')
      return ctx.asSystem(`${plugin.title}: ${String(first)}`, async inner => back?.(inner as CoreCtx, []))
    default:
      throw new Error(`A context has no ${op}.`)
  }
}

/** What is told and not waited for. */
export function hear(ctx: Ctx, plugin: Plugin, op: string, [first, second]: readonly unknown[]): void {
  if (op === 'log')
    return ctx.log(`${plugin.id}: ${String(first).slice(0, 500)}`, JSON.stringify(second ?? {}).length > 4000 ? {} : (second as { [name: string]: Json }))
  const event = (plugin.parts ?? []).find(part => part.kind === 'event' && part.name === first)
  if (!event) throw new Error(`Plugin ${plugin.id} defines no event ${String(first)}. List it in its \`parts\`.`)
  ctx.emit(event as never, second as never)
}

const readMethods = new Set(['find', 'first', 'get', 'count', 'group', 'history', 'standing'])

/** Of core's own entities those that a business has, and the plugins of others work with; what decides who may do what, or holds secrets, is none of them. */
const lent: { readonly [entity: string]: 'read' | 'write' } = {
  ...Object.fromEntries(['activity', 'file', 'link', 'rate'].map(name => [`core.${name}`, 'write'])),
  ...Object.fromEntries(['company', 'currency', 'place', 'registration', 'team', 'teamMember', 'user'].map(name => [`core.${name}`, 'read'])),
}

function reached(ctx: CoreCtx, plugin: Plugin, name: unknown, reads: boolean): AnyEntity {
  const entity = ctx.model.entities.get(String(name))
  // What administrators made is nobody's, and open to who holds the rights.
  const own = entity && (reachOf(plugin, ctx.model.plugins).has(entity.plugin) || String(name).startsWith('x.'))
  if (!entity || !own) throw new Error(`Plugin ${plugin.id} does not reach ${String(name)}. Name its plugin in \`needs\` or \`joins\`.`)
  const said = plugin.permissions
  if (
    said &&
    entity.plugin !== plugin.id &&
    !(reads ? [...(said.read ?? []), ...(said.write ?? [])] : (said.write ?? [])).some(one => covers(one, entity.name))
  )
    throw new Error(`Plugin ${plugin.id} may not ${reads ? 'read' : 'change'} ${entity.name}. Say so in its \`permissions\`, which whoever installs it reads.`)
  const lends = entity.plugin === 'core' ? lent[entity.name] : 'write'
  if (lends === undefined || (lends === 'read' && !reads))
    throw new Error(`Plugin ${plugin.id} may not ${reads ? 'read' : 'change'} ${entity.name}: what was installed from elsewhere does not.`)
  return { kind: 'entity', name: entity.name } as never
}

/** What strangers may see from now on is more than what the plugin reads: it has to be allowed to change it, and somebody whose rights count asks for it. */
function mayLink(ctx: CoreCtx, plugin: Plugin, asked: unknown): void {
  const { name } = reached(ctx, plugin, entityIn(asked), false)
  if (ctx.access.system !== null)
    throw new Error(`Plugin ${plugin.id} may not make a public link to ${name} by asSystem or in a job. Make it where somebody asks for it, who may share it.`)
}

/** The entities of which a call of core's services tells something: what mail and print put on paper, and what records are called or what they are. */
function readBy(service: string, asked: unknown): unknown[] {
  if (service === 'core.print' || service === 'core.publicLinks') return [entityIn(asked)]
  if (service === 'core.mail') return listOf((asked as { readonly papers?: unknown } | null)?.papers).map(entityIn)
  if (service !== 'core.records') return []
  return typeof asked === 'string' ? [asked] : Array.isArray(asked) ? asked.map(entityIn) : [entityIn(asked)]
}

function entityIn(one: unknown): unknown {
  return (one as { readonly entity?: unknown } | null)?.entity
}

function covers(said: string, entity: string): boolean {
  return said === entity || (said === 'x.*' && entity.startsWith('x.'))
}

/** A service or a job. */
function within(plugin: Plugin, ctx: CoreCtx, name: string): void {
  const [owner = ''] = name.split('.')
  if (!reachOf(plugin, ctx.model.plugins).has(owner)) throw new Error(`Plugin ${plugin.id} does not reach ${name}. Name its plugin in \`needs\` or \`joins\`.`)
  if (owner !== plugin.id && plugin.permissions?.services?.includes(name) === false)
    throw new Error(`Plugin ${plugin.id} may not call ${name}. Say so in its \`permissions\`, which whoever installs it reads.`)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
