import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import type { Found } from '../../data/search.ts'
import { titleIn, titlePath } from '../../fields/titles.ts'
import { isKind, kindsOf } from '../../screens/view/kinds.ts'
import { choosable, viewHref } from '../kept-views.ts'
import { openedLast } from '../opened.ts'
import { go, routeStore } from '../router.ts'
import { called, t } from '../words.ts'
import type { Entry } from './entry.ts'

/**
 * The records opened last but the one that stands open, by what they are called today. Those that are gone, or that the person may no longer see,
 * do not come back from the server and so are left out.
 */
export async function openedRecords(): Promise<readonly Found[]> {
  const others = openedLast().filter(({ entity, id }) => entityMeta(entity) && !routeStore.value.path.startsWith(`/record/${entity}/${id}`))
  const named = await Promise.all(
    [...new Set(others.map(one => one.entity))].map(async entity => {
      const ids = others.filter(one => one.entity === entity).map(one => one.id)
      const asked = { where: { id: { in: ids } }, fields: [titlePath(entity)], limit: ids.length }
      // One kind of record that can't be read keeps no other away.
      const { items } = await records.find(entity, asked).catch(() => ({ items: [] as readonly Row[] }))
      return items.map(row => [`${entity} ${row.id}`, titleIn(entity, row)] as const)
    }),
  )
  const titles = new Map(named.flat())
  return others.flatMap(({ entity, id }) => {
    const title = titles.get(`${entity} ${id}`)
    return title === undefined ? [] : [{ entity, id, title, subtitle: null }]
  })
}

/** The saved views one may choose, one's own, a team's and everyone's. */
export async function savedViews(): Promise<readonly Entry[]> {
  const rows = await keptRows('core.view', ['name', 'entity', 'kind', 'owner', 'shared'])
  return rows.flatMap(row => {
    const [entity, kind] = [String(row.entity), isKind(row.kind) ? row.kind : ('list' as const)]
    const shape = entityMeta(entity)
    if (!shape || !kindsOf(entity).includes(kind)) return []
    const label = String(row.name)
    const href = viewHref({ id: row.id, entity, kind, label, pinned: false, first: false })
    return [{ key: href, label, icon: kind, hint: `${called(shape.plural)} · ${whose(row)}`, run: () => go(href) }]
  })
}

/** The dashboards that people made: one's own, a team's and everyone's. */
export async function savedDashboards(): Promise<readonly Entry[]> {
  const rows = await keptRows('core.dashboard', ['name', 'owner', 'shared'])
  return rows.map(row => {
    const href = `/dashboard/${row.id}`
    return { key: href, label: String(row.name), icon: 'chart', hint: `${t('Dashboard')} · ${whose(row)}`, run: () => go(href) }
  })
}

async function keptRows(entity: string, fields: readonly string[]): Promise<readonly Row[]> {
  if (!entityMeta(entity)) return []
  return (await records.find(entity, { where: choosable, fields, sort: ['name'], limit: 200 }).catch(() => ({ items: [] as readonly Row[] }))).items
}

function whose(row: Row): string {
  if (row.owner === meta().user.id && row.shared !== true) return t('Mine')
  return row.shared === true ? t('Everyone’s') : t('Of my team')
}
