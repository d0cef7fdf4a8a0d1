import { arrowsFrom, type ChoiceShape, evaluate, type Rule } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { standingConditions } from '../merge/standing.ts'
import { checkValue } from '../validate.ts'
import { kindsOf, withRelated } from './related.ts'
import { type Batch, holds, type Item, issueOf, report, same, type Work } from './work.ts'

/** Whether all that was given has the form of its field: hooks never meet a text where a number must be. */
export function sound(batch: Batch): boolean {
  for (const work of batch.works) {
    for (const name of work.changed) {
      const field = batch.entity.fields.get(name)
      const issue = field && checkValue(field, work.next?.[name] ?? null)
      if (issue) report(work, name, issue.code, issue.message, issue.values)
    }
  }
  return [...batch.lines.values()].map(sound).every(Boolean) && batch.works.every(work => work.issues.length === 0)
}

/** Every field, rule and flow of every record of the set; all that is wrong is said at once. */
export async function validate(ctx: CoreCtx, batch: Batch): Promise<void> {
  const works = batch.works.filter(work => work.verb === 'create' || work.verb === 'update')
  for (const work of works) checkFields(batch.entity, work)
  await holdAsked(ctx, batch.entity, works)
  if (batch.entity.rules.length > 0 || hasFlow(batch.entity)) await checkRules(ctx, batch, works)
  for (const lines of batch.lines.values()) await validate(ctx, lines)
}

function checkFields(entity: ModelEntity, work: Work): void {
  const told = work.issues.length === 0 ? null : new Set(work.issues.map(issue => issue.field))
  for (const field of entity.fields.values()) {
    // What was right when it was written does not hinder a change of something else.
    if (work.before !== null && !work.changed.has(field.name)) continue
    const value = work.next?.[field.name] ?? null
    if (value === null && !field.options.required) continue
    if (field.computed || field.type.type === 'series' || told?.has(work.prefix + field.name)) continue
    const issue = checkValue(field, value)
    if (issue) report(work, field.name, issue.code, issue.message, issue.values)
    else checkRetired(work, field)
  }
}

/** A choice that is retired stays where it is and is chosen nowhere anew. */
function checkRetired(work: Work, field: ModelField): void {
  const { choices } = field.options as { readonly choices?: { readonly [value: string]: ChoiceShape } }
  if (!choices) return
  const before = [work.before?.[field.name] ?? null].flat()
  const anew = [work.next?.[field.name] ?? null].flat().find(value => typeof value === 'string' && !before.includes(value) && choices[value]?.retired)
  if (typeof anew !== 'string') return
  report(work, field.name, 'retired_choice', '{label}: {choice} is no longer chosen. Choose another.', {
    label: field.label,
    choice: choices[anew]?.label ?? labelOf({}, anew),
  })
}

function hasFlow(entity: ModelEntity): boolean {
  return [...entity.fields.values()].some(field => field.type.type === 'flow')
}

async function checkRules(ctx: CoreCtx, batch: Batch, works: readonly Work[]): Promise<void> {
  const { entity } = batch
  const conditions = [...entity.rules.map(rule => rule.when as object), ...flowConditions(entity)]
  const seen = await withRelated(
    ctx,
    entity,
    works.flatMap(work => [work.before, work.next]).filter(item => item !== null),
    conditions,
  )
  const kindOf = kindsOf(ctx.model, entity)
  const standing = await standingConditions(ctx, entity, conditions)
  const truth = (condition: object, record: Item): boolean | null => evaluate(standing(condition), seen.get(record) ?? record, ctx.scope, kindOf)
  for (const work of works) {
    for (const rule of entity.rules) checkRule(entity, work, rule, truth)
    for (const field of entity.fields.values()) if (field.type.type === 'flow') checkFlow(ctx, entity, work, field, truth)
  }
}

type Truth = (condition: object, record: Item) => boolean | null

function checkRule(entity: ModelEntity, work: Work, rule: Rule, truth: Truth): void {
  const next = work.next as Item
  const when = rule.when as object
  if ('require' in rule) {
    const missing = rule.require.filter(name => isEmpty(next[name]))
    if (missing.length === 0 || truth(when, next) !== true) return
    for (const name of missing) {
      const label = entity.fields.get(name)?.label ?? name
      if (!work.issues.some(issue => issue.field === work.prefix + name)) report(work, name, 'required', rule.because ?? 'Fill in {label}.', { label })
    }
  } else if ('lock' in rule) {
    if (work.before === null) return
    const locked = [...work.changed].filter(name => rule.lock === 'all' || rule.lock.includes(name))
    // What can't be known is locked.
    if (locked.length === 0 || truth(when, work.before) === false) return
    for (const name of locked)
      report(work, name, 'locked', rule.because ?? '{label} can’t be changed any more.', { label: entity.fields.get(name)?.label ?? name })
  } else if ('refuse' in rule && !(rule.field && work.issues.some(issue => issue.field === work.prefix + rule.field)) && truth(when, next) !== false) {
    report(work, rule.field ?? null, 'refused', rule.refuse)
  }
}

