import type { Plugin } from '@sangam/sdk'
import type { Model } from './model.ts'

/**
 * The models made last: what starts the platform, a plan, what carries it out and what runs afterwards ask for the same one, and to build it
 * holds up everybody else.
 */
const lately: { readonly plugins: readonly Plugin[]; readonly written: string; readonly model: Model }[] = []
const most = 3

/**
 * The model that was made of these plugins and this document not long ago.
 * @param written The document of what administrators made, as text; empty where there is none.
 */
export function madeLately(plugins: readonly Plugin[], written: string): Model | undefined {
  return lately.find(one => one.written === written && sameOnes(one, plugins))?.model
}

/** Remembers a model that was made, in place of the oldest; gives it back. */
export function keepLately(plugins: readonly Plugin[], written: string, model: Model): Model {
  lately.unshift({ plugins: [...plugins], written, model })
  lately.length = Math.min(lately.length, most)
  return model
}

/** A model puts its plugins in an order of its own, so theirs says nothing; but of two that don’t go together the later is set aside. */
function sameOnes({ plugins, model }: (typeof lately)[number], asked: readonly Plugin[]): boolean {
  if (plugins.length !== asked.length) return false
  return model.setAside.length === 0 ? asked.every(plugin => plugins.includes(plugin)) : asked.every((plugin, at) => plugin === plugins[at])
}
