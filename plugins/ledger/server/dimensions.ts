import { type Ctx, defineEntity, hooks, type Id, Records, type Refusal, seed } from '@sangam/sdk'
import { dimensionFields } from '../model/dimension.ts'
import { CostCentre, Dimension, Line, Project } from '../model.ts'

/** A dimension with the field of a line that tells it. */
export interface Known {
  readonly id: Id<'ledger.dimension'>
  readonly name: string
  readonly field: string
  readonly requiredFor: readonly string[]
}

/** What lines tell of dimensions, by the names of their fields: those that administrators and other plugins added with them. */
export type Told = { readonly [field: string]: unknown }

/** The dimensions that are in use; remembered, as set-up is. */
export async function knownDimensions(ctx: Ctx): Promise<readonly Known[]> {
  const { items } = await ctx.asSystem('Looks by what the books are divided', system =>
    system.repo(Dimension).find({ where: { active: true }, fields: ['name', 'field', 'requiredFor'], sort: ['name'], limit: 100 }),
  )
  return items.flatMap(({ id, name, field, requiredFor }) => (field === null ? [] : [{ id, name: ctx.t(name), field, requiredFor: requiredFor ?? [] }]))
}

/** The value that a line tells; null where it tells none. */
export function toldIn(line: Told, { field }: Pick<Known, 'field'>): string | null {
  const value = line[field]
  return typeof value === 'string' ? value : null
}

/** What of a line tells dimensions, to be given to another line, whichever fields are used for them. */
export function toldBy(line: Told): { readonly [field: string]: string } {
  const mine = Object.keys(dimensionFields)
  const told = Object.entries(line).filter(
    (pair): pair is [string, string] => (mine.includes(pair[0]) || pair[0].startsWith('x_')) && typeof pair[1] === 'string' && !pair[0].includes('.'),
  )
  return Object.fromEntries(told)
}

/** The same for lines of another entity, of which only those go along that it has a field for. */
export async function toldTo(ctx: Ctx, entity: string): Promise<(line: Told) => { readonly [field: string]: string }> {
  const fields = new Set((await ctx.use(Records).describe(entity))?.fields.map(one => one.name))
  return line => Object.fromEntries(Object.entries(toldBy(line)).filter(([name]) => fields.has(name)))
}

/** The entity of a dimension's values, under a handle that reads what it is called, whether it is used, and what it stands below. */
export async function valuesOf(ctx: Ctx, field: string) {
  const records = ctx.use(Records)
  const entity = (await records.describe(Line.name))?.fields.find(one => one.name === field)?.to
  const described = entity ? await records.describe(entity) : null
  if (!entity || !described) return null
  const has = (name: string, type: string): boolean => described.fields.some(one => one.name === name && one.type === type)
  const own = entity === CostCentre.name || entity === Project.name
  return {
    entity,
    label: described.label,
    handle: defineEntity(entity, { title: 'id', fields: {} } as never),
    active: has('active', 'boolean'),
    days: own,
    above: described.fields.find(one => one.tree)?.name ?? null,
  }
}

/** The references of entry lines that say of what part of the business a line is: not what the books themselves lean on. */
async function candidates(ctx: Ctx) {
  const fields = (await ctx.use(Records).describe(Line.name))?.fields ?? []
  const bookkeeping = Object.keys(Line.fields).filter(name => !(name in dimensionFields))
  return fields.filter(({ name, type }) => type === 'reference' && !bookkeeping.includes(name))
}

/** A dimension is told by the field that is called as it is; while it is off there need be none yet. */
const dimensionHooks = hooks(Dimension, {
  async derive(ctx, changes) {
    const fields = await candidates(ctx)
    const plain = (text: string): string => text.trim().toLocaleLowerCase()
    return changes.map(({ next }) => {
      if (!next?.name || next.field !== null) return null
      const found = fields.find(({ name, label }) => [label, name].some(one => plain(one) === plain(next.name)))
      return found ? { field: found.name } : null
    })
  },
  async check(ctx, changes) {
    if (changes.every(({ next }) => !next || next.field !== null || !next.active)) return []
    const there = (await candidates(ctx)).map(({ label }) => label).join(', ')
    const message =
      'Entry lines have no field “{name}”. An administrator gives “Entry line” one that refers to a record; then call the dimension as that field is called. There are: {there}.'
    return changes.flatMap(({ next }, index): Refusal[] =>
      next?.active && next.field === null ? [{ index, field: 'name', code: 'no_field', message, values: { name: next.name, there } }] : [],
    )
  },
})

/** Nothing is used until a day before it is used from one. */
const daysOf = (entity: typeof CostCentre | typeof Project) =>
  hooks(entity as typeof CostCentre, {
    check: async (_, changes) =>
      changes.flatMap(({ next }, index): Refusal[] => {
        if (!next || next.from === null || next.until === null || next.from <= next.until) return []
        return [{ index, field: 'until', code: 'days_swapped', message: 'The last day comes before the first. Swap them.' }]
      }),
  })

const begin = seed('ledger.dimensions', {
  async run(ctx) {
    const given = Object.keys(dimensionFields)
    const { items } = await ctx.repo(Dimension).find({ fields: ['field'], limit: 100 })
    const names: { readonly [field: string]: string } = { costCentre: ctx.t('Cost centre'), project: ctx.t('Project') }
    const missing = given.filter(field => !items.some(one => one.field === field))
    if (missing.length > 0) await ctx.repo(Dimension).make(missing.map(field => ({ name: names[field] ?? field, field })))
  },
})

export const dimensionParts = [dimensionHooks, daysOf(CostCentre), daysOf(Project), begin]
