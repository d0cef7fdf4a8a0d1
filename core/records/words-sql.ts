import { type SQL, sql } from 'drizzle-orm'

/** The words of a formatted text without its marks, as `wordsOfHtml` has them. */
export function wordsSql(html: SQL): SQL {
  const bare = sql`pg_catalog.regexp_replace(pg_catalog.regexp_replace(${html}, '</?(p|br|h2|h3|pre|blockquote|ul|ol|li|hr)( [^>]*)?>', ' ', 'g'), '<[^>]*>', '', 'g')`
  return sql`pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(${bare}, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&')`
}
