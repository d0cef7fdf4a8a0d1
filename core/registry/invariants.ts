import type { AppendOnly, Balanced, Invariant, Kept, LockExceptions, Locked, Rule } from '@sangam/sdk'
import type { Invariants, ModelEntity, ModelField } from './model.ts'
import { heldFaults, namesIn } from './numbering.ts'

type Draft = { rules: readonly Rule[]; holds: Invariants | null; keptOf: string | null } & Omit<ModelEntity, 'rules' | 'holds' | 'keptOf'>
type Owned = Invariant & { readonly plugin: string }

/** Sums that the database adds up. */
const addable = new Set(['integer', 'decimal', 'money'])

/** Gives entities what the database is to hold of them; what can't be held is said with the plugin, the thing and the fix. */
export function holdInvariants(entities: ReadonlyMap<string, Draft>, parts: readonly Owned[], problems: string[]): void {
  for (const one of parts) {
    const entity = entities.get(one.entity)
    const own = `Plugin ${one.plugin}: ${one.kind} on ${one.entity}`
    if (!entity || entity.plugin !== one.plugin) problems.push(`${own}: the plugin has no such entity. What is held is said by the plugin that has it.`)
    else if (one.kind === 'appendOnly' && entity.holds) problems.push(`${own} is said twice. Put both into one.`)
    else if (one.kind === 'appendOnly') {
      const wrong = staysProblems(entities, entity, one)
      problems.push(...wrong.map(problem => `${own}: ${problem}`))
      if (wrong.length > 0) continue
      entity.holds = { stays: one, balanced: [], locked: [], kept: [] }
      entity.rules = [...entity.rules, lockRule(entities, entity, one)]
    }
  }
  for (const one of parts) {
    const target = entities.get(one.entity)
    const entity = one.kind === 'kept' ? entities.get(one.of) : target
    if (one.kind === 'appendOnly' || target?.plugin !== one.plugin) continue
    const own = `Plugin ${one.plugin}: ${one.kind} on ${one.entity}`
    const wrong = wrongOf(entities, entity, target, one)
    problems.push(...wrong.map(problem => `${own}: ${problem}`))
    if (wrong.length > 0 || !entity?.holds) continue
    if (one.kind === 'balanced') entity.holds = { ...entity.holds, balanced: [...entity.holds.balanced, one] }
    else if (one.kind === 'locked') entity.holds = { ...entity.holds, locked: [...entity.holds.locked, one] }
    else {
      entity.holds = { ...entity.holds, kept: [...entity.holds.kept, one] }
      target.keptOf = entity.name
    }
  }
}

function wrongOf(entities: ReadonlyMap<string, Draft>, entity: Draft | undefined, target: Draft, one: Exclude<Owned, AppendOnly>): string[] {
  if (!entity?.holds || entity.plugin !== one.plugin)
    return [`${entity?.name ?? (one as Kept).of} is not appendOnly. Say from when on its records stay as they are: appendOnly(…, { when }).`]
  if (one.kind === 'balanced') return balancedProblems(entities, entity, one)
  return one.kind === 'locked' ? lockedProblems(entities, entity, one) : keptProblems(entities, entity, target, one)
}

/** The fields of an entity's own plugin that are kept in its table: those that stay, unless they are named as changeable. */
export function ownStored(entity: Pick<ModelEntity, 'fields' | 'plugin'>): ModelField[] {
  return [...entity.fields.values()].filter(field => field.plugin === entity.plugin && field.columns.length > 0 && !field.computed)
}

/** What people can't change any more: said by a rule like any other, so that forms show it as they show other locks. Lines of which something may change are looked at one by one. */
function lockRule(entities: ReadonlyMap<string, Draft>, entity: Draft, { when, changeable, lines, because }: AppendOnly): Rule {
  const stays = [...entity.fields.values()].filter(field => {
    if (field.plugin !== entity.plugin || field.computed || changeable.includes(field.name)) return false
    return field.type.type === 'lines' ? (lines[field.name] ?? []).length === 0 : field.type.type !== 'series'
  })
  const open = Object.entries(lines).map(([name, fields]) => {
    const line = entities.get(entity.fields.get(name)?.to ?? '')
    const others = [...(line?.fields.values() ?? [])].filter(field => field.plugin !== line?.plugin)
    return [name, [...fields, ...others.map(field => field.name)]] as const
  })
  return {
    lock: stays.map(field => field.name),
    when,
    ...(because !== null && { because }),
    ...(open.length > 0 && { lines: Object.fromEntries(open) }),
  } as Rule
}

