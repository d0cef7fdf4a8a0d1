import type { ListScreen, Meta, PageMeta } from '@sangam/sdk'
import { lastKind } from '../screens/view/kinds.ts'
import { keptViews, viewHref } from './kept-views.ts'
import { called, t } from './words.ts'

/** Somewhere one can go. */
export interface Place {
  readonly href: string
  readonly label: string
  readonly icon: string
  readonly entity?: string
  /** Addresses under which it counts as the place one is at. */
  readonly within?: RegExp
}

export interface PlaceGroup {
  /** Its own name, whatever it is called in a language. */
  readonly name: string
  readonly label: string
  /** What is set up once and seldom looked at again. */
  readonly setUp: boolean
  readonly places: readonly Place[]
}

type Shown = ListScreen | PageMeta

const headings = ['Work', 'Sales', 'Contacts', 'Items']

/** The navigation: the lists of enabled plugins under their headings, in the order of a working day, then as the plugins ask for. */
export function placeGroups(meta: Meta): readonly PlaceGroup[] {
  const groups = new Map<string, Shown[]>()
  const shown = [...meta.lists.filter(list => list.menu && mayLook(meta, list)), ...meta.pages.filter(page => page.menu)]
  for (const one of shown) groups.set(one.menu ?? '', [...(groups.get(one.menu ?? '') ?? []), one])
  const made = [...groups].map(([menu, lists]) => ({
    first: Math.min(...lists.map(order)),
    name: menu,
    setUp: menu === 'Set-up',
    rank: headings.includes(menu) ? headings.indexOf(menu) : headings.length,
    label: called(menu),
    places: lists.sort((a, b) => order(a) - order(b)).map(one => ('element' in one ? pagePlace(one) : placeOf(meta, one))),
  }))
  return made.sort((a, b) => Number(a.setUp) - Number(b.setUp) || a.rank - b.rank || a.first - b.first)
}

/** What owners and admins look after. */
export function managePlaces(meta: Meta): readonly Place[] {
  if (!meta.user.admin && !meta.user.owner) return []
  return [
    { href: '/users', label: t('People who sign in'), icon: 'users' },
    { href: '/keys', label: t('Everyone’s keys'), icon: 'key' },
    { href: '/plugins', label: t('Plugins'), icon: 'plugin' },
    { href: '/webhooks', label: t('Webhooks'), icon: 'send' },
    { href: '/reports?of=all', label: t('Everyone’s reports by mail'), icon: 'clock' },
    ...meta.settings.map(page => ({ href: `/settings/${page.name}`, label: t('{page} settings', { page: called(page.label) }), icon: 'settings' })),
    { href: '/system', label: t('System'), icon: 'chart' },
    ...(meta.user.owner ? [{ href: '/settings/backup', label: t('Backup'), icon: 'download' }] : []),
  ]
}

/** Where administrators shape what records there are. */
export function studioPlaces(meta: Meta): readonly Place[] {
  if (!meta.user.admin && !meta.user.owner) return []
  return [
    { href: '/studio', label: t('Entities'), icon: 'box', within: /^\/studio\/[^/]+\.[^/]+$/ },
    { href: '/automations', label: t('Automations'), icon: 'bolt', within: /^\/automations\// },
    { href: '/documents', label: t('Documents'), icon: 'note', within: /^\/documents\// },
    { href: '/roles', label: t('Roles'), icon: 'shield', within: /^\/roles\// },
    { href: '/studio/series', label: t('Number series'), icon: 'sort' },
    { href: '/studio/words', label: t('Translations'), icon: 'globe' },
    { href: '/studio/changes', label: t('Changes'), icon: 'history', within: /^\/studio\/changes\// },
  ]
}

/** An entity's records, as they were looked at last; else by the view that a role of this person sees first. */
export function listHref(entity: string): string {
  const [kind, first] = [lastKind(entity), keptViews.value.find(view => view.first && view.entity === entity)]
  return first && kind === 'list' ? viewHref(first) : `/${kind}/${entity}`
}

function placeOf(meta: Meta, list: ListScreen): Place {
  const entity = meta.entities[list.entity]
  const icon = list.icon ?? meta.plugins.find(plugin => plugin.id === entity?.plugin)?.icon ?? 'list'
  return { href: listHref(list.entity), label: called(entity?.plural ?? list.entity), icon, entity: list.entity }
}

/** A screen that a plugin draws itself; in the navigation it is a place of its own, not of the records it is about. */
export function pagePlace(page: PageMeta): Place {
  return { href: `/page/${page.name}`, label: called(page.label), icon: page.icon ?? 'list' }
}

/** What is set up is shown to those who may set it up; others meet it on the records that use it. */
function mayLook(meta: Meta, list: ListScreen): boolean {
  const verbs = meta.entities[list.entity]?.verbs ?? []
  return verbs.includes('read') && (list.menu !== 'Set-up' || verbs.includes('create') || verbs.includes('update'))
}

function order(one: Shown): number {
  return one.position ?? 100
}
