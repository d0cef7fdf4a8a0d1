import type { SQL } from 'drizzle-orm'
import { systemContext } from '../../records/context.ts'
import { find } from '../../records/find.ts'
import { patternHints } from '../../records/series/hints.ts'
import { companiesHere } from '../../records/series/scopes.ts'
import { canonical } from '../../registry/custom/document.ts'
import type { ModelField } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { wantedOf } from '../ddl.ts'
import { planWorkspace, type WorkspacePlan } from '../plan.ts'
import type { SchemaStep } from '../steps.ts'
import type { Wanted } from '../wanted.ts'
import { type Comparison, compare, newDefault } from './compare.ts'
import { becomes } from './convert.ts'
import { type Converting, convertedValue, misfits } from './converting.ts'
import { beyondLimits, emptyOnes, type Found, heldValues, holdersOf, type Rows, rowsOf, sharedOnes } from './facts.ts'
import type { NamedBy } from './named.ts'
import { whatNames } from './names.ts'
import type { Operation } from './operations.ts'
import { type Prepared, prepare } from './prepare.ts'
import { listed, operationSaid } from './said.ts'
import { problemSentence, type Sentence } from './sentence.ts'
import { typeSaid } from './type-names.ts'

/** What some operations would do; nothing is changed by asking. */
export interface ModelPlan {
  readonly prepared: Prepared
  /** Why it can't be; empty when it can. */
  readonly refused: readonly Sentence[]
  readonly steps: readonly Sentence[]
  readonly warnings: readonly Sentence[]
  readonly named: readonly NamedBy[]
  readonly schema: readonly SchemaStep[]
  readonly unchanged: boolean
  readonly converting: readonly Converting[]
  /** What is missing in the schema. */
  readonly workspacePlan: WorkspacePlan
}

/** Looks, counts and says; takes no lock that anyone waits for. */
export async function planModel(world: World, workspace: string, operations: readonly Operation[]): Promise<ModelPlan> {
  const prepared = await prepare(world, workspace, operations)
  const found = compare(prepared.before, prepared.after)
  const { owner } = world.db
  const converting = await convertingOf(world, workspace, found, operations)
  const { refused, warnings } = await checkValues(world, workspace, found, converting)
  const workspacePlan = await planWorkspace(owner, workspace, prepared.after)
  const rows = new Map<string, Rows>()
  for (const { child } of workspacePlan.rollups) rows.set(child.table, await rowsOf(owner, workspace, child))
  for (const table of workspacePlan.tablesWithRows) {
    const entity = [...prepared.after.entities.values()].find(one => one.table === table)
    if (entity) rows.set(table, await rowsOf(owner, workspace, entity))
  }
  const schema = schemaSteps(workspace, prepared, found, workspacePlan, rows)
  const unchanged = canonical(prepared.was) === canonical(prepared.state)
  return {
    prepared,
    refused: [...prepared.problems.map(problem => problemSentence(prepared, problem)), ...refused],
    steps: [...stepsOf(found), ...operations.flatMap(one => operationSaid(prepared, one))],
    warnings: [...warnings, ...(await numberingHints(world, workspace, prepared))],
    named: await whatNames(world, workspace, prepared, found, operations),
    schema: unchanged ? schema : [...schema, { phase: 'switch', what: 'model', table: null, name: 'model', how: 'make', rows: 0, exact: true }],
    unchanged,
    converting,
    workspacePlan,
  }
}

/** What may not have been meant by the patterns that are new: told, and no reason to refuse. */
async function numberingHints(world: World, workspace: string, { before, after }: Prepared): Promise<readonly Sentence[]> {
  const patterns = [...after.entities.values()].flatMap(entity =>
    [...entity.fields.values()].flatMap(field => {
      const was = before.entities.get(entity.name)?.fields.get(field.name)?.options.pattern
      return field.type.type === 'series' && field.options.pattern !== was ? [String(field.options.pattern)] : []
    }),
  )
  if (patterns.length === 0) return []
  return systemContext(world, workspace, 'Looks whose records are numbered', 'cli', async ctx => {
    const companies = await companiesHere(ctx)
    return patterns.flatMap(pattern => patternHints(pattern, companies, ctx.today()))
  })
}

