import type { Meta } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { entityMeta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import type { Place } from '../../shell/places.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/icon.ts'
import { placesByHeading } from './own.ts'

/** Whether a person may do something with the records of a place. */
export function may(place: Place, verb: string): boolean {
  return entityMeta(place.entity ?? '')?.verbs.includes(verb) ?? false
}

/** What one makes at once, of each heading the first, then what else there is: of a business that sells and keeps its books, of both. */
export function madeFirst(model: Meta): readonly Place[] {
  const groups = placesByHeading(model).map(group => group.filter(place => may(place, 'create')))
  return [...groups.flatMap(group => group.slice(0, 1)), ...groups.flatMap(group => group.slice(1))].slice(0, 5)
}

/** What the system itself planted has no maker. */
const made: object = { createdBy: { isEmpty: false } }

/** Whether somebody made anything in any list; what plugins plant, such as a chart of accounts, is nothing yet. The first list of each heading is asked before all others. */
export async function hasRecords(model: Meta): Promise<boolean> {
  const groups = placesByHeading(model)
  // All of what is tried out was planted. Who may look at nothing is told so.
  if (model.workspace.sample) return groups.some(places => places.length > 0)
  for (const places of [groups.flatMap(group => group.slice(0, 1)), groups.flatMap(group => group.slice(1))]) {
    const found = await Promise.all(places.map(place => records.find(place.entity ?? '', { where: made, fields: ['id'], limit: 1 })))
    if (found.some(page => page.items.length > 0)) return true
  }
  return false
}

/** What to do where there is nothing yet. */
export function beginSection(model: Meta): TemplateResult {
  const places = placesByHeading(model).flat()
  const first = places.find(place => may(place, 'import')) ?? places[0]
  const step = (href: string, icon: string, heading: string, text: string): TemplateResult =>
    html`<a href=${href}><sangam-icon name=${icon}></sangam-icon><span><b>${heading}</b><small>${text}</small></span></a>`
  const steps = [
    ...model.pages
      .filter(page => page.setsUp?.open)
      .map(page => step(`/page/${page.name}`, page.icon ?? 'flag', called(page.label), t('It leads you to the first one, a step at a time.'))),
    ...(first?.entity && may(first, 'import')
      ? [
          step(
            `/import/${first.entity}`,
            'upload',
            t('Import {entities}', { entities: first.label }),
            t('Bring what you have in a spreadsheet; every row is shown before anything is written.'),
          ),
        ]
      : []),
    ...(first?.entity && may(first, 'create')
      ? [step(`/new/${first.entity}`, 'plus', t('New {entity}', { entity: called(entityMeta(first.entity)?.label ?? '') }), t('Write the first one by hand.'))]
      : []),
    ...(model.user.admin
      ? [
          step('/users', 'users', t('Invite colleagues'), t('They get a link, choose a password, and see what their role lets them see.')),
          step('/plugins', 'plugin', t('Look at the plugins'), t('Switch on what your business needs.')),
        ]
      : []),
  ]
  const none = html`<p>${t('You have no role that opens records yet. Ask an administrator for one.')}</p>`
  return html`<section><header><h2>${t('Let us begin')}</h2></header><div class="steps">${steps.length > 0 ? steps : none}</div></section>`
}
