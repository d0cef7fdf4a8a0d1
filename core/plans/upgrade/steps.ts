import type { ConditionScope, Json, MigrationProof, MigrationStep, Plugin } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { sqlState, type Tx } from '../../data/connection.ts'
import { identifier, tableName, word } from '../../data/identifiers.ts'
import { FormulaProblem } from '../../formulas/problem.ts'
import { renameCovered } from '../../invariants/hash.ts'
import { columnAt, formulaColumn } from '../../records/compile.ts'
import { fromSql } from '../../records/composer.ts'
import { conditionSql } from '../../records/where.ts'
import { readFormula } from '../../registry/computed.ts'
import { linkTable } from '../../registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { labelOf } from '../../registry/names.ts'
import { fill as fillWords } from '../../registry/words.ts'
import { composerOf, resolved } from '../../rollups/contribution.ts'
import { conversionOf, type Setting } from '../custom/convert.ts'
import { typeSaid } from '../custom/type-names.ts'
import { columns, columnTypes } from '../ddl.ts'
import { refusal } from '../plugins/refusal.ts'
import type { Step } from '../plugins/sentences.ts'
import { freeColumns, type Kept, keepColumns, keepTable } from './put-away.ts'
import { choicesOf, entitiesOf, type FieldShape, keptFields, type Shape, withFields, withoutEntity } from './shape.ts'

/** Where an upgrade stands between two of its steps. */
export interface Site {
  readonly tx: Tx
  readonly schema: string
  /** The id of the change that it is. */
  readonly change: string
  readonly plugin: Plugin
  /** What the plugins that it needs keep. */
  readonly others: Model
  /** What it keeps in the end. */
  readonly target: Shape
  /** What people call an entity, and a field of it, in the version that is here. */
  readonly called: (entity: string, field?: string) => string
  readonly scope: ConditionScope
  readonly setting: Omit<Setting, 'after'>
}

/** What a step leaves behind, and how it is told. */
export interface Done {
  readonly shape: Shape
  readonly said: Step
  readonly kept?: readonly Kept[]
}

const param = (value: string): SQL => sql`${value}::text`

/** Does one step on what is stored under a shape. Errors: `plan_refused`, with the step and what to do. */
export async function doStep(site: Site, shape: Shape, version: string, step: MigrationStep, later: readonly MigrationStep[]): Promise<Done> {
  try {
    return await steps[step.step](site, shape, step as never, { version, later })
  } catch (error) {
    if (isOfTheData(error))
      throw wrong(
        site.plugin,
        version,
        `has a step "${step.step}" of ${step.entity}${step.step !== 'drop' || step.field !== undefined ? ` · ${step.field}` : ''} that can’t be done here: ${(error as Error).message}`,
      )
    if (!(error instanceof FormulaProblem)) throw error
    throw wrong(site.plugin, version, `has a step "${step.step}" that can’t be: ${fillWords(error.text, error.values, 'en')}`)
  }
}

/** What the database says of values and names, and would say again: a number too large, what is no date, a name that is taken. Two that are alike have a sentence of their own. */
export function isOfTheData(error: unknown): boolean {
  const state = sqlState(error)
  return state !== null && state !== '23505' && /^(?:22|23|42|SGM)/.test(state)
}

type StepOf<S extends MigrationStep['step']> = Extract<MigrationStep, { readonly step: S }>
interface Way {
  readonly version: string
  /** The steps that come after it, of later versions too. */
  readonly later: readonly MigrationStep[]
}
type Do = { readonly [S in MigrationStep['step']]: (site: Site, shape: Shape, step: StepOf<S>, way: Way) => Promise<Done> }

