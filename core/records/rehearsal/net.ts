import { hidden, type Written } from '../change/record.ts'
import { same } from '../change/work.ts'

/** What became of each record in the end, however often it was written on the way; what is in the end as it was is left out. */
export function netOf(written: readonly Written[]): Written[] {
  const spans = new Map<string, { readonly first: Written; last: Written }>()
  for (const one of written) {
    const key = `${one.entity.name} ${one.id}`
    const span = spans.get(key)
    if (span) span.last = one
    else spans.set(key, { first: one, last: one })
  }
  return [...spans.values()].flatMap(({ first, last }) => {
    const verb = verbOf(first.verb, last.verb)
    const one = verb && { ...last, verb, before: verb === 'create' ? null : first.before, version: first.version }
    return one && (first === last || verb !== 'update' || differs(one)) ? [one] : []
  })
}

/** From where a record began (nowhere, in the bin, among the others) to where it ended; null where nobody would notice. */
function verbOf(first: Written['verb'], last: Written['verb']): Written['verb'] | null {
  const there = first === 'update' || first === 'remove'
  if (last === 'remove') return there ? 'remove' : null
  return there ? 'update' : first
}

function differs({ entity, before, next }: Written): boolean {
  return [...entity.fields.keys()].some(field => {
    const value = next[field] ?? null
    // Of what is secret only that it is set is known.
    return JSON.stringify(value).includes(hidden) || !same(before?.[field] ?? null, value)
  })
}
