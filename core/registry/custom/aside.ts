import type { FormSection, FormTab, RelatedList } from '@sangam/sdk'
import { viewProblems } from '../check-views.ts'
import { conditionProblems } from '../conditions.ts'
import { type FormShape, keptForm } from '../forms.ts'
import type { Model } from '../model.ts'
import { type Entities, walkPath } from '../paths.ts'
import type { CustomList, CustomModel } from './document.ts'

type Board = CustomModel['boards'][string]

/** Whether a path leads somewhere: `-value`, `closing:month` and `sum:value.amount` too. */
export function leads(entities: Entities, entity: string): (path: string) => boolean {
  return path => path === 'count' || typeof walkPath(entities, entity, path.replace(/^(?:-|(?:sum|avg|min|max):)/, '').replace(/:[a-z_]+$/, '')) !== 'string'
}

/** A list without the columns of what is not there, and without views that lean on it: with half of its filter a view would show more than it was made to. */
export function fittingList(entities: Entities, entity: string, { columns, views, ...rest }: CustomList): CustomList {
  return {
    ...rest,
    ...(columns && { columns: columns.filter(leads(entities, entity)) }),
    ...(views && { views: views.filter(view => viewProblems(entities, entity, view).length === 0) }),
  }
}

/** What is told of views that are left out. */
export function viewsAside(entities: Entities, { lists }: CustomModel): string[] {
  return Object.entries(lists).flatMap(([entity, { views = [] }]) =>
    entities.has(entity)
      ? views.flatMap(view => viewProblems(entities, entity, view).map(problem => `The list of ${entity}, view "${view.label}": ${problem}.`))
      : [],
  )
}

/** A form without the fields, lists and conditions of what is not there. */
export function fittingForm<F extends FormShape>(entities: Entities, entity: string, form: F): F {
  return keptForm(form, {
    field: leads(entities, entity),
    related: one => (leads(entities, one.entity)(one.by) ? { ...one, columns: one.columns.filter(leads(entities, one.entity)) } : null),
    when: condition => conditionProblems(entities, entity, condition).length === 0,
  })
}

/** A board without what its cards and the heads of its columns show of what is not there. */
export function fittingBoard(entities: Entities, entity: string, { card, measures, order, scope, ...rest }: Board): Board {
  const there = leads(entities, entity)
  return {
    ...rest,
    card: card.filter(there),
    ...(measures && { measures: measures.filter(there) }),
    ...(order !== undefined && there(`${rest.by}.${order}`) && { order }),
    ...(scope && there(scope.field) && there(`${rest.by}.${scope.within}`) && { scope }),
  }
}

/**
 * A screen as somebody arranged it who could not see what of it is set aside, with that put back where it stood: it comes into sight again with its
 * plugin. `was` is the screen as it is kept; what it shows now is worked out from the model.
 */
export function listWithAside({ entities }: Pick<Model, 'entities'>, entity: string, was: CustomList, next: CustomList): CustomList {
  const seen = fittingList(entities, entity, was)
  return {
    ...next,
    ...(next.columns && { columns: woven(next.columns, was.columns ?? [], seen.columns ?? []) }),
    ...(was.views &&
      unlessNone(
        'views',
        woven(next.views ?? [], was.views, seen.views ?? [], view => view.label),
        next,
      )),
  }
}

export function boardWithAside({ entities }: Pick<Model, 'entities'>, entity: string, was: Board, next: Board): Board {
  if (was.by !== next.by) return next
  const seen = fittingBoard(entities, entity, was)
  return {
    ...(was.order !== undefined && !seen.order && { order: was.order }),
    ...(was.scope && !seen.scope && { scope: was.scope }),
    ...next,
    card: woven(next.card, was.card, seen.card),
    ...(was.measures && unlessNone('measures', woven(next.measures ?? [], was.measures, seen.measures ?? []), next)),
  }
}