const steps: Do = {
  async rename({ tx, schema, plugin, others, called }, shape, { entity: name, field, to }, { version }) {
    const was = needField(shape, plugin, version, name, field)
    if (keptFields(shape, name)[to]) throw wrong(plugin, version, `renames "${field}" of ${name} to "${to}", which is there already. Drop that first.`)
    const next = withFields(shape, name, fields => Object.fromEntries(Object.entries(fields).map(([one, of]) => [one === field ? to : one, of])))
    const [before, after] = [fieldIn(shape, others, name, field), fieldIn(next, others, name, to)]
    if (was.type === 'references')
      throw wrong(plugin, version, `renames "${field}" of ${name}, a list of references. Keep the name, and give it another label.`)
    const { table } = entityIn(shape, others, name)
    const moved = before.columns.map((column, at) => [column.name, after.columns[at]?.name ?? column.name] as const).filter(([from, into]) => from !== into)
    await freeColumns(
      tx,
      schema,
      table,
      moved.map(([from]) => from),
    )
    for (const [from, into] of moved) {
      await tx.run(sql`alter table ${tableName(schema, table)} rename column ${identifier(from)} to ${identifier(into)}`)
      await renameCovered(tx, schema, table, from, into)
    }
    // A series goes on counting where it was.
    if (was.type === 'series')
      await tx.run(sql`update ${tableName(schema, 'core_counter')} set series = ${`${name}.${to}`} where series = ${`${name}.${field}`}`)
    const named = next.entities[name]
    const titled = named?.title === field ? { ...next, entities: { ...next.entities, [name]: { ...named, title: to } } } : next
    const values = { field: called(name, field), entity: called(name), to: called(name, to) }
    return { shape: titled, said: { text: 'Calls the field {field} of {entity} “{to}”. Its values stay.', values, technical: [`${name}: ${field} → ${to}`] } }
  },

  async fill(site, given, { entity: name, field, formula, where }, way) {
    const { tx, schema, plugin, others, scope } = site
    const shape = keptFields(given, name)[field] ? given : await addField(site, given, name, field, way)
    if (shape === null)
      return {
        shape: given,
        said: {
          text: 'Leaves {field} of {entity} out: a later version has it no more.',
          values: { field: site.called(name, field), entity: site.called(name) },
        },
      }
    const model = modelIn(shape, others)
    const entity = entityIn(shape, others, name)
    const target = fieldIn(shape, others, name, field)
    const [column, second] = target.columns
    if (!column || second || target.type.type === 'references')
      throw wrong(plugin, way.version, `fills "${field}" of ${name}, which is no single value. Fill one that is, or make these records in a job.`)
    const { tree } = readFormula(model.entities, name, field, { expression: formula, ...(resultTypes.has(target.type.type) && { result: target.type.type }) })
    const composer = composerOf(model, schema)
    const place = composer.place(entity)
    const value = sql`(${formulaColumn(composer, place, tree, null)})::${word(columnTypes, column.type)}`
    const condition = where ? conditionSql(composer, place, where, null) : sql`${columnAt(composer, place, field).sql} is null`
    const table = tableName(schema, entity.table)
    const query = sql`with v as (select ${identifier(place.alias)}.id, ${value} as value from ${fromSql(composer, place)} where ${condition}),
      done as (update ${table} t set ${identifier(column.name)} = v.value from v where v.id = t.id and t.${identifier(column.name)} is distinct from v.value returning 1)
      select count(*)::int as count from done`
    const [row] = await tx.run<{ count: number }>(resolved(query, composer, scope))
    await onlyChoices(site, shape, name, field, way.version)
    return {
      shape,
      said: {
        text: 'Fills {field} of {entity} in {count, plural, one {# record} other {# records}}: {formula}',
        values: { field: site.called(name, field), entity: site.called(name), count: row?.count ?? 0, formula },
      },
    }
  },

  async map({ tx, schema, plugin, others, called }, shape, { entity: name, field, choices }, { version }) {
    const was = needField(shape, plugin, version, name, field)
    const [column] = fieldIn(shape, others, name, field).columns
    const unknown = Object.keys(choices).find(choice => !choicesOf(was).includes(choice))
    if (!column || unknown !== undefined) throw wrong(plugin, version, `maps "${unknown ?? field}" of ${name} · ${field}, which is no choice of it.`)
    const map = sql`${JSON.stringify(choices)}::jsonb`
    const at = identifier(column.name)
    const [value, held] =
      column.type === 'text[]'
        ? [
            sql`array(select x.v from (select coalesce(case when ${map} ? c.v then ${map} ->> c.v else c.v end) as v, min(c.place) as place from pg_catalog.unnest(${at}) with ordinality as c(v, place) group by 1) x where x.v is not null order by x.place)`,
            sql`${at} && array(select jsonb_object_keys(${map}))`,
          ]
        : [sql`${map} ->> ${at}`, sql`${map} ? ${at}`]
    const [row] = await tx.run<{ count: number }>(
      sql`with done as (update ${tableName(schema, entityIn(shape, others, name).table)} set ${at} = ${value} where ${held} returning 1) select count(*)::int as count from done`,
    )
    const key = was.options.states ? 'states' : 'choices'
    const left = Object.fromEntries(
      choicesOf(was)
        .filter(one => !(one in choices))
        .concat(Object.values(choices).filter(one => one !== null))
        .map(one => [one, {}]),
    )
    const next = withFields(shape, name, fields => ({ ...fields, [field]: { ...was, options: { ...was.options, [key]: left } } }))
    const told = Object.entries(choices)
      .map(([from, to]) => `${labelOf(from)} → ${to === null ? '–' : labelOf(to)}`)
      .join(', ')
    return {
      shape: next,
      said: {
        text: 'Makes other choices in {field} of {entity}, in {count, plural, one {# record} other {# records}}: {choices}',
        values: { field: called(name, field), entity: called(name), count: row?.count ?? 0, choices: told },
      },
    }
  },

  async convert(site, shape, { entity: name, field, lose = false }, way) {
    const { tx, schema, plugin, others, setting } = site
    const was = needField(shape, plugin, way.version, name, field)
    const is = lastly(site.target, name, field, way.later)
    if (is === null)
      return {
        shape,
        said: {
          text: 'Leaves {field} of {entity} out: a later version has it no more.',
          values: { field: site.called(name, field), entity: site.called(name) },
        },
      }
    const { table } = entityIn(shape, others, name)
    const kept = await keepColumns(site, table, fieldIn(shape, others, name, field))
    const next = withFields(shape, name, fields => ({ ...fields, [field]: is }))
    const after = fieldIn(next, others, name, field)
    const before = { ...fieldIn(shape, others, name, field), columns: kept.columns }
    await addColumns(tx, schema, next, others, name, after)
    const made = conversionOf(before, after, setting, param, identifier)
    if (!made)
      throw wrong(plugin, way.version, `makes "${field}" of ${name} a ${is.type} out of a ${was.type}, which can't be. Give it another name, and fill it.`)
    const [first, old] = [made[0], before.columns[0]]
    if (!lose && first && old) {
      const [row] = await tx.run<{ count: number }>(
        sql`select count(*)::int as count from ${tableName(schema, table)} where ${identifier(old.name)} is not null and (${first.value}) is null${old.type === 'text[]' ? sql` and pg_catalog.cardinality(${identifier(old.name)}) > 0` : sql``}`,
      )
      if (row && row.count > 0)
        throw refusal({
          text: '{count, plural, one {# record holds} other {# records hold}} something in {field} of {entity} that is no {type}. Mend them with the version before, then upgrade.',
          values: { count: row.count, field: site.called(name, field), entity: site.called(name), type: typeSaid(is.type) },
        })
    }
    const sets = made.map(({ column, value }) => sql`${identifier(column)} = (${value})`)
    const [row] = await tx.run<{ count: number }>(
      sql`with done as (update ${tableName(schema, table)} set ${sql.join(sets, sql`, `)} where ${identifier(old?.name ?? 'id')} is not null returning 1) select count(*)::int as count from done`,
    )
    return {
      shape: next,
      kept: kept.kept,
      said: {
        text: 'Turns {field} of {entity} into {type}, in {count, plural, one {# record} other {# records}}. What it was is put away for thirty days.',
        values: { field: site.called(name, field), entity: site.called(name), type: typeSaid(is.type), count: row?.count ?? 0 },
      },
    }
  },

  async drop(site, shape, { entity: name, field }, { version }) {
    const { tx, schema, plugin, others, called } = site
    if (field !== undefined) {
      const was = needField(shape, plugin, version, name, field)
      const entity = entityIn(shape, others, name)
      const before = fieldIn(shape, others, name, field)
      const kept = was.type === 'references' ? [await keepTable(site, linkTable(entity, before))] : (await keepColumns(site, entity.table, before)).kept
      const next = withFields(shape, name, fields => Object.fromEntries(Object.entries(fields).filter(([one]) => one !== field)))
      return {
        shape: next,
        kept,
        said: {
          text: 'Takes {field} out of {entity}. What it held is put away for thirty days.',
          values: { field: called(name, field), entity: called(name) },
        },
      }
    }
    if (!shape.entities[name]) throw wrong(plugin, version, `drops ${name}, which it does not have.`)
    const entity = entityIn(shape, others, name)
    const [row] = await tx.run<{ count: number }>(sql`select count(*)::int as count from ${tableName(schema, entity.table)} where deleted_at is null`)
    const links = [...entity.fields.values()].filter(one => one.type.type === 'references').map(one => linkTable(entity, one))
    const kept: Kept[] = []
    for (const table of [...links, entity.table]) kept.push(await keepTable(site, table))
    return {
      shape: withoutEntity(shape, name),
      kept,
      said: {
        text: 'Takes {entity} out, with {count, plural, one {# record} other {# records}}. They are put away for thirty days.',
        values: { entity: called(name), count: row?.count ?? 0 },
      },
    }
  },
}

