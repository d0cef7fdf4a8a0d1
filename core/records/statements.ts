import type { ConditionScope } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Access } from '../access/access.ts'
import { compile, ofParts, type Parts, type Runner, type Statement } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import { throughDoor } from '../data/door.ts'
import { identifier } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import type { Model, ModelEntity } from '../registry/model.ts'
import { type Binder, Composer } from './composer.ts'
import { pastWithout } from './past/source.ts'
import { conditionSql } from './where.ts'

/** What reading needs of a context. */
export type Reader = Pick<CoreCtx, 'model' | 'access' | 'scope' | 'schema'> & {
  readonly tx: Runner
  readonly seen?: CoreCtx['seen']
  readonly steadiness?: CoreCtx['steadiness']
  readonly back?: Back
}

/** The moment that is looked back to, as the `now` of a scope of its own. */
export interface Back extends ConditionScope {
  /** Fields that were not there then, as `entity field`. */
  readonly absent: readonly string[]
}

export interface Prepared {
  /** Short for the text, of which there is one: what was read by it is remembered under this. */
  readonly id: number
  readonly statement: Statement
  readonly binders: readonly Binder[]
  /** It reads nothing but what seldom changes. */
  readonly steady: boolean
  /** It reads sums that the database keeps. */
  readonly sums: boolean
}

/** What a statement is composed of that may be done together with others in one. */
export type Asked = Omit<Parts, 'end'>

let made = 0
const most = 3000
const mostSeen = 50
const caches = new WeakMap<Model, Map<string, Prepared>>()

/**
 * A statement's text depends on the model, what a caller may do and the shape of what is asked; it is
 * composed once for each and then only filled.
 */
export function prepared(reader: Reader, key: string, compose: (composer: Composer) => SQL | Asked): Prepared {
  const cache = caches.get(reader.model) ?? new Map<string, Prepared>()
  caches.set(reader.model, cache)
  const full = `${reader.schema}|${readerShape(reader)}|${key}`
  const known = cache.get(full)
  if (known) {
    // Which was used last matters only where some may have to go.
    if (cache.size > most / 2) {
      cache.delete(full)
      cache.set(full, known)
    }
    return known
  }
  const anew = composed(composerFor(reader), compose)
  cache.set(full, anew)
  if (cache.size > most) cache.delete(cache.keys().next().value as string)
  return anew
}

const shapes = new WeakMap<Access, string>()

/** Equal for readers whose statements are equal. */
function readerShape({ access, back }: Reader): string {
  const known = shapes.get(access) ?? `${access.system ? 'system' : access.shape}|${access.caller.merged.join()}`
  shapes.set(access, known)
  return back ? `${known}|past ${back.absent.join()}` : `${known}|`
}

/**
 * The rows of the ids asked for (`ids`). One by itself is its own statement: the database then sees that
 * a plan made once serves as well as one made anew each time, which costs more than the rows do.
 */
export function idsSql(composer: Composer, alias: string, ids: readonly string[], read: (query: object) => readonly string[] = idsOf): SQL {
  const column = sql`${identifier(alias)}.id`
  return ids.length === 1 ? sql`${column} = ${composer.bind(asked => read(asked)[0])}::uuid` : sql`${column} = any(${composer.bind(read)}::uuid[])`
}

/** Goes into the key of a statement that holds `idsSql`. */
export function idsShape(ids: readonly string[]): string {
  return ids.length === 1 ? 'one' : 'many'
}

function idsOf(query: object): readonly string[] {
  return (query as { readonly ids: readonly string[] }).ids
}

/** The statement as it is sent: it is let at the records only where it asked, of each place it looks at, what its caller may see there. */
export function composed(composer: Composer, compose: (composer: Composer) => SQL | Asked): Prepared {
  const parts = compose(composer)
  composer.checkSight()
  const statement = 'select' in parts ? ofParts({ ...parts, end: throughDoor(sql``) }) : { ...compile(throughDoor(parts)), forValues: composer.isForValues() }
  made += 1
  return { id: made, statement, binders: composer.binders, steady: composer.looksAtSteady(), sums: composer.looksAtSums() }
}

export function composerFor(reader: Pick<Reader, 'model' | 'access' | 'schema' | 'back'>): Composer {
  return new Composer(reader.model, reader.access, reader.schema, conditionSql, [], { aliases: 0 }, reader.back ? pastWithout(reader.back.absent) : null)
}

/** Fills a statement with what this query and this moment give, and runs it. */
export function runPrepared<T extends object>(reader: Reader, one: Prepared, query: object): Promise<T[]> {
  if (one.sums) reader.steadiness?.seal()
  return reader.tx.run<T>(one.statement, valuesOf(reader, one, query))
}

/** The same for a read: in a transaction that changes something, what was asked since its last change is not asked again. */
export function readPrepared<T extends object>(reader: Reader, one: Prepared, query: object): Promise<T[]> {
  if (!reader.seen) return runPrepared<T>(reader, one, query)
  const values = valuesOf(reader, one, query)
  const key = `${one.id} ${JSON.stringify(values)}`
  const known = reader.seen.get(key) as Promise<T[]> | undefined
  if (known) return known
  const read = (): Promise<T[]> => {
    if (one.sums) reader.steadiness?.seal()
    return reader.tx.run<T>(one.statement, values)
  }
  const asked = one.steady && reader.steadiness ? reader.steadiness.rows(key, read) : read()
  if (reader.seen.size >= mostSeen) reader.seen.clear()
  reader.seen.set(key, asked)
  return asked
}

export function valuesOf(reader: Pick<Reader, 'scope' | 'back'>, { binders }: Prepared, query: object): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const binder of binders) values[binder.name] = binder.read(query, reader.scope, reader.back ?? reader.scope)
  return values
}

/** The entity a caller names, if they may know of it. */
export function entityFor(reader: { readonly model: Model; readonly access: Access }, name: string, verb = 'read'): ModelEntity {
  const entity = reader.model.entities.get(name)
  if (!entity || (entity.internal && !reader.access.system) || !reader.access.may(name, verb)) throw notFound()
  return entity
}