function staysProblems(entities: ReadonlyMap<string, Draft>, entity: Draft, { when, changeable, once, lines, chain }: AppendOnly): string[] {
  const stored = new Set(ownStored(entity).map(field => field.name))
  const looked = namesIn(when)
  const own = [...entity.fields.values()].filter(field => field.plugin === entity.plugin)
  const linesFields = own.filter(field => field.type.type === 'lines')
  return [
    ...(looked.length === 0 ? ['its condition is empty, so nothing could ever be changed. Say when it begins.'] : []),
    ...looked.filter(name => !stored.has(name)).map(name => `its condition looks at "${name}", which is no stored field of the entity itself.`),
    ...heldFaults(entity, when).map(fault => `its condition ${fault}.`),
    ...looked.filter(name => changeable.includes(name)).map(name => `"${name}" decides that a record stays and can't be changeable.`),
    ...changeable.filter(name => !stored.has(name)).map(name => `"${name}" is no stored field of the entity itself. Take it out of \`changeable\`.`),
    ...once
      .filter(name => stored.has(name) && (entity.fields.get(name)?.options.required || entity.fields.get(name)?.options.default !== undefined))
      .map(name => `"${name}" is never empty, so it can't be said once, later. Take \`required\` and \`default\` from it.`),
    ...(chain ?? []).filter(name => !stored.has(name)).map(name => `"${name}" is no stored field of the entity itself. Take it out of \`chain\`.`),
    ...(chain ?? []).filter(name => changeable.includes(name)).map(name => `"${name}" is in the chain and can't be changeable.`),
    ...Object.entries(lines).flatMap(([name, fields]) => {
      const line = entities.get(linesFields.find(field => field.name === name)?.to ?? '')
      if (!line) return [`"${name}" is no field of lines. Take it out of \`lines\`.`]
      const kept = new Set(ownStored(line).map(field => field.name))
      return fields.filter(field => !kept.has(field)).map(field => `"${field}" is no stored field of ${line.name}. Take it out of \`lines\`.`)
    }),
    ...linesFields
      .filter(field => entities.get(field.to ?? '')?.plugin !== entity.plugin)
      .map(field => `its lines "${field.name}" belong to another plugin, which this one can't hold.`),
    ...[entity, ...linesFields.flatMap(field => entities.get(field.to ?? '') ?? [])].flatMap(of =>
      [...of.fields.values()]
        .filter(field => field.plugin === of.plugin && field.type.type === 'references')
        .map(field => `"${field.name}" of ${of.name} is a list of references, which can't be held. Make lines of it.`),
    ),
    ...(entity.linesOf ? ['its records are lines. Say it of the record they belong to.'] : []),
  ]
}

function balancedProblems(entities: ReadonlyMap<string, Draft>, entity: Draft, { lines, sum, atLeast }: Balanced): string[] {
  const line = entities.get(entity.fields.get(lines)?.to ?? '')
  if (entity.fields.get(lines)?.type.type !== 'lines' || !line) return [`"${lines}" is no field of lines.`]
  const field = line.fields.get(sum)
  if (!field || field.computed || !addable.has(field.type.type)) return [`"${sum}" is no decimal, whole number or money that is kept in ${line.name}.`]
  const { changeable } = { changeable: entity.holds?.stays.lines[lines] ?? [] }
  if (changeable.includes(sum)) return [`"${sum}" of the lines can't be changeable: what balances once would not for ever.`]
  return Number.isInteger(atLeast) && atLeast >= 0 ? [] : ['`atLeast` is a whole number.']
}

function lockedProblems(entities: ReadonlyMap<string, Draft>, entity: Draft, { date, by, until, match, head, hard, except }: Locked): string[] {
  const lock = entities.get(by)
  if (!lock || lock.plugin !== entity.plugin) return [`the plugin has no entity ${by}.`]
  const isDay = (owner: Draft, name: string): string[] => (owner.fields.get(name)?.type.type === 'date' ? [] : [`"${name}" of ${owner.name} is no date field.`])
  const single = (field: ModelField | undefined): boolean => field?.columns.length === 1 && field.columns[0]?.type !== 'text[]' && !field.computed
  return [
    ...isDay(entity, date),
    ...isDay(lock, until),
    ...namesIn(hard?.when ?? {})
      .filter(name => !ownStored(lock).some(field => field.name === name))
      .map(name => `\`hard\` looks at "${name}", which is no stored field of ${by}.`),
    ...(hard ? heldFaults(lock, hard.when).map(fault => `\`hard\` ${fault}.`) : []),
    ...(hard && namesIn(hard.when).length === 0 ? ['`hard` has an empty condition, so each lock would be one. Say which are.'] : []),
    ...(except ? exceptProblems(entities, entity, by, except) : []),
    ...(head === null || lock.fields.get(head)?.type.type === 'text' ? [] : [`"${head}" of ${by} is no text, in which the end of a chain could stand.`]),
    ...Object.keys(match).flatMap(ofLock => {
      const to = entities.get(lock.fields.get(ofLock)?.to ?? '')
      return to && canMerge(to)
        ? [
            `"${ofLock}" of ${by} names a record of ${to.name}, of which two may be made one: a lock would hold for the one that it was set for alone. Match a value of the records themselves, or an entity with \`merges: false\`.`,
          ]
        : []
    }),
    ...Object.entries(match).flatMap(([ofLock, ofRecord]) => [
      ...(single(lock.fields.get(ofLock)) ? [] : [`"${ofLock}" of ${by} is no single stored value.`]),
      ...(single(entity.fields.get(ofRecord)) || entity.fields.get(ofRecord)?.type.type === 'choices'
        ? []
        : [`"${ofRecord}" of ${entity.name} is no stored value or list of choices.`]),
    ]),
  ]
}