/** What types a formula can result in by themselves; all others take what it results in. */
const resultTypes = new Set(['text', 'integer', 'decimal', 'boolean', 'date', 'datetime'])

/** How many live records break a proof. */
export async function broken({ tx, schema, others, scope }: Site, shape: Shape, { entity, always, never }: MigrationProof): Promise<number> {
  const composer = composerOf(modelIn(shape, others), schema)
  const place = composer.place(entityIn(shape, others, entity))
  const condition = conditionSql(composer, place, always ?? never, null)
  const bad = always ? sql`(${condition}) is not true` : condition
  const [row] = await tx.run<{ count: number }>(
    resolved(
      sql`select count(*)::int as count from ${fromSql(composer, place)} where ${identifier(place.alias)}.deleted_at is null and ${bad}`,
      composer,
      scope,
    ),
  )
  return row?.count ?? 0
}

export function entityIn(shape: Shape, others: Model, name: string): ModelEntity {
  const entity = entitiesOf(shape, others.entities).get(name)
  if (!entity) throw refusal({ text: 'There is no {entity} here.', values: { entity: name } })
  return entity
}

function modelIn(shape: Shape, others: Model): Model {
  return { ...others, entities: entitiesOf(shape, others.entities) }
}

function fieldIn(shape: Shape, others: Model, entity: string, field: string): ModelField {
  return entityIn(shape, others, entity).fields.get(field) as ModelField
}

