import type { Plugin } from '@sangam/sdk'
import { leads } from '../../registry/custom/aside.ts'
import type { CustomModel } from '../../registry/custom/document.ts'
import type { FormShape } from '../../registry/forms.ts'
import type { Model } from '../../registry/model.ts'
import { labelOf, pluralOf } from '../../registry/names.ts'

/** What a screen names and nobody sees while its plugin is not enabled. */
export interface Aside {
  readonly label: string
  /** The title of the plugin. */
  readonly plugin: string
}

interface Named {
  readonly label: string
  readonly to: string | null
  readonly plugin: Plugin | null
}

/** How people call what screens name of plugins that are not enabled, by entity and name, in one language. What no plugin here brings is not among it. */
export function labelsAside(
  away: readonly Plugin[],
  model: Model,
  screens: Pick<CustomModel, 'lists' | 'forms' | 'layouts' | 'boards'>,
  language: string,
): { readonly [entity: string]: { readonly [name: string]: Aside } } {
  if (away.length === 0) return {}
  const said = (text: string, of: Plugin): string =>
    model.words.get(language)?.get(text) ??
    of.parts?.flatMap(part => (part.kind === 'translations' && part.language === language ? (part.sources[text] ?? []) : []))[0] ??
    text
  const named = (entity: string, name: string): Named | null => {
    const there = model.entities.get(entity)?.fields.get(name)
    if (there) return { label: model.words.get(language)?.get(there.label) ?? there.label, to: there.to, plugin: null }
    for (const plugin of away) {
      const fields = [...(plugin.entities ?? []), ...(plugin.extensions ?? []).map(one => one.extension)].flatMap(one => {
        const of = 'name' in one ? one.name : one.entity
        const field = of === entity ? one.fields[name] : undefined
        return field ? [field.options as { readonly label?: string; readonly to?: string }] : []
      })
      const [found] = fields
      if (found) return { label: said(found.label ?? labelOf(name), plugin), to: found.to ?? null, plugin }
    }
    return null
  }
  const ofPath = (entity: string, path: string): Aside | null => {
    const labels: string[] = []
    let [plugin, at]: [Plugin | null, string | null] = [null, entity]
    for (const part of path
      .replace(/^(?:-|(?:sum|avg|min|max):)/, '')
      .replace(/:[a-z_]+$/, '')
      .split('.')) {
      if (part === '$title' || at === null) break
      const found: Named | null = named(at, part)
      if (!found) return null
      labels.push(found.label)
      plugin ??= found.plugin
      at = found.to
    }
    return plugin && { label: labels.join(' · '), plugin: said(plugin.title, plugin) }
  }
  const ofEntity = (name: string): Aside | null => {
    for (const plugin of away) {
      const found = plugin.entities?.find(one => one.name === name)
      if (found)
        return { label: said(found.definition.plural ?? pluralOf(found.definition.label ?? labelOf(name)), plugin), plugin: said(plugin.title, plugin) }
    }
    return null
  }
  return Object.fromEntries(
    [...namesOn(screens)].map(([entity, names]) => {
      const there = leads(model.entities, entity)
      const gone = [...names].flatMap(name =>
        there(name) ? [] : [[name, (model.entities.has(name) ? null : ofEntity(name)) ?? ofPath(entity, name)] as const],
      )
      return [entity, Object.fromEntries(gone.flatMap(([name, aside]) => (aside ? [[name, aside]] : [])))]
    }),
  )
}

/** What the screens of each entity name: fields, and entities of lists of what points there. */
function namesOn({ lists, forms, layouts, boards }: Pick<CustomModel, 'lists' | 'forms' | 'layouts' | 'boards'>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (entity: string, names: readonly string[]): void => void found.set(entity, new Set([...(found.get(entity) ?? []), ...names]))
  const ofForm = ({ sections, related = [], hidden = [] }: FormShape): readonly string[] => [
    ...sections.flatMap(section => [...section.fields.flat(), ...(section.related ?? []).map(one => one.entity)]),
    ...[...hidden, ...related.map(one => one.entity)],
  ]
  for (const [entity, { columns = [] }] of Object.entries(lists)) add(entity, columns)
  for (const [entity, { card, measures = [] }] of Object.entries(boards)) add(entity, [...card, ...measures])
  for (const [entity, form] of Object.entries(forms)) add(entity, ofForm(form))
  for (const [entity, all] of Object.entries(layouts)) for (const form of all) add(entity, ofForm(form))
  return found
}
