import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { compile, type Statement } from './statement.ts'

/**
 * The parts of a statement that may be done together with others in one: it looks at nothing that they write, and nothing of it depends on
 * which of them is done first.
 */
export interface Parts {
  /**
   * What comes before its `select`, by a name that says what it writes to: two of one name are never joined. The names are seen by all that are
   * joined, so tables are always named with their schema.
   */
  readonly with: readonly (readonly [name: SQL, query: SQL])[]
  /** What it selects: one row, whatever is found. */
  readonly select: SQL | null
  /** What stands at the end of the text. */
  readonly end: SQL
}

/** A statement of parts, by itself. */
export function ofParts(parts: Parts): Statement {
  const { text, params } = compile(textOf([parts]))
  return { text, params, parts }
}

interface Joined {
  readonly text: string
  /** Of each statement that was joined, first what stands before and then what is selected. */
  readonly params: readonly { readonly at: number; readonly params: readonly unknown[] }[]
}

/** The joined statements, by those they are made of in their order: kept as long as these are. */
interface Node {
  readonly next: WeakMap<Statement, Node>
  made: Joined | null | undefined
}

const root: Node = { next: new WeakMap(), made: undefined }

export interface Filled {
  readonly query: Statement
  readonly values?: Record<string, unknown>
}

/**
 * All of them as one statement with its values, which the database does whole or not at all, without a transaction around it; null where they
 * can't be: one is not made of parts, or two write to the same.
 */
export function joined(statements: readonly Filled[]): Statement | null {
  let node = root
  for (const { query } of statements) {
    const next = node.next.get(query) ?? { next: new WeakMap(), made: undefined }
    node.next.set(query, next)
    node = next
  }
  if (node.made === undefined) node.made = join(statements.map(({ query }) => query))
  if (node.made === null) return null
  return {
    text: node.made.text,
    params: node.made.params.flatMap(({ at, params }) => fillPlaceholders(params as unknown[], statements[at]?.values ?? {})),
  }
}

function join(statements: readonly Statement[]): Joined | null {
  const all = statements.flatMap(({ parts }) => parts ?? [])
  const names = all.flatMap(parts => parts.with.map(([name]) => compile(name).text))
  if (all.length < statements.length || all.length === 0 || new Set(names).size < names.length) return null
  const before = all.map((parts, at) => ({ at, params: parts.with.flatMap(([, query]) => compile(query).params) }))
  const behind = all.map((parts, at) => ({ at, params: parts.select ? compile(parts.select).params : [] }))
  return { text: compile(textOf(all)).text, params: [...before, ...behind] }
}

function textOf(all: readonly Parts[]): SQL {
  const queries = all.flatMap(parts => parts.with.map(([name, query]) => sql`${name} as (${query})`))
  const selected = all.flatMap(({ select }) => select ?? [])
  const before = queries.length === 0 ? sql`` : sql`with ${sql.join(queries, sql`, `)} `
  return sql`${before}select ${selected.length === 0 ? sql`1` : sql.join(selected, sql`, `)} ${all[0]?.end ?? sql``}`
}
