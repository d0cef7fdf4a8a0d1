import { evaluate, total } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { heldOf, refusedByDatabase, staysSentence } from '../../invariants/refuse.ts'
import type { Invariants, ModelEntity } from '../../registry/model.ts'
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
  for (const work of begin) for (const rule of holds.balanced) if (clear(batch, rule.lines, work)) checkBalance(batch.entity, work, rule)
  for (const rule of holds.locked) await checkLocks(ctx, batch, begin, rule)
}

/** Asks the database at once, where records begin to stay: what it refuses belongs to this very set. */
export function holdNow(ctx: CoreCtx, batch: Batch): void {
  const { holds } = batch.entity
  if (!holds) return
  const begin = beginning(batch, staysIn(ctx, batch.entity, holds))
  if (begin.length === 0) return
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
  for (const [field, free] of Object.entries(stays.lines)) {
    for (const line of batch.lines.get(field)?.works ?? []) {
      if (line.row !== work.row) continue
      const names = line.verb === 'update' ? [...line.changed].filter(name => !free.includes(name)) : [null]
      for (const name of names) report(line, name, 'stays', because)
    }
  }
}

/** Whether nothing is wrong with its lines: of what is no number nobody says what it comes to. */
function clear(batch: Batch, field: string, { row }: Work): boolean {
  return !batch.lines.get(field)?.works.some(line => line.row === row && line.issues.length > 0)
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
  // The latest ones whatever the days: asked alike each time, they are remembered.
  const locks = await ctx.asSystem('Looks which days are locked', async system => {
    const fields = [rule.until, ...Object.keys(rule.match)]
    return (await find(system as CoreCtx, rule.by, { fields, sort: [`-${rule.until}`], limit: 500 })).items
  })
  for (const work of begin) {
    const next = work.next as Item
    const lock = locks.find(
      one => String(one[rule.until]) >= String(next[rule.date]) && Object.entries(rule.match).every(([theirs, ours]) => concerns(one[theirs], next[ours])),
    )
    if (lock) report(work, rule.date, 'locked_days', rule.because, { ...plain(batch.entity, next), until: String(lock[rule.until]) })
  }
}

function concerns(ofLock: unknown, ofRecord: unknown): boolean {
  if (ofLock === null || ofLock === undefined) return true
  return Array.isArray(ofRecord) ? ofRecord.includes(ofLock) : ofRecord === ofLock
}
