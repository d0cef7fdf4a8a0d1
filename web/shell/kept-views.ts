import { entityMeta, meta, metaStore } from '../data/meta.ts'
import { records } from '../data/records.ts'
import { Store } from '../data/store.ts'
import { isKind, kindsOf, type ViewKind } from '../screens/view/kinds.ts'

/** A saved view that has a place in the navigation, or is what a role sees first of an entity. */
export interface KeptView {
  readonly id: string
  readonly entity: string
  readonly kind: ViewKind
  readonly label: string
  readonly pinned: boolean
  /** Whether it is the first view of a role of this person. */
  readonly first: boolean
}

export const keptViews = new Store<readonly KeptView[]>([])

/** One's own views, a team's of one's own, and everyone's; not what others keep for themselves, whatever one may see. */
export const choosable: object = { or: [{ owner: '$me' }, { shared: true }, { team: { in: '$myTeams' } }] }

/** Asked for once the frame stands: no screen waits for it. What colleagues of a team keep comes last and by itself, so that however many they are, one's own and everyone's are there. */
export async function loadKeptViews(): Promise<void> {
  if (!entityMeta('core.view')) return
  const { user } = meta()
  const fields = ['name', 'entity', 'kind', 'pinned', 'firstOf']
  const find = async (where: object) => (await records.find('core.view', { where, fields, sort: ['position', 'name'], limit: 500 })).items
  const found = await Promise.all([
    find({ or: [{ shared: true }, { owner: '$me' }], and: [{ or: [{ pinned: true }, { firstOf: { isEmpty: false } }] }] }),
    find({ team: { in: '$myTeams' }, shared: false, owner: { ne: '$me' }, pinned: true }),
  ])
  // Another may have signed in meanwhile.
  if (metaStore.value?.user.id !== user.id) return
  const views = found.flat().map(row => ({
    id: row.id,
    entity: String(row.entity),
    kind: isKind(row.kind) ? row.kind : ('list' as const),
    label: String(row.name),
    pinned: row.pinned === true,
    first: Array.isArray(row.firstOf) && row.firstOf.some(role => typeof role === 'string' && user.roles.includes(role)),
  }))
  keptViews.set(views.filter(view => (view.pinned || view.first) && entityMeta(view.entity) && kindsOf(view.entity).includes(view.kind)))
}

export function viewHref({ kind, entity, id }: KeptView): string {
  return `/${kind}/${entity}?view=${id}`
}