function canMerge({ definition }: Draft): boolean {
  return definition.merges !== false && definition.bin !== false
}

function exceptProblems(entities: ReadonlyMap<string, Draft>, entity: Draft, by: string, { by: name, days, ...fields }: LockExceptions): string[] {
  const of = entities.get(name)
  if (!of || of.plugin !== entity.plugin) return [`the plugin has no entity ${name}.`]
  const pointsTo = (field: string, to: string): string[] => (of.fields.get(field)?.to === to ? [] : [`"${field}" of ${name} is no reference to ${to}.`])
  const isMoment = (field: string): string[] => (of.fields.get(field)?.type.type === 'datetime' ? [] : [`"${field}" of ${name} is no datetime field.`])
  return [
    ...pointsTo(fields.lock, by),
    ...pointsTo(fields.person, 'core.user'),
    ...isMoment(fields.until),
    ...isMoment(fields.ended),
    ...(Number.isInteger(days) && days > 0 ? [] : ['`except.days` is a whole number of days, at least one.']),
  ]
}

function keptProblems(entities: ReadonlyMap<string, Draft>, entity: Draft, target: Draft, { lines, by, sums }: Kept): string[] {
  const line = entities.get(entity.fields.get(lines)?.to ?? '')
  if (entity.fields.get(lines)?.type.type !== 'lines' || !line) return [`"${lines}" is no field of lines of ${entity.name}.`]
  const changeable = [...(entity.holds?.stays.changeable ?? []), ...(entity.holds?.stays.lines[lines] ?? []).map(name => `${lines}.${name}`)]
  const pairs = [...Object.entries(by), ...Object.entries(sums).map(([name, given]) => [name, typeof given === 'string' ? given : given.of] as const)]
  const named = new Set(pairs.map(([name]) => name))
  const sourceOf = (path: string): ModelField | undefined =>
    path.startsWith(`${lines}.`) ? line.fields.get(path.slice(lines.length + 1)) : entity.fields.get(path)
  const single = (field: ModelField | undefined): string | null =>
    field && !field.computed && field.columns.length === 1 ? (field.columns[0]?.type ?? null) : null
  return [
    ...(Object.keys(sums).length === 0 || Object.keys(by).length === 0 ? ['it keeps no sum, or by nothing. Name at least one of each.'] : []),
    ...Object.entries(sums)
      .filter(([, given]) => typeof given !== 'string' && given.only !== 'above' && given.only !== 'below')
      .map(([name]) => `"${name}" adds up a part that is neither \`above\` nor \`below\`.`),
    ...(target.bin ? [`${target.name} has a bin, and sums are never removed by hand: say \`bin: false\`.`] : []),
    ...pairs.flatMap(([name, path]) => {
      const [is, from] = [single(target.fields.get(name)), single(sourceOf(path))]
      if (is === null) return [`"${name}" of ${target.name} is no single stored value.`]
      if (from === null) return [`"${path}" of ${entity.name} is no single stored value.`]
      if (is !== from) return [`"${name}" of ${target.name} and "${path}" of ${entity.name} are of two types.`]
      if (changeable.includes(path)) return [`"${path}" can't be changeable: the sums would not follow.`]
      return name in sums && !['numeric', 'integer'].includes(is) ? [`"${name}" of ${target.name} is no decimal or whole number.`] : []
    }),
    ...[...target.fields.values()]
      .filter(field => !field.computed && !named.has(field.name))
      .map(field => `"${field.name}" of ${target.name} is neither kept by something nor a sum. Take it out.`),
  ]
}
