import { type Definition, placed, type Step } from './definition.ts'

type Known = Pick<Definition, 'name' | 'entity' | 'trigger' | 'steps'> & { readonly id: string }

/**
 * The names along which an automation may set itself off again, first to last; null when it can't. Conditions are not
 * weighed, so this warns and never refuses: at work a depth is counted.
 */
export function cycleOf(start: Known, all: readonly Known[]): string[] | null {
  const others = [...all.filter(one => one.id !== start.id), start]
  const from = new Map<string, Known | null>()
  const waiting: Known[] = [start]
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    for (const next of others) {
      if (!setsOff(one, next)) continue
      if (next.id === start.id) return [...way(one, from), start.name]
      if (from.has(next.id)) continue
      from.set(next.id, one)
      waiting.push(next)
    }
  }
  return null
}

function way(end: Known, from: ReadonlyMap<string, Known | null>): string[] {
  const before = from.get(end.id)
  return before ? [...way(before, from), end.name] : [end.name]
}

function setsOff(one: Known, next: Known): boolean {
  return placed(one.steps).some(({ step }) => writes(one, step).some(write => heard(next, write)))
}

interface Write {
  readonly entity: string
  readonly verb: 'create' | 'update'
  readonly values: { readonly [field: string]: unknown }
}

function writes({ entity }: Known, step: Step): Write[] {
  if (step.do === 'set') return [{ entity: entity ?? '', verb: 'update', values: step.values }]
  if (step.do === 'create') return [{ entity: step.entity, verb: 'create', values: step.values }]
  return step.do === 'related' && 'entity' in step ? [{ entity: step.entity, verb: 'update', values: step.values }] : []
}

function heard({ entity, trigger }: Known, { entity: written, verb, values }: Write): boolean {
  if (entity !== written) return false
  if (trigger.on === 'created') return verb === 'create'
  if (trigger.on === 'state')
    return Object.hasOwn(values, trigger.field) && (values[trigger.field] === trigger.state || String(values[trigger.field]).includes('{{'))
  if (trigger.on !== 'changed' || (verb === 'create' && !trigger.created)) return false
  return trigger.fields === undefined || trigger.fields.some(field => Object.hasOwn(values, field))
}
