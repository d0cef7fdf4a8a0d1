import type { FormScreen } from '@sangam/sdk'
import type { OwnBoard, OwnForm, OwnList, ShownModel } from './shown.ts'

type Shown = Pick<ShownModel, 'lists' | 'forms' | 'layouts' | 'boards'> & {
  readonly screens: Pick<ShownModel['screens'], 'lists' | 'forms' | 'layouts' | 'boards'>
}

/** What of a list stands in the document and not on the screen, since what it names is gone: columns, then views. */
export function asideOfList({ lists, screens }: Shown, entity: string): readonly string[] {
  const shown = screens.lists.find(one => one.entity === entity)
  return lists[entity] && shown ? missing(ofList(lists[entity]), ofList(shown)) : []
}

/** The same of a board: what its cards show, and what the heads of its columns add up. */
export function asideOfBoard({ boards, screens }: Shown, entity: string): readonly string[] {
  const shown = screens.boards.find(one => one.entity === entity)
  return boards[entity] && shown ? missing(ofBoard(boards[entity]), ofBoard(shown)) : []
}

/** The same of everyone's page, or of a role's: its fields, and its lists of what points there. */
export function asideOfForm({ forms, layouts, screens }: Shown, entity: string, role: string | null): readonly string[] {
  const own = role === null ? forms[entity] : layouts[entity]?.find(one => one.role === role)
  const shown = role === null ? screens.forms[entity] : screens.layouts[entity]?.find(one => one.role === role)
  return own && shown ? missing(ofForm(own), ofForm(shown)) : []
}

function ofList({ columns = [], views = [] }: OwnList): readonly string[] {
  return [...columns, ...views.map(view => view.label)]
}

function ofBoard({ card, measures = [] }: Pick<OwnBoard, 'card' | 'measures'>): readonly string[] {
  return [...card, ...measures]
}

function ofForm({ sections, related = [], hidden = [] }: OwnForm | FormScreen): readonly string[] {
  const lists = [...sections.flatMap(section => section.related ?? []), ...related]
  return [...sections.flatMap(section => section.fields.flat()), ...hidden, ...lists.map(one => one.entity)]
}

function missing(own: readonly string[], shown: readonly string[]): readonly string[] {
  return [...new Set(own)].filter(name => !shown.includes(name))
}
