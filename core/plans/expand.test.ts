import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { compile } from '../data/connection.ts'
import { expandSteps } from './expand.ts'
import type { Wanted } from './wanted.ts'

const wanted = (kind: Wanted['kind'], table: string, name: string, alsoLocks: readonly string[] = []): Wanted => ({
  kind,
  table,
  name,
  alsoLocks,
  create: sql`make ${sql.identifier(name)}`,
})

test('what is new is made in one go, and no two tables in use are held together but for a link between them', () => {
  const steps = expandSteps('main', [
    wanted('table', 'fresh', 'fresh'),
    wanted('table', 'other', 'other'),
    wanted('column', 'fresh', 'a'),
    wanted('column', 'used', 'b'),
    wanted('column', 'busy', 'c'),
    wanted('column', 'used', 'd'),
    wanted('constraint', 'fresh', 'fresh_to_other', ['other']),
    wanted('constraint', 'fresh', 'fresh_to_used', ['used']),
    wanted('constraint', 'used', 'used_to_itself', ['used']),
    wanted('constraint', 'busy', 'busy_to_used', ['used']),
    wanted('table', 'used_tags', 'used_tags', ['used', 'busy']),
    wanted('index', 'used_tags', 'used_tags_back'),
    wanted('index', 'other', 'other_sort'),
  ])
  const grant = (tables: string): string => `grant select, insert, update, delete on ${tables} to "sangam_app"`
  expect(steps.map(step => [...step].map(statement => compile(statement).text))).toEqual([
    ['make "fresh"', 'make "other"', 'make "a"', 'make "fresh_to_other"', 'make "other_sort"', grant('"main"."fresh", "main"."other"')],
    ['make "b"', 'make "d"', 'make "fresh_to_used"', 'make "used_to_itself"'],
    ['make "c"'],
    ['make "busy_to_used"', 'make "used_tags"', 'make "used_tags_back"', grant('"main"."used_tags"')],
  ])
})

test('of much that is new each connection reads a piece at a time, and columns of one table are one statement', () => {
  const column = (name: string): Wanted => ({ ...wanted('column', 'fresh', name), adds: sql`add ${sql.identifier(name)}` })
  const names = Array.from({ length: 50 }, (_, at) => `c${at}`)
  const steps = expandSteps('main', [wanted('table', 'fresh', 'fresh'), ...names.map(column)])
  const add = (list: readonly string[]): string => `alter table "main"."fresh" ${list.map(name => `add "${name}"`).join(', ')}`
  expect(steps.map(step => [...step].map(statement => compile(statement).text))).toEqual([
    ['make "fresh"', add(names.slice(0, 39)), 'grant select, insert, update, delete on "main"."fresh" to "sangam_app"'],
    [add(names.slice(39))],
  ])
})

test('values for new columns are quoted before any table is held', () => {
  const [step] = expandSteps('main', [
    wanted('column', 'used', 'a'),
    { ...wanted('column', 'used', 'b'), prepare: sql`set value of b` },
    { ...wanted('column', 'used', 'c'), prepare: sql`set value of c` },
  ])
  expect([...(step ?? [])].map(statement => compile(statement).text)).toEqual(['set value of b', 'set value of c', 'make "a"', 'make "b"', 'make "c"'])
})
