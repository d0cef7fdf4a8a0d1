import type { ConditionScope } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Access } from '../access/access.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Model, ModelEntity } from '../registry/model.ts'

/** A value that is known only when the statement runs; what stands before it never changes with it. */
export interface Binder {
  readonly name: string
  readonly read: (query: object, scope: ConditionScope) => unknown
}

/** Turns a condition into SQL at a place; given to the composer by whoever makes it, since conditions and columns need each other. */
export type ConditionCompiler = (composer: Composer, place: Place, condition: unknown, way: readonly string[] | null, depth?: number) => SQL

/** Collects what one statement needs while it is composed. */
export class Composer {
  constructor(
    readonly model: Model,
    readonly access: Access,
    readonly schema: string,
    readonly condition: ConditionCompiler,
    readonly binders: Binder[] = [],
    readonly count: { aliases: number } = { aliases: 0 },
  ) {}

  /** The same statement, seen with other rights. */
  as(access: Access): Composer {
    return new Composer(this.model, access, this.schema, this.condition, this.binders, this.count)
  }

  /** With everything in reach: for a grant's own condition, which looks at the record as it is. */
  unbounded(): Composer {
    return this.as(unlimited(this.access))
  }

  bind(read: Binder['read']): SQL {
    const name = `v${this.binders.length}`
    this.binders.push({ name, read })
    return sql`${sql.placeholder(name)}`
  }

  place(entity: ModelEntity): Place {
    this.count.aliases += 1
    return { entity, alias: `t${this.count.aliases}`, joins: [], known: new Map() }
  }
}

function unlimited(access: Access): Access {
  return {
    ...access,
    may: () => true,
    rows: () => 'all',
    field: () => 'all',
    shared: () => false,
    system: access.system ?? { reason: 'a condition of a grant' },
  }
}

/** One entity's table under an alias, with the related tables that were joined to it. */
export interface Place {
  readonly entity: ModelEntity
  readonly alias: string
  readonly joins: SQL[]
  readonly known: Map<string, Place>
  /** It may not be there: a related record. */
  readonly optional?: boolean
}

/** `"schema"."table" t1 left join …`: taken after everything that stands at the place was composed. */
export function fromSql(composer: Composer, place: Place): SQL {
  const table = sql`${tableName(composer.schema, place.entity.table)} ${identifier(place.alias)}`
  return place.joins.length === 0 ? table : sql`${table} ${sql.join(place.joins, sql` `)}`
}
