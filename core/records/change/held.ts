import { evaluate, total } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { heldOf, lockSentence, refusedByDatabase, staysSentence } from '../../invariants/refuse.ts'
import type { Invariants, ModelEntity } from '../../registry/model.ts'
import { namesIn } from '../../registry/numbering.ts'
import { find } from '../find.ts'
import { kindsOf } from './related.ts'
import { type Batch, effective, type Item, report, type Work } from './work.ts'

/**
 * Says of every record, before anything is written, what the database would refuse of the first: that it stays as it is, that it does not balance, that its day
 * is locked. What the database holds it holds without this too.
 */
export async function checkHeld(ctx: CoreCtx, batch: Batch): Promise<void> {
  const { holds } = batch.entity
  if (!holds) return
  const stays = staysIn(ctx, batch.entity, holds)
  for (const work of effective(batch)) if (stays(work.before)) checkStays(batch, holds, work)
  const begin = beginning(batch, stays)
  for (const rule of holds.balanced) {
    const faulty = faultyRows(batch, rule.lines)
    for (const work of begin) if (!faulty.has(work.row)) checkBalance(batch.entity, work, rule)
  }
  for (const rule of holds.locked) await checkLocks(ctx, batch, begin, rule)
}

/** Asks the database at once, where records begin to stay: what it refuses belongs to this very set. On hope it asks at the end, by itself, or when sums are read. */
export function holdNow(ctx: CoreCtx, batch: Batch): void {
  const { holds } = batch.entity
  if (!holds) return
  const begin = beginning(batch, staysIn(ctx, batch.entity, holds))
  if (begin.length === 0) return
  if (ctx.steadiness?.hopeful) {
    ctx.steadiness.leaned = true
    ctx.steadiness.sealing = true
    return
  }
  ctx.tx.later(sql`set constraints all immediate`, undefined, undefined, error => {
    const held = heldOf(error)
    return held ? refusedByDatabase(ctx.model, held, begin.find(work => work.id === held.id)?.row) : error
  })
  ctx.tx.later(sql`set constraints all deferred`)
}

function staysIn(ctx: CoreCtx, entity: ModelEntity, { stays }: Invariants): (record: Item | null) => boolean {
  const kindOf = kindsOf(ctx.model, entity)
  return record => record !== null && evaluate(stays.when, record, ctx.scope, kindOf) === true
}

/** Records that stay once this is written and did not before. */
function beginning(batch: Batch, stays: (record: Item | null) => boolean): Work[] {
  return effective(batch).filter(work => work.verb !== 'remove' && stays(work.next) && !stays(work.before))
}

/** Its own fields are locked by a rule; that it goes, and that its lines change, is looked at here. */
function checkStays(batch: Batch, { stays }: Invariants, work: Work): void {
  const because = stays.because ?? staysSentence
  if (work.verb === 'remove') return report(work, null, 'stays', because)
  for (const name of stays.once) if (work.changed.has(name) && (work.before?.[name] ?? null) !== null) report(work, name, 'stays', because)
  for (const [field, free] of Object.entries(stays.lines)) {
    for (const line of batch.lines.get(field)?.works ?? []) {
      if (line.row !== work.row) continue
      const names = line.verb === 'update' ? [...line.changed].filter(name => !free.includes(name)) : [null]
      for (const name of names) report(line, name, 'stays', because)
    }
  }
}

/** The records with whose lines something is wrong: of what is no number nobody says what it comes to. */
function faultyRows(batch: Batch, field: string): ReadonlySet<number> {
  return new Set(batch.lines.get(field)?.works.flatMap(line => (line.issues.length > 0 ? line.row : [])))
}

function checkBalance(entity: ModelEntity, work: Work, rule: Invariants['balanced'][number]): void {
  const next = work.next as Item
  const lines = (next[rule.lines] ?? []) as unknown as readonly Item[]
  const difference = total(lines.map(line => amountOf(line[rule.sum])))
  if (difference === '0' && lines.length >= rule.atLeast) return
  report(work, rule.lines, 'out_of_balance', rule.because, { ...plain(entity, next), difference: difference.replace('-', ''), lines: lines.length })
}

function amountOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return String((value as { readonly amount?: unknown }).amount ?? '0')
  return value === null || value === undefined ? '0' : String(value)
}

/** What may stand in a sentence: texts and numbers of the record. */
function plain(entity: ModelEntity, record: Item): { readonly [name: string]: string | number } {
  const found: { [name: string]: string | number } = {}
  for (const name of entity.fields.keys()) {
    const value = record[name]
    if (typeof value === 'string' || typeof value === 'number') found[name] = value
  }
  return found
}

async function checkLocks(ctx: CoreCtx, batch: Batch, begin: readonly Work[], rule: Invariants['locked'][number]): Promise<void> {
  if (begin.length === 0) return
  const by = ctx.model.entities.get(rule.by) as ModelEntity
  const kindOf = kindsOf(ctx.model, by)
  const named = namesIn(rule.hard?.when ?? {})
  const isHard = (lock: Item): boolean => rule.hard !== null && evaluate(rule.hard.when, lock, ctx.scope, kindOf) === true
  // The latest ones whatever the days: asked alike each time, they are remembered.
  const locks = await ctx.asSystem('Looks which days are locked', async system => {
    const fields = [...new Set([rule.until, by.title, ...Object.keys(rule.match), ...named])]
    return (await find(system as CoreCtx, rule.by, { fields, sort: [`-${rule.until}`], limit: 500 })).items as unknown as Item[]
  })
  const holding = (record: Item): Item[] =>
    locks.filter(
      lock =>
        String(lock[rule.until]) >= String(record[rule.date]) &&
        Object.entries(rule.match).every(([theirs, ours]) => concerns(lock[theirs], record[ours]) || (named.includes(theirs) && isHard(lock))),
    )
  const held = begin.map(work => ({ work, by: holding(work.next as Item) })).filter(one => one.by.length > 0)
  const lifted = await excepted(ctx, rule, [...new Set(held.flatMap(one => one.by.filter(lock => !isHard(lock)).map(lock => String(lock.id))))])
  for (const { work, by: all } of held) {
    const lock = all.find(isHard) ?? all.find(one => !lifted.has(String(one.id)))
    if (!lock) continue
    const called = lock[by.title]
    const values = { ...plain(batch.entity, work.next as Item), until: String(lock[rule.until]), lock: typeof called === 'string' ? called : '' }
    report(work, rule.date, 'locked_days', lockSentence(rule, isHard(lock)) ?? rule.because, values)
  }
}

/** The locks to which whoever writes has an exception that lasts. */
async function excepted(ctx: CoreCtx, { except }: Invariants['locked'][number], locks: readonly string[]): Promise<ReadonlySet<string>> {
  const me = ctx.scope.me
  if (except === null || me === null || locks.length === 0) return new Set()
  const { lock, person, until, ended } = except
  const since = new Date(Date.parse(ctx.now()) - except.days * 86_400_000).toISOString()
  const where = { [lock]: { in: locks }, [person]: me, [ended]: { isEmpty: true }, [until]: { gt: ctx.now() }, createdAt: { gt: since } }
  const { items } = await ctx.asSystem('Looks who may write on locked days', system =>
    find(system as CoreCtx, except.by, { where, fields: [lock], limit: 500 }),
  )
  return new Set((items as unknown as Item[]).map(one => String(one[lock])))
}

function concerns(ofLock: unknown, ofRecord: unknown): boolean {
  if (ofLock === null || ofLock === undefined) return true
  return Array.isArray(ofRecord) ? ofRecord.includes(ofLock) : ofRecord === ofLock
}
