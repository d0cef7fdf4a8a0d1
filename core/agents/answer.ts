import type { Json } from '@sangam/sdk'
import { fitting, mostText, shortened } from './fit.ts'
import type { Tool } from './tools.ts'

type Body = { readonly [name: string]: Json }

/** What a tool that reads tells: as many whole rows as fit into one answer, and how to go on; of one that fits in no answer, a shortened one. */
export async function readAnswer(tool: Tool, json: Json, limit: number | undefined, again: (limit: number) => Promise<Json>): Promise<Json> {
  if (fits(json)) return json
  const { items, ...rest } = json as Body
  if (!Array.isArray(items) || limit === undefined) return { ...(shortened(json) as Body), note: cutNote(tool) }
  const whole = fitting(items, rest)
  const note = `Only ${Math.max(1, whole)} of the ${items.length} rows of this page fit into one answer.`
  if (!tool.pages)
    return { ...rest, items: whole === 0 ? [shortened(items[0] as Json)] : items.slice(0, whole), note: `${note} Narrow it down with "where" or "having".` }
  // Asked anew, the page ends where the answer does, and says how to go on.
  const page = (await again(Math.max(1, whole))) as Body
  const on = `${note} Go on as usual with what it gave as "next".`
  if (fits(page)) return { ...page, note: on }
  return { ...page, items: (page.items as readonly Json[]).map(shortened), note: `${on} ${cutNote(tool)}` }
}

function cutNote({ properties }: Tool): string {
  const less = 'fields' in properties ? ' Ask for the fields you need with "fields".' : 'search' in properties ? ' Ask for fewer with "search".' : ''
  return `Long texts and lists are cut off.${less}`
}

/** What a plan tells: as many whole changes as fit, and how to be told the rest. */
export function planAnswer(json: Json, from: number, note: string): Json {
  const { changes, more, ...rest } = json as Body & { readonly changes: readonly Json[]; readonly more: number }
  const whole = fitting(changes, rest)
  const told = whole === -1 ? changes : whole === 0 ? [shortened(changes[0] as Json)] : changes.slice(0, whole)
  const left = more + changes.length - told.length
  const on = left > 0 ? ` ${left} more records would change: ask for the same with "planAfter": ${from + told.length}.` : ''
  return { note: `${note}${on}`, ...rest, changes: told, more: left }
}

/** A change that holds is told as done, however long what came of it is: who is told that it failed does it again. */
export function doneAnswer(json: Json): Json {
  if (fits(json)) return json
  const { id, version } = json as Body
  return {
    done: true,
    ...(id !== undefined && { id }),
    ...(version !== undefined && { version }),
    note: 'This is done. What came of it is more than fits into one answer: read it with get_record and "fields".',
  }
}

function fits(json: Json): boolean {
  return JSON.stringify(json).length <= mostText
}
