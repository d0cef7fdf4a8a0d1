import type { DuplicateRule } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { searchExpression, searchedTogether } from '../../plans/texts.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import { find } from '../find.ts'

/** The rules of an entity in one form: those its plugin gives, then those of administrators. */
export function definedRules(entity: ModelEntity): DuplicateRule[] {
  return (entity.definition.duplicates ?? []).map(rule => {
    if (typeof rule !== 'string') return rule
    return { fields: [rule], how: entity.search.includes(rule) ? 'similar' : 'normalised' }
  })
}

/** The rules in force for a caller: on fields they may read. */
export async function rulesFor(ctx: CoreCtx, entity: ModelEntity): Promise<DuplicateRule[]> {
  const reader = { ...ctx, access: systemAccess(ctx.access.caller, 'reads the rules for duplicates') }
  const page = await find(reader, 'core.duplicateRule', { where: { entity: entity.name, active: true }, fields: ['fields', 'how'], sort: ['id'], limit: 50 })
  const made = page.items.map(item => ({ fields: item.fields as unknown as string[], how: item.how as DuplicateRule['how'] }))
  return [...definedRules(entity), ...made].filter(
    rule => problemOf(entity, rule) === null && rule.fields.every(name => ctx.access.field(entity.name, name, 'read') !== 'none'),
  )
}

/** What is wrong with a rule, as a sentence; null where it can be asked. */
export function problemOf(entity: ModelEntity, rule: DuplicateRule): string | null {
  const [first] = rule.fields
  if (first === undefined) return 'Name a field at least.'
  if (rule.fields.some(name => entity.fields.get(name)?.columns.length !== 1)) return 'Each field must be a single value of this kind of record.'
  if (rule.how === 'normalised' && rule.fields.some(name => !isText(entity, name))) return 'Only texts can be compared without case and signs.'
  if (rule.how === 'similar' && (rule.fields.length !== 1 || !isText(entity, first) || !entity.search.includes(first)))
    return 'Only one text that is searched can be compared by likeness.'
  return null
}

function isText(entity: ModelEntity, name: string): boolean {
  return entity.fields.get(name)?.columns[0]?.type === 'text'
}

interface Two {
  readonly one: readonly SQL[]
  readonly two: readonly SQL[]
  /** The alias under which the second record stands. */
  readonly other: string
}

/** Whether two records agree by a rule, given each of its fields of the one and of the other. */
export function agreeSql(model: Model, entity: ModelEntity, rule: DuplicateRule, { one, two, other }: Two): SQL {
  const parts = rule.fields.map((name, at) => {
    const [a, b] = [one[at] as SQL, two[at] as SQL]
    if (rule.how === 'exact') return sql`${b} = ${a}`
    if (rule.how === 'normalised') return sql`${bare(entity, name, b)} = nullif(${bare(entity, name, a)}, '')`
    const together = searchedTogether(model, entity).find(fields => fields.some(field => field.name === name))
    if (!together) return sql`false`
    const [left, right] = [sql`sangam_ext.search_text(${a})`, sql`sangam_ext.search_text(${b})`]
    // The index of the search box finds candidates; then half of all the three-letter pieces that the two have must be in both.
    return sql`${left} operator(sangam_ext.<%) ${searchExpression(together, other)} and sangam_ext.similarity(${left}, ${right}) >= 0.5`
  })
  return sql.join(parts, sql` and `)
}

/** Without case, accents, spaces and signs; a telephone number by its last ten digits. */
function bare(entity: ModelEntity, name: string, value: SQL): SQL {
  const phone = (entity.fields.get(name)?.options as { format?: string } | undefined)?.format === 'phone'
  return phone ? sql`right(regexp_replace(${value}, '[^0-9]', '', 'g'), 10)` : sql`regexp_replace(sangam_ext.search_text(${value}), '[^[:alnum:]]', '', 'g')`
}
