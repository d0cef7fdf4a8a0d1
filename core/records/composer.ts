import type { ConditionScope } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Access } from '../access/access.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'

type Read = (query: object, scope: ConditionScope) => unknown

/** A value that is known only when the statement runs; what stands before it never changes with it. */
export interface Binder {
  readonly name: string
  /** `then` is the scope of the moment that a statement looks at: the present one, unless it looks back. */
  readonly read: (query: object, scope: ConditionScope, then: ConditionScope) => unknown
}

/** A condition on the id of a record, known before its values are. */
export type Within = (id: SQL) => SQL

/** What stands in place of tables where a statement looks back. */
export interface Past {
  /** The records of an entity as they were, with the columns of its table, as far as the caller sees them today. */
  table(composer: Composer, place: Pick<Place, 'entity' | 'within' | 'half'>): SQL
  /** The links of a field of several references as they were. */
  links(composer: Composer, entity: ModelEntity, field: ModelField): SQL
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
    readonly past: Past | null = null,
    /** Whether words such as `$today` mean the day that is looked back to. */
    readonly dated = past !== null,
    readonly sight: Sight = { looked: new Map(), asked: new Set(), placed: new Set(), drifts: false, forValues: false },
  ) {}

  /** The same statement, seen with other rights. */
  as(access: Access): Composer {
    return new Composer(this.model, access, this.schema, this.condition, this.binders, this.count, this.past, this.dated, this.sight)
  }

  /** The same statement, where it looks at what is there now: for rights, which are those of today. */
  today(dated = false): Composer {
    return new Composer(this.model, this.access, this.schema, this.condition, this.binders, this.count, null, dated, this.sight)
  }

  /** With everything in reach: for a grant's own condition, which looks at the record as it is. */
  unbounded(): Composer {
    return this.today().as(unlimited(this.access))
  }

  bind(read: Read): SQL {
    const name = `v${this.binders.length}`
    this.binders.push({ name, read: this.dated ? (query, _, then) => read(query, then) : read })
    return sql`${sql.placeholder(name)}`
  }

  /** The moment a statement looks back to. */
  moment(): SQL {
    const name = `v${this.binders.length}`
    this.binders.push({ name, read: (_, __, then) => then.now })
    return sql`${sql.placeholder(name)}::timestamptz`
  }

  place(entity: ModelEntity): Place {
    this.count.aliases += 1
    this.sight.placed.add(entity)
    return { entity, alias: `t${this.count.aliases}`, joins: [], known: new Map() }
  }

  /** Of a place it stands in the statement what the caller may see or do there. */
  asked(place: Place): void {
    this.sight.asked.add(place.alias)
  }

  /** It looks at links, or at what is worked out from others: both change without a change of the record they are read with. */
  drifts(): void {
    this.sight.drifts = true
  }

  /** What is found by depends on its values so much that a plan for any values is a wrong one. */
  forValues(): void {
    this.sight.forValues = true
  }

  isForValues(): boolean {
    return this.sight.forValues
  }

  /** Whether all it looks at are records that seldom change, and nothing that is worked out from others. */
  looksAtSteady(): boolean {
    const { placed, drifts } = this.sight
    return this.access.system !== null && this.past === null && !drifts && placed.size > 0 && [...placed].every(({ steady }) => steady)
  }

  /** Whether it looks at sums that the database keeps. */
  looksAtSums(): boolean {
    return [...this.sight.placed].some(({ keptOf }) => keptOf !== null)
  }

  /** Fails where a table stands in the statement and nobody asked which of its records the caller may see. */
  checkSight(): void {
    for (const [alias, entity] of this.sight.looked)
      if (!this.sight.asked.has(alias)) throw new Error(`A statement looks at ${entity} and does not ask what its caller may see there.`)
  }
}

/** The places of a statement whose tables it reads with somebody's rights, and those of which these were asked. */
interface Sight {
  readonly looked: Map<string, string>
  readonly asked: Set<string>
  /** Every entity it looks at, whoever asks. */
  readonly placed: Set<ModelEntity>
  drifts: boolean
  forValues: boolean
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
  /** Its records lie in the bin: their lines are those that went with them. */
  readonly binned?: boolean
  /** Which records can be meant at all, where that is known: so that no more of the past is looked up. */
  within?: Within
  /** Of the past only the records that nobody has changed since, or only the others. */
  readonly half?: 'unchanged' | 'changed'
}

/** The table of a place, or what it held in the past, under its alias. */
export function tableSql(composer: Composer, place: Place): SQL {
  return sql`${composer.past ? composer.past.table(composer, place) : tableName(composer.schema, place.entity.table)} ${identifier(place.alias)}`
}

/** Where a table is joined by what stands before it: what it held in the past is looked up for each. */
export function joinedTableSql(composer: Composer, place: Place): SQL {
  return composer.past ? sql`lateral ${tableSql(composer, place)}` : tableSql(composer, place)
}

/** Truths by name as one JSON value; null where there are none. A function of the database takes a hundred values at most, so they are put together of several. */
export function flagsSql(composer: Composer, flags: readonly (readonly [name: string, value: SQL])[]): SQL {
  const parts = flags.map(([name, value]) => sql`${composer.bind(() => name)}::text, ${value}`)
  const objects = Array.from(
    { length: Math.ceil(parts.length / 40) },
    (_, at) => sql`jsonb_build_object(${sql.join(parts.slice(at * 40, at * 40 + 40), sql`, `)})`,
  )
  return objects.length === 0 ? sql`null::jsonb` : sql.join(objects, sql` || `)
}

/** `"schema"."table" t1 left join …`: taken after everything that stands at the place was composed. */
export function fromSql(composer: Composer, place: Place): SQL {
  // What is read of the past asks within its own table.
  if (!composer.access.system && !composer.past) composer.sight.looked.set(place.alias, place.entity.name)
  const table = tableSql(composer, place)
  return place.joins.length === 0 ? table : sql`${table} ${sql.join(place.joins, sql` `)}`
}
