import { fieldTypes, formulaPaths, type Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { notFound, Refused } from '../../errors.ts'
import { FormulaProblem } from '../../formulas/problem.ts'
import { prepare } from '../../plans/custom/prepare.ts'
import { readSet } from '../../plans/custom/sets.ts'
import { find, isId } from '../../records/find.ts'
import { readFormula } from '../../registry/computed.ts'
import type { Computed, Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { walkPath } from '../../registry/paths.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { administrator, type Body, body, type Env, textOf } from '../env.ts'

/** What a formula would be worth, before it is anyone's field: `POST /api/model/formula` with entity, expression, and where wanted result, record, and the draft (`set`) whose fields it may name. */
export function formulaRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/model/formula', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    const operations = given.set === undefined ? [] : (await readSet(world, workspace, textOf(given, 'set', 36))).operations
    const { after } = await prepare(world, workspace, operations)
    return c.json((await reading(c, world, ctx => tried(ctx, after, given))) as never)
  })
}

const name = 'tried'

/** The kind of its result, and its value on a record: on one that is named, else on the newest three. */
async function tried(ctx: CoreCtx, planned: Model, given: Body): Promise<Json> {
  const wanted = planned.entities.get(textOf(given, 'entity', 80))
  if (!wanted || wanted.internal) throw notFound()
  const computed = formulaOf(planned, wanted, textOf(given, 'expression', 4000), given.result)
  const entity = ctx.model.entities.get(wanted.name)
  // What is only planned has no records that could be asked.
  const there = entity && computed.uses.every(path => typeof walkPath(ctx.model.entities, entity.name, path) !== 'string')
  if (!there) return { result: computed.tree.kind, local: computed.local, samples: [] }
  const type = { ...(fieldTypes.get(computed.tree.kind) as ModelField['type']), columns: () => [] }
  const field: ModelField = { name, plugin: 'core', label: name, type, options: {}, columns: [], to: null, computed }
  const model = { ...ctx.model, entities: new Map([...ctx.model.entities, [entity.name, { ...entity, fields: new Map([...entity.fields, [name, field]]) }]]) }
  const inputs = [...new Set(formulaPaths(computed.tree).map(path => path.replace(/\.(amount|currency)$/, '')))]
  const page = await find({ ...ctx, model, seen: null }, entity.name, {
    fields: [entity.title, name, ...inputs],
    sort: ['-createdAt'],
    limit: 3,
    ...(isId(given.record) && { where: { id: given.record } }),
  })
  const samples = page.items.map(item => ({
    id: item.id,
    title: item[entity.title] ?? null,
    value: item[name] ?? null,
    inputs: Object.fromEntries(inputs.map(path => [path, item[path] ?? null])),
  }))
  return { result: computed.tree.kind, local: computed.local, samples }
}

function formulaOf(model: Model, entity: ModelEntity, expression: string, result: unknown): Extract<Computed, { readonly kind: 'formula' }> {
  try {
    return readFormula(model.entities, entity.name, name, { expression, ...(typeof result === 'string' && { result }) })
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error
    throw new Refused(422, 'bad_formula', error.text, { values: error.values })
  }
}