/** A state changes along its arrows only; a record that begins elsewhere needs the right to. */
function checkFlow(ctx: CoreCtx, entity: ModelEntity, work: Work, field: ModelField, truth: Truth): void {
  const { states } = field.options as unknown as { readonly states: Parameters<typeof arrowsFrom>[0] }
  const to = String(work.next?.[field.name])
  if (!Object.hasOwn(states, to)) return
  if (work.before === null) {
    const refusal = () =>
      issueOf(work, field.name, 'flow_start', 'A new record begins as {state}. Ask an admin for the right to begin elsewhere.', {
        state: labelOf(states, String(field.options.default)),
      })
    if (to !== field.options.default && !holds(ctx.access.rows(entity.name, 'startElsewhere'), work, 'verb startElsewhere', refusal))
      work.issues.push(refusal())
    return
  }
  const from = String(work.before[field.name])
  if (same(from, to)) return
  const arrow = arrowsFrom(states, from).get(to)
  const told = { from: labelOf(states, from), to: labelOf(states, to) }
  if (!arrow) return report(work, field.name, 'flow', 'What is {from} can’t become {to}.', told)
  const refusal = () => issueOf(work, field.name, 'forbidden', 'You may not take this from {from} to {to}. Ask an admin for the right to.', told)
  if (arrow.verb && !holds(ctx.access.rows(entity.name, arrow.verb), work, `verb ${arrow.verb}`, refusal)) work.issues.push(refusal())
  const asks = arrow.approval?.steps.some(step => !step.when || truth(step.when, work.next as Item) !== false) === true
  if (asks && ctx.approved !== `${entity.name} ${work.id} ${field.name} ${to}`)
    report(work, field.name, 'needs_approval', 'This goes from {from} to {to} only when it is approved. Ask for the approval on the record.', told)
  if (arrow.when && truth(arrow.when, work.next as Item) !== true) report(work, field.name, 'flow_when', 'This can’t go from {from} to {to} yet.', told)
  for (const name of arrow.require ?? []) {
    if (isEmpty(work.next?.[name])) report(work, name, 'required', 'Fill in {label}.', { label: entity.fields.get(name)?.label ?? name })
  }
}

function labelOf(states: { readonly [state: string]: { readonly label?: string } }, state: string): string {
  return states[state]?.label ?? state.charAt(0).toUpperCase() + state.slice(1)
}

function flowConditions(entity: ModelEntity): object[] {
  return [...entity.fields.values()].flatMap(field => {
    if (field.type.type !== 'flow') return []
    const { states } = field.options as unknown as { readonly states: Parameters<typeof arrowsFrom>[0] }
    return Object.keys(states).flatMap(state =>
      [...arrowsFrom(states, state).values()].flatMap(arrow => [
        ...(arrow.when ? [arrow.when] : []),
        ...(arrow.approval?.steps ?? []).flatMap(step => step.when ?? []),
      ]),
    )
  })
}

/** What waits for an approval stays as it was asked for, but for what the system itself notes. */
export async function holdAsked(ctx: CoreCtx, entity: ModelEntity, works: readonly Work[]): Promise<void> {
  const ids = works.filter(work => work.verb === 'remove' || (work.verb === 'update' && work.changed.size > 0)).map(work => work.id)
  if (ids.length === 0 || ctx.access.system || ctx.approved !== null || !hasApproval(entity)) return
  const rows = await ctx.tx.run<{ record: string }>(sql`
    select record from ${tableName(ctx.schema, 'core_approval')} where state = 'waiting' and entity = ${entity.name} and record in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  const held = new Set(rows.map(row => row.record))
  for (const work of works)
    if (held.has(work.id))
      report(work, null, 'waits_for_approval', 'This waits for an approval and stays as it is until then. Withdraw the request to change it.')
}

function hasApproval(entity: ModelEntity): boolean {
  return [...entity.fields.values()].some(field => {
    if (field.type.type !== 'flow') return false
    const { states } = field.options as unknown as { readonly states: Parameters<typeof arrowsFrom>[0] }
    return Object.keys(states).some(state => [...arrowsFrom(states, state).values()].some(arrow => arrow.approval))
  })
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