/** Changes of type with what the operations say about values that don’t fit. */
async function convertingOf(world: World, workspace: string, { converted }: Comparison, operations: readonly Operation[]): Promise<Converting[]> {
  if (converted.length === 0) return []
  const here = await systemContext(world, workspace, 'Looks where days begin and what money is in', 'cli', async ctx => {
    const [company] = ctx.company === null ? [] : (await find(ctx, 'core.company', { where: { id: ctx.company }, fields: ['currency'], limit: 1 })).items
    return { zone: ctx.access.caller.zone, currency: String(company?.currency ?? 'INR') }
  })
  return converted.map(change => {
    const said = operations.findLast(one => one.op === 'convertField' && one.entity === change.entity.name && one.field === change.after.name)
    const { currency, lose } = said?.op === 'convertField' ? said : {}
    return { ...change, setting: { zone: here.zone, currency: currency ?? here.currency }, lose: lose ?? false }
  })
}

function stepsOf({ entitiesMade, entitiesGone, fieldsMade, fieldsGone, converted }: Comparison): Sentence[] {
  return [
    ...entitiesMade.map(({ label, fields, table }) => ({
      text: 'Makes the entity {entity} with {count, plural, one {# field} other {# fields}}, in the table {table}.',
      values: { entity: label, count: fields.size, table },
    })),
    ...fieldsMade.map(({ entity, field }) => ({
      text: 'Adds the field {field} to {entity}. No record is touched.',
      values: { field: field.label, entity: entity.label },
    })),
    ...converted.map(({ entity, before, after }) => ({
      text: 'Makes {field} of {entity} {type} instead of {was}: a new column is filled beside the work, the old one stays.',
      values: { field: after.label, entity: entity.label, type: typeSaid(after.type.type), was: typeSaid(before.type.type) },
    })),
    ...fieldsGone.map(({ entity, field }) => ({
      text: 'Hides {field} of {entity}. Its values stay and come back when it is restored.',
      values: { field: field.label, entity: entity.label },
    })),
    ...entitiesGone.map(({ plural }) => ({ text: 'Hides {entity}. All records stay and come back when it is restored.', values: { entity: plural } })),
  ]
}

/** What is in the records already and does not fit what will be asked of them. */
async function checkValues(
  world: World,
  workspace: string,
  { changed, unique }: Comparison,
  converting: readonly Converting[],
): Promise<{ refused: Sentence[]; warnings: Sentence[] }> {
  const { owner } = world.db
  const refused: Sentence[] = []
  const warnings: Sentence[] = []
  for (const { entity, before, after } of changed) {
    const values = (found: Found): Sentence['values'] => ({ field: after.label, entity: entity.label, count: found.count, examples: found.examples.join(', ') })
    if (after.options.required && !before.options.required && after.options.default === undefined) {
      const found = await emptyOnes(owner, workspace, entity, after)
      if (found.count > 0)
        warnings.push({
          text: '{entity}: {field} is empty in {count, plural, one {# record} other {# records}} ({examples}). It stays so there; whatever is new must have it.',
          values: values(found),
        })
    }
    const gone = choicesOf(before.options).filter(value => !choicesOf(after.options).includes(value))
    if (gone.length > 0 && (after.options as { readonly open?: boolean }).open !== true) {
      const found = await holdersOf(owner, workspace, entity, after, gone)
      if (found.count > 0)
        refused.push({
          text: '{entity}: {count, plural, one {# record holds} other {# records hold}} a choice of {field} that would be gone ({examples}). Retire the choice instead.',
          values: values(found),
        })
    }
    const beyond = await beyondLimits(owner, workspace, entity, after)
    if (beyond && beyond.count > 0)
      warnings.push({
        text: '{entity}: {count, plural, one {# record holds} other {# records hold}} a {field} beyond the new limits ({examples}). That stays so until someone changes it.',
        values: values(beyond),
      })
  }
  for (const change of converting) {
    const { entity, before, after, lose } = change
    const condition = misfits(change)
    if (!condition) {
      const types = becomes(before.type.type)
      refused.push({
        text:
          types.length > 0
            ? '{was} can’t become {type}: {field} of {entity}. It can become: {types}.'
            : '{was} can’t become {type}: {field} of {entity}. Add a new field instead.',
        values: {
          was: typeSaid(before.type.type),
          type: typeSaid(after.type.type),
          field: after.label,
          entity: entity.label,
          types: listed(types.map(typeSaid)),
        },
      })
      continue
    }
    const misfit = await heldValues(owner, workspace, entity, before, condition)
    if (misfit.count === 0) continue
    const values = { count: misfit.count, entity: entity.label, field: after.label, type: typeSaid(after.type.type), examples: misfit.examples.join(', ') }
    if (lose)
      warnings.push({
        text: '{entity}: {count, plural, one {# record has} other {# records have}} something in {field} that does not fit {type} ({examples}). It will be empty there; taken back, it comes back.',
        values,
      })
    else
      refused.push({
        text: '{entity}: {count, plural, one {# record has} other {# records have}} something in {field} that does not fit {type} ({examples}). Change what does not fit, or let it become empty.',
        values,
      })
  }
  for (const { entity, fields } of unique) {
    const becoming = (field: ModelField): SQL | null => {
      const change = converting.find(one => one.entity.name === entity.name && one.after.name === field.name)
      return change ? convertedValue(change) : null
    }
    const found = await sharedOnes(
      owner,
      workspace,
      entity,
      fields.map(field => ({ field, value: becoming(field) })),
    )
    if (found.count > 0)
      refused.push({
        text: '{entity}: {count, plural, one {# record shares} other {# records share}} {field} with another ({examples}). Make them differ first.',
        values: { count: found.count, entity: entity.label, field: fields.map(field => field.label).join(', '), examples: found.examples.join('; ') },
      })
  }
  return { refused, warnings }
}

