import type { Plugin } from '@sangam/sdk'
import type { Model } from './model.ts'
import { adminPlugin } from './names.ts'
import { reachOf } from './order.ts'

/** What plugins say they reach of others, and which servers they call. */
export function checkManifests(model: Model, problems: string[]): void {
  for (const plugin of model.plugins.values()) {
    checkPermissions(model, plugin, problems)
    checkAdopted(plugin, problems)
    const hosts = (plugin.parts ?? []).filter(part => part.kind === 'host')
    for (const { name, address } of hosts) {
      const own = `Plugin ${plugin.id}: the host ${name}`
      if (!name.startsWith(`${plugin.id}.`)) problems.push(`${own} must begin with "${plugin.id}.".`)
      const url = URL.canParse(address) ? new URL(address) : null
      // Whoever writes a plugin tries it against a server of their own.
      const plain =
        url &&
        (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost')) &&
        !url.username &&
        !url.password &&
        !url.search &&
        !url.hash
      if (!plain) problems.push(`${own} has the address ${address}. Write https:// and the name of the server; keys belong into a setting.`)
      else if (/^\[|^[\d.]+$/.test(url.hostname)) problems.push(`${own} has the address ${address}, which nobody can read. Give the server's name.`)
    }
    for (const [at, { name }] of hosts.entries())
      if (hosts.findIndex(one => one.name === name) < at) problems.push(`Plugin ${plugin.id} has two hosts ${name}. Rename one.`)
  }
}

/** Entities of others that it names. */
function checkPermissions(model: Model, plugin: Plugin, problems: string[]): void {
  const reach = reachOf(plugin, model.plugins)
  checkServices(model, plugin, reach, problems)
  for (const name of [...(plugin.permissions?.read ?? []), ...(plugin.permissions?.write ?? [])]) {
    const [owner = ''] = name.split('.')
    if (name === 'x.*') continue
    if (owner === plugin.id || plugin.adopts?.entities?.[name] !== undefined)
      problems.push(`Plugin ${plugin.id}: its \`permissions\` name ${name}, which is its own. Take it out.`)
    else if (!reach.has(owner)) problems.push(`Plugin ${plugin.id}: its \`permissions\` name ${name}. List ${owner} in \`needs\`.`)
    else if (!model.entities.has(name)) problems.push(`Plugin ${plugin.id}: its \`permissions\` name ${name}, which ${owner} does not have.`)
  }
}

/** Services and jobs of others that it names. */
function checkServices(model: Model, { id, permissions }: Plugin, reach: ReadonlySet<string>, problems: string[]): void {
  for (const name of permissions?.services ?? []) {
    const [owner = ''] = name.split('.')
    const own = `Plugin ${id}: its \`permissions\` name ${name}`
    if (owner === id) problems.push(`${own}, which is its own. Take it out.`)
    else if (!reach.has(owner)) problems.push(`${own}. List ${owner} in \`needs\`.`)
    else if (!model.services.has(name) && (owner === 'core' || !model.jobs.has(name)))
      problems.push(`${own}, which is no service${owner === 'core' ? '' : ' and no job'} of ${owner}.`)
  }
}

/** What it takes over was administrators', and is defined in it. */
function checkAdopted({ id, adopts = {}, entities = [], parts = [] }: Plugin, problems: string[]): void {
  const defined = {
    entities: entities.map(one => one.name),
    roles: parts.flatMap(part => (part.kind === 'role' ? [part.name] : [])),
  }
  for (const kind of ['entities', 'roles'] as const)
    for (const name of Object.keys(adopts[kind] ?? {})) {
      if (!name.startsWith(`${adminPlugin}.`))
        problems.push(`Plugin ${id}: its \`adopts\` name ${name}, which no administrator made. Such names begin with "${adminPlugin}.".`)
      else if (!defined[kind].includes(name)) problems.push(`Plugin ${id}: its \`adopts\` name ${name}, which it does not define. Define it, or take it out.`)
    }
}