export function formWithAside<F extends FormShape>({ entities }: Pick<Model, 'entities'>, entity: string, was: FormShape, next: F): F {
  const seen = fittingForm(entities, entity, was)
  const named = new Set([...next.sections.flatMap(section => section.fields.flat()), ...(next.hidden ?? [])])
  const sections = [...next.sections]
  for (const [at, old] of was.sections.entries()) {
    const shown = seen.sections[at] as FormSection
    const same = sameSection(next.sections, shown)
    // Of a section that is gone the rest stands in the last one.
    const place = same === -1 ? sections.length - 1 : same
    const now = sections[place]
    if (!now) continue
    const gone = old.fields.flat().filter(name => !shown.fields.flat().includes(name) && !named.has(name))
    sections[place] = {
      ...(same !== -1 && conditionOf(old, shown)),
      ...now,
      fields: gone.reduce((rows, name) => beside(rows, old.fields, name), now.fields),
      ...related(now.related, old.related, shown.related, next),
    }
  }
  const tabs = next.tabs?.map(tab => {
    const [old, shown] = [was, seen].map(form => form.tabs?.find(one => one.name === tab.name))
    return { ...(old && shown && conditionOf(old, shown)), ...tab }
  })
  const hidden = was.hidden && woven(next.hidden ?? [], was.hidden, [...(seen.hidden ?? []), ...named])
  return {
    ...next,
    sections,
    ...(tabs && { tabs }),
    ...(hidden && unlessNone('hidden', hidden, next)),
    ...related(next.related, was.related, seen.related, next),
  }
}

/** The condition of a part that is always shown while what it asks for is gone. */
function conditionOf(old: FormSection | FormTab, shown: FormSection | FormTab): { readonly when?: object } {
  return old.when && !shown.when ? { when: old.when } : {}
}

/** The section that holds most of what one held; else the one that is called like it. */
function sameSection(sections: readonly FormSection[], one: FormSection): number {
  const names = new Set(one.fields.flat())
  const shared = sections.map(({ fields }) => fields.flat().filter(name => names.has(name)).length)
  const most = Math.max(0, ...shared)
  return most > 0 ? shared.indexOf(most) : sections.findIndex(({ label, tab }) => label === one.label && tab === one.tab)
}

/** Rows of fields with one more: beside what it stood beside, else behind what it stood behind. */
function beside(rows: FormSection['fields'], old: FormSection['fields'], name: string): FormSection['fields'] {
  const rowOf = (all: FormSection['fields'], of: string): number => all.findIndex(row => [row].flat().includes(of))
  const own = [old[rowOf(old, name)] ?? []].flat()
  const mate = own.find(other => other !== name && rowOf(rows, other) !== -1)
  const at = mate === undefined ? -1 : rowOf(rows, mate)
  const row = [rows[at] ?? []].flat()
  if (mate !== undefined && row.length < 4) return rows.with(at, woven([...row], own, row, undefined, [name]))
  const flat = old.flat()
  const before = flat.slice(0, flat.indexOf(name)).findLast(other => rowOf(rows, other) !== -1)
  return rows.toSpliced(before === undefined ? 0 : rowOf(rows, before) + 1, 0, name)
}

/** Lists of related records with those that are set aside; one that stands elsewhere on the page now stays there. */
function related(
  now: readonly RelatedList[] | undefined,
  was: readonly RelatedList[] | undefined,
  seen: readonly RelatedList[] | undefined,
  { sections, related: below }: FormShape,
): { readonly related?: readonly RelatedList[] } {
  if (!was) return now ? { related: now } : {}
  const called = ({ entity, by }: RelatedList): string => `${entity} ${by}`
  const all = [...sections.flatMap(section => section.related ?? []), ...(below ?? [])]
  const whole = (now ?? []).map(one => {
    const [old, shown] = [was, seen ?? []].map(lists => lists.find(other => called(other) === called(one)))
    return old && shown ? { ...one, columns: woven(one.columns, old.columns, shown.columns) } : one
  })
  return unlessNone('related', woven(whole, was, [...(seen ?? []), ...all], called), { related: now })
}

/** A list under its name; where there is none of it, only as it was said: what is left out stays left out. */
function unlessNone<K extends string, T>(name: K, list: readonly T[], said: { readonly [name in K]?: unknown }): { readonly [name in K]?: readonly T[] } {
  return list.length > 0 || said[name] !== undefined ? ({ [name]: list } as { readonly [name in K]?: readonly T[] }) : {}
}

/** `next` with those of `was` that were not seen, each behind what it stood behind; `only` some of them. */
function woven<T>(next: readonly T[], was: readonly T[], seen: readonly T[], keyOf: (one: T) => unknown = one => one, only: readonly T[] = was): T[] {
  const known = new Set([...seen, ...next].map(keyOf))
  const now = [...next]
  for (const [at, one] of was.entries()) {
    if (known.has(keyOf(one)) || !only.includes(one)) continue
    const before = was.slice(0, at).findLast(other => now.some(there => keyOf(there) === keyOf(other)))
    now.splice(before === undefined ? 0 : now.findIndex(there => keyOf(there) === keyOf(before)) + 1, 0, one)
  }
  return now
}