function needField(shape: Shape, plugin: Plugin, version: string, entity: string, field: string): FieldShape {
  const found = keptFields(shape, entity)[field]
  if (!found) throw wrong(plugin, version, `names the field "${field}" of ${entity}, which version ${shape.version} does not have. Mend its migration.`)
  return found
}

/** For whoever wrote the plugin. */
function wrong(plugin: Plugin, version: string, problem: string) {
  return refusal({ text: 'The migration of {plugin} to {version} {problem}', values: { plugin: plugin.title, version, problem } })
}

/** What a field is in the end, under the name it has by then; null where it is gone by then. */
function lastly(target: Shape, entity: string, field: string, later: readonly MigrationStep[]): FieldShape | null {
  let name = field
  for (const step of later) if (step.step === 'rename' && step.entity === entity && step.field === name) name = step.to
  return keptFields(target, entity)[name] ?? null
}

/** A field that is not there yet is made when something is put into it, as it is in the end. */
async function addField(site: Site, shape: Shape, entity: string, field: string, { version, later }: Way): Promise<Shape | null> {
  const is = lastly(site.target, entity, field, later)
  if (is === null && !later.some(step => step.step === 'drop' && step.entity === entity && (step.field === field || step.field === undefined)))
    throw wrong(site.plugin, version, `fills "${field}" of ${entity}, which neither version has.`)
  if (is === null) return null
  if (!shape.entities[entity] && !shape.extensions[entity]) throw wrong(site.plugin, version, `fills "${field}" of ${entity}, which was not there before.`)
  const next = withFields(shape, entity, fields => ({ ...fields, [field]: is }))
  await addColumns(site.tx, site.schema, next, site.others, entity, fieldIn(next, site.others, entity, field))
  return next
}

async function addColumns(tx: Tx, schema: string, shape: Shape, others: Model, entity: string, field: ModelField): Promise<void> {
  for (const { prepare, create } of columns(schema, entityIn(shape, others, entity), field)) {
    if (prepare) await tx.run(prepare)
    await tx.run(create)
  }
}

/** A formula may write only what the field takes. */
async function onlyChoices({ tx, schema, plugin, others }: Site, shape: Shape, entity: string, field: string, version: string): Promise<void> {
  const { options, type } = fieldIn(shape, others, entity, field)
  const choices = choicesOf({ type: type.type, options: options as { readonly [option: string]: Json } })
  const [column] = fieldIn(shape, others, entity, field).columns
  if (choices.length === 0 || options.open === true || !column || column.type !== 'text') return
  const [row] = await tx.run<{ value: string }>(
    sql`select ${identifier(column.name)} as value from ${tableName(schema, entityIn(shape, others, entity).table)} where not (${JSON.stringify(choices)}::jsonb ? ${identifier(column.name)}) limit 1`,
  )
  if (row) throw wrong(plugin, version, `fills "${field}" of ${entity} with "${row.value}", which is no choice of it.`)
}
