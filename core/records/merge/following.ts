import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../../data/identifiers.ts'
import { targetsOf } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { Composer } from '../composer.ts'

/** Of what a field points at, the entities of which records were merged here; null where there are none, so that no statement pays for what never was. */
export function mergedAmong({ access }: Pick<Composer, 'access'>, field: ModelField | null): readonly string[] | null {
  const { merged } = access.caller
  if (merged.length === 0 || !field) return null
  const among = (field.type.type === 'oneOf' ? targetsOf(field) : field.to === null ? [] : [field.to]).filter(name => merged.includes(name))
  return among.length === 0 ? null : among
}

/** Whether records of an entity were merged here: null where none were. */
export function mergedOf({ access }: Pick<Composer, 'access'>, entity: ModelEntity): readonly string[] | null {
  return access.caller.merged.includes(entity.name) ? [entity.name] : null
}

/** The ids that stand for the same records as those of a list: who they are now, and everyone that was merged into these. Who looks back follows what was merged by then. */
export function standingFor(composer: Composer, entities: readonly string[], ids: SQL): SQL {
  const m = mergesSql(composer, entities)
  return sql`array(with _now as (select distinct coalesce(m.final, a.id) as id from unnest(${ids}) a(id) left join ${m} on m.loser = a.id) select id from _now union all select m.loser from _now join ${m} on m.final = _now.id)`
}

/** Who the record of an id is now. */
export function nowOf(composer: Composer, entities: readonly string[], id: SQL): SQL {
  return sql`coalesce((select m.final from ${mergesSql(composer, entities)} where m.loser = ${id}), ${id})`
}

/** Who the record is now that a key names, and the join that tells it; where none of its entity were merged, the key as it is. A join and no lookup for each row, so that for a long list the pointers are read once. */
export function followed(composer: Composer, target: ModelEntity, key: SQL): { readonly id: SQL; readonly join: SQL } {
  const merged = mergedOf(composer, target)
  if (!merged) return { id: key, join: sql`` }
  composer.count.aliases += 1
  const alias = identifier(`m${composer.count.aliases}`)
  return {
    id: sql`coalesce(${alias}.final, ${key})`,
    join: sql`left join (select m.loser, m.final from ${mergesSql(composer, merged)}) ${alias} on ${alias}.loser = ${key} `,
  }
}

function mergesSql(composer: Composer, entities: readonly string[]): SQL {
  const known = sql`select o.loser, o.final from ${tableName(composer.schema, 'core_merge')} o where o.entity = any(${composer.bind(() => entities)}::text[])`
  return composer.past ? sql`(${known} and o.at <= ${composer.moment()}) m` : sql`(${known}) m`
}
