import { html, nothing, type TemplateResult } from 'lit'
import { fieldAt, labelsOf } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import type { Group, Part } from './conditions.ts'

/** What every record has and no screen draws; conditions may name it all the same. */
const unseen = new Set(['id', 'version', 'position'])

/** Whether there is what a path leads to, and this person may see it. */
export function isThere(entity: string, path: string): boolean {
  if (unseen.has(path)) return true
  return fieldAt(entity, path.replace(/\.id$/, '')) !== undefined
}

/** The paths of a condition that lead to what is gone, or not this person's to see. */
export function lostIn(entity: string, condition: Group): readonly string[] {
  const within = (at: string, part: Part): readonly string[] => {
    if (part.kind === 'group') return part.parts.flatMap(one => within(at, one))
    if (!isThere(at, part.path)) return [lostName(at, part.path)]
    return part.inner ? within(fieldAt(at, part.path)?.to ?? '', part.inner) : []
  }
  return [...new Set(within(entity, condition))]
}

/** A condition without what leads nowhere. */
export function withoutLost(entity: string, group: Group): Group {
  const kept = (part: Part): readonly Part[] => {
    if (part.kind === 'group') return [withoutLost(entity, part)]
    if (!isThere(entity, part.path)) return []
    return [part.inner ? { ...part, inner: withoutLost(fieldAt(entity, part.path)?.to ?? '', part.inner) } : part]
  }
  return { ...group, parts: group.parts.flatMap(kept) }
}

/** How people would call what is not there to say its own name: the path in words. */
export function lostName(entity: string, path: string): string {
  const [, child] = /^[a-z][a-z0-9]*\.(\w+):\w+$/.exec(path) ?? []
  if (child !== undefined) return inWords(child)
  const [bare = ''] = path.replace(/^-/, '').split(':')
  const parts = bare.split('.')
  return labelsOf(entity, bare)
    .map((label, at) => (isThere(entity, parts.slice(0, at + 1).join('.')) ? called(label) : inWords(label)))
    .join(' › ')
}

/** What stands in the place of records that a filter was to choose which can't be asked: without it, more would be shown than was meant. */
export function lostFilter(names: readonly string[], takeOut: () => void): TemplateResult {
  return html`<sangam-empty role="status" icon="filter" heading=${t('The filter of “{names}” is missing', { names: names.join(', ') })} text=${t('What it looks at is gone, or not yours to see. So that nothing comes up that it left out, no records are shown until it is back or you take it out.')}><sangam-button @click=${takeOut}>${t('Take it out')}</sangam-button></sangam-empty>`
}

/** What a view that someone saved is shown without. A plugin's own list that names what another brings misses nothing. */
export function lostParts(names: readonly string[], takeOut: () => void): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing
  return html`<p class="note" role="status">${t('This view is shown without “{names}”, which is gone or not yours to see. It keeps its place.', { names: names.join(', ') })} <sangam-button size="small" kind="quiet" @click=${takeOut}>${t('Take it out')}</sangam-button></p>`
}

/** An identifier as one would say it: `vehicleKind` is “Vehicle kind”. */
export function inWords(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
