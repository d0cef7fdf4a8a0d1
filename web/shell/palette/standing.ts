import type { EntityMeta, Meta } from '@sangam/sdk'
import { metaStore } from '../../data/meta.ts'
import { deeds } from '../deeds.ts'
import { managePlaces, type Place, pagePlace, placeGroups, studioPlaces } from '../places.ts'
import { setTheme, theme } from '../preferences.ts'
import { go } from '../router.ts'
import { changeLocale, signOut } from '../session.ts'
import { called, localeStore, t } from '../words.ts'
import type { Entry, Section } from './entry.ts'

/** What can be done with the record that stands open, as its own buttons and its menu offer it. */
export function deedSection(): Section {
  const here = deeds()
  const entries = (here?.items ?? []).flatMap((item, at): Entry[] => {
    // What leads elsewhere stands among the screens.
    if (item === 'line' || 'heading' in item || item.disabled || !item.run) return []
    const { label, icon = 'bolt', danger = false, run } = item
    return [{ key: `deed ${at}`, label, icon, danger, run }]
  })
  return { heading: here?.about ?? '', entries }
}

/** Screens, new records, settings, and the shell's own actions: what is there wherever one is. */
export function standing(help: () => void): readonly Section[] {
  const model = metaStore.value
  if (!model) return []
  const lists = placeGroups(model).flatMap(group => group.places)
  return [
    { heading: t('Go to'), entries: screens(model, lists).map(goTo) },
    { heading: t('Make'), entries: makes(model, lists) },
    { heading: t('Settings'), entries: [...studioPlaces(model), ...managePlaces(model)].map(goTo).concat(shapes(model)) },
    { heading: t('Do'), entries: own(help) },
  ]
}

function screens(model: Meta, lists: readonly Place[]): readonly Place[] {
  return [
    { href: '/', label: t('Home'), icon: 'home' },
    { href: '/inbox', label: t('Inbox'), icon: 'inbox' },
    ...lists,
    ...model.dashboards.map(board => ({ href: `/dashboard/${board.name}`, label: t('Dashboard “{name}”', { name: called(board.label) }), icon: 'chart' })),
    ...model.pages.filter(page => !page.menu).map(pagePlace),
    ...model.boards.map(board => ({
      href: `/board/${board.entity}`,
      label: t('{entity} board', { entity: called(model.entities[board.entity]?.plural ?? board.entity) }),
      icon: 'board',
    })),
    ...lists
      .filter(({ entity }) => entity && model.entities[entity]?.verbs.includes('remove'))
      .map(({ entity, label }) => ({ href: `/bin/${entity}`, label: t('Bin: {plural}', { plural: label }), icon: 'remove' })),
  ]
}

function makes(model: Meta, lists: readonly Place[]): readonly Entry[] {
  const of = (verb: string): readonly (Place & { readonly shape: EntityMeta })[] =>
    lists.flatMap(place => {
      const shape = model.entities[place.entity ?? '']
      return shape?.verbs.includes(verb) ? [{ ...place, shape }] : []
    })
  return [
    ...of('create').map(({ shape }) => ({ href: `/new/${shape.name}`, label: t('New {entity}', { entity: called(shape.label) }), icon: 'plus' })),
    ...of('import').map(({ shape, label }) => ({ href: `/import/${shape.name}`, label: t('Import {entities}', { entities: label }), icon: 'upload' })),
  ].map(goTo)
}

/** What records there are is shaped entity by entity; lines of others are shaped with what they belong to. */
function shapes(model: Meta): readonly Entry[] {
  if (studioPlaces(model).length === 0) return []
  return Object.values(model.entities)
    .filter(shape => !shape.linesOf && model.lists.some(list => list.entity === shape.name))
    .flatMap(({ name, label, plural }) => [
      goTo({ href: `/studio/${name}`, label: t('Fields, rules and flows of {entities}', { entities: called(plural) }), icon: 'box' }),
      goTo({ href: `/studio/${name}/layout`, label: t('Page of {entity}', { entity: called(label) }), icon: 'columns' }),
    ])
}

function own(help: () => void): readonly Entry[] {
  const dark = theme() === 'dark'
  const entries = [
    { label: dark ? t('Use the light look') : t('Use the dark look'), icon: dark ? 'sun' : 'moon', run: () => setTheme(dark ? 'light' : 'dark') },
    localeStore.value === 'hi'
      ? { label: 'Use English', icon: 'globe', run: () => changeLocale('en') }
      : { label: 'हिन्दी में दिखाएँ (Use Hindi)', icon: 'globe', run: () => changeLocale('hi') },
    { label: t('Your account'), icon: 'user', run: () => go('/me') },
    { label: t('Reports by mail'), icon: 'mail', run: () => go('/reports') },
    { label: t('Keyboard shortcuts'), icon: 'help', run: help },
    { label: t('Sign out'), icon: 'logout', run: () => signOut() },
  ]
  return entries.map(entry => ({ key: `do ${entry.icon}`, ...entry }))
}

function goTo({ href, label, icon }: Place): Entry {
  return { key: href, label, icon, run: () => go(href) }
}
