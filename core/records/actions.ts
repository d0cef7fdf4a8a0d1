import { evaluate, type Json } from '@sangam/sdk'
import { isButton, press } from '../automations/buttons.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { fieldOf } from '../registry/build.ts'
import type { ModelEntity } from '../registry/model.ts'
import { lockRecords } from './change/lock.ts'
import { normalised } from './change/merge.ts'
import { kindsOf, withRelated } from './change/related.ts'
import type { RowIssue } from './change/work.ts'
import { get, isId } from './find.ts'
import { standingConditions } from './merge/standing.ts'
import { patiently } from './patience.ts'
import { checkValue } from './validate.ts'

type Values = { [name: string]: Json }

/** Runs an action on records: each is locked and within the caller's rows for its verb, and its condition holds. All or nothing. */
export async function runAction(
  ctx: CoreCtx,
  name: string,
  actionName: string,
  ids: readonly string[],
  given: { readonly [name: string]: Json | undefined },
): Promise<Json[]> {
  const entity = ctx.model.entities.get(name)
  if (entity && isButton(actionName) && ctx.access.may(name, 'read')) return pressed(ctx, entity, actionName, ids)
  const found = entity?.actions.get(actionName)
  if (!entity || !found || !ctx.access.may(name, 'read')) throw notFound()
  if (ctx.readOnly) throw new Refused(403, 'read_only', 'Nothing can be changed here: this only reads.')
  if (!ctx.access.may(name, actionName)) throw forbidden(found.action.shape.label)
  if (ids.length > 500) throw new Refused(413, 'too_many', 'Choose at most {most} records at once.', { values: { most: 500 } })
  if (!ids.every(isId)) throw notFound()
  ctx.world.watch?.(`action ${actionName}`, name)
  // A record that is named twice is done once: its second time would be in a state that nobody judged.
  const once = [...new Set(ids.map(id => id.toLowerCase()))]
  const locked = await lockRecords(ctx, entity, 'update', actionName, once)
  for (const id of once) {
    const there = locked.get(id)
    if (!there?.seen) throw notFound()
    if (!there.allowed) throw forbidden(found.action.shape.label)
  }
  const input = inputOf(ctx, found.action.shape.input ?? {}, given)
  const { when } = found.action.shape
  if (when) {
    const records = [...locked.values()].map(one => one.record)
    const seen = await withRelated(ctx, entity, records, [when])
    const kindOf = kindsOf(ctx.model, entity)
    const standing = (await standingConditions(ctx, entity, [when]))(when)
    const holds = records.every(record => evaluate(standing, seen.get(record) ?? record, ctx.scope, kindOf) === true)
    if (!holds)
      throw new Refused(409, 'not_now', '"{action}" is not possible for this {entity} now.', {
        values: { action: found.action.shape.label, entity: entity.label },
      })
  }
  const results = new Map<string, Json>()
  for (const id of once) {
    const record = await get(ctx, name, id)
    const result = await patiently(ctx, { plugin: found.plugin, name: actionName, of: name }, () => found.handler.run(ctx, record as never, input as never))
    results.set(id, result ?? null)
  }
  return ids.map(id => results.get(id.toLowerCase()) ?? null)
}

/** A button that an administrator made only sets its automation off. */
async function pressed(ctx: CoreCtx, entity: ModelEntity, actionName: string, ids: readonly string[]): Promise<Json[]> {
  if (ctx.readOnly) throw new Refused(403, 'read_only', 'Nothing can be changed here: this only reads.')
  if (ids.length > 500) throw new Refused(413, 'too_many', 'Choose at most {most} records at once.', { values: { most: 500 } })
  await press(ctx, entity, actionName, [...new Set(ids.map(id => id.toLowerCase()))])
  return ids.map(() => null)
}

function forbidden(label: string): Refused {
  return new Refused(403, 'forbidden', 'You may not do this: {action}. Ask an admin for the right to.', { values: { action: label } })
}

/** What an action or a route is given, in the one form of each field and checked. */
export function inputOf(
  ctx: CoreCtx,
  fields: { readonly [name: string]: { readonly type: string; readonly options: object } },
  given: { readonly [name: string]: Json | undefined },
): Values {
  const values: Values = {}
  const errors: RowIssue[] = []
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      errors.push({ field: name, code: 'unknown_field', message: 'There is no field "{name}" here.', values: { name: name.slice(0, 80) } })
  }
  for (const [name, shape] of Object.entries(fields)) {
    const field = fieldOf('input', name, shape)
    const first = field.options.default as Json | undefined
    const stands = first === '$me' ? ctx.scope.me : first === '$today' ? ctx.scope.today : first === '$now' ? ctx.now() : first
    values[name] = normalised(field, (Object.hasOwn(given, name) ? given[name] : stands) ?? null)
    const issue = checkValue(field, values[name])
    if (issue) errors.push({ field: name, ...issue })
  }
  if (errors.length > 0)
    throw new Refused(422, 'invalid', errors.length === 1 ? (errors[0] as RowIssue).message : 'Correct what is marked, then try again.', {
      errors,
      ...(errors.length === 1 && errors[0]?.values && { values: errors[0].values }),
    })
  return values
}