function choicesOf(options: object): string[] {
  const { choices, states } = options as { readonly choices?: object; readonly states?: object }
  return Object.keys(choices ?? states ?? {})
}

function schemaSteps(
  workspace: string,
  { before, after }: Prepared,
  { changed, converted }: Comparison,
  { missing, strange, indexes, tablesWithRows, rollups }: WorkspacePlan,
  rows: ReadonlyMap<string, Rows>,
): SchemaStep[] {
  const none: Rows = { rows: 0, exact: true }
  const made = missing.map((one): SchemaStep => {
    const slow = tablesWithRows.has(one.table) && (one.kind === 'index' || one.kind === 'constraint')
    return { phase: slow ? 'fill' : 'expand', what: one.kind, table: one.table, name: one.name, how: 'make', ...(slow ? (rows.get(one.table) ?? none) : none) }
  })
  const moved = strange.map((one): SchemaStep => ({ phase: 'expand', what: 'column', table: one.table, name: one.name, how: 'move', ...none }))
  const filled = [
    ...converted.map(({ entity, after: field }) => ({ entity, field })),
    ...changed.filter(one => newDefault(one) !== undefined).map(({ entity, after: field }) => ({ entity, field })),
  ].map(({ entity, field }): SchemaStep => {
    return {
      phase: 'fill',
      what: 'values',
      table: entity.table,
      name: field.columns[0]?.name ?? field.name,
      how: 'fill',
      ...(rows.get(entity.table) ?? { rows: 0, exact: false }),
    }
  })
  const counted = rollups.map(({ parent, field, child }): SchemaStep => {
    return {
      phase: 'fill',
      what: 'values',
      table: child.table,
      name: `${parent.table}.${field.name}`,
      how: 'fill',
      ...(rows.get(child.table) ?? { rows: 0, exact: false }),
    }
  })
  const dropped = unwanted(workspace, before, after)
    .filter(one => indexes.some(({ name }) => name === one.name))
    .map((one): SchemaStep => ({ phase: 'switch', what: 'index', table: one.table, name: one.name, how: 'drop', ...none }))
  return [...moved, ...made, ...filled, ...counted, ...dropped]
}

type Before = Prepared['before']

/** Indexes that the model before wanted and the one after does not: they would go on refusing what is allowed now. */
export function unwanted(workspace: string, before: Before, after: Before): Wanted[] {
  const kept = new Set(wantedOf(workspace, after).map(one => one.name))
  const tables = new Set([...after.entities.values()].map(entity => entity.table))
  return wantedOf(workspace, before).filter(one => one.kind === 'index' && tables.has(one.table) && !kept.has(one.name))
}
