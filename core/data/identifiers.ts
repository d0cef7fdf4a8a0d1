import { type SQL, sql } from 'drizzle-orm'

const shape = /^[a-z_][a-z0-9_]{0,62}$/

/**
 * The one place where a name becomes part of a statement. Names are ours (made from checked
 * definitions), never a caller's text; anything else throws.
 */
export function identifier(name: string): SQL {
  if (!shape.test(name)) throw new Error(`"${name}" can't be a database name: use a-z, 0-9 and _, begin with a letter, at most 63.`)
  return sql`${sql.identifier(name)}`
}

/** `"schema"."table"`: every statement names tables in full; there is no search_path. */
export function tableName(schema: string, table: string): SQL {
  return sql`${identifier(schema)}.${identifier(table)}`
}

/** `lostReason` → `lost_reason`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** `leads.leadLine` → `leads_lead_line`. */
export function tableOf(entity: string): string {
  return snake(entity.replace('.', '_'))
}

/** A keyword or type from a closed list in our own code, written as it is. Never give it a value. */
export function word<const W extends string>(allowed: readonly W[], chosen: W): SQL {
  if (!allowed.includes(chosen)) throw new Error(`"${chosen}" is not one of ${allowed.join(', ')}.`)
  return sql.raw(chosen)
}

/** A count of rows as a part of the statement's text, where the planner is to know it; every other number is a parameter. */
export function rowCount(rows: number): SQL {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new Error(`${rows} is no count of rows.`)
  return sql.raw(String(rows))
}

/** The name a value has in an answer: a field's name or a path such as `party.$title`. */
export function label(name: string): SQL {
  if (!/^[A-Za-z_$][A-Za-z0-9_.$:]{0,62}$/.test(name)) throw new Error(`"${name}" can't be the name of a value: at most 63 letters, digits, dots.`)
  return sql`${sql.identifier(name)}`
}

/** A name of at most 63 letters that stays the same for the same thing. */
export function shortName(table: string, rest: string, purpose: string): string {
  const full = `${table}_${rest}_${purpose}`
  if (full.length <= 60) return full
  let hash = 5381
  for (const letter of full) hash = (hash * 33 + letter.charCodeAt(0)) >>> 0
  return `${full.slice(0, 48)}_${hash.toString(36)}_${purpose}`
}
