import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import { behindNeeds } from '../../core/registry/order.ts'
import type { TestOptions } from './platform.ts'

const folder = join(import.meta.dirname, '..', '..', 'plugins')

/**
 * What a test asks for; where the whole run asks for it (`SANGAM_PLUGINS_BESIDE=leads,tally`), with further plugins of this repository enabled beside, what
 * they need, and the bridges that then come by themselves: a plugin's own tests hold whatever else a business enables.
 */
export async function withBeside(options: TestOptions): Promise<TestOptions> {
  const ids = (process.env.SANGAM_PLUGINS_BESIDE ?? '').split(',').filter(id => id !== '')
  if (ids.length === 0) return options
  const { plugins, installed = [] } = options
  const own = new Map((await allHere()).map(plugin => [plugin.id, plugin]))
  const known = new Set([...plugins, ...installed].map(plugin => plugin.id))
  const more = behindNeeds(
    ids.flatMap(id => own.get(id) ?? []),
    own,
  ).filter(plugin => plugin.id !== 'core' && !known.has(plugin.id))
  const on = new Set([...plugins, ...more].map(plugin => plugin.id))
  const bridges = [...own.values()].filter(plugin => plugin.joins && !known.has(plugin.id) && Object.keys(plugin.joins).every(id => on.has(id)))
  return { ...options, plugins: [...plugins, ...more.filter(plugin => !plugin.joins)], installed: [...installed, ...bridges] }
}

async function allHere(): Promise<Plugin[]> {
  const files = readdirSync(folder).map(id => join(folder, id, 'plugin.ts'))
  return Promise.all(
    files.filter(file => existsSync(file)).map(async file => ((await import(pathToFileURL(file).href)) as { readonly default: Plugin }).default),
  )
}
