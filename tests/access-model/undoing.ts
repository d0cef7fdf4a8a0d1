import type { Json } from '@sangam/sdk'
import { expect } from 'vitest'
import { type Entry, verdictOn } from './judging.ts'
import type { Oracle } from './oracle.ts'
import { pointing, shapes } from './shapes.ts'
import { pointsAt } from './truth.ts'
import { Plain, type Row } from './world.ts'

/** Someone else's change of one field is taken back by whoever sees that field there and may write it; for the others nothing happened. */
const undo: Entry = async (theatre, actor) => {
  const { chance, platform } = theatre
  const name = chance.one(['score', 'weight', 'margin', 'hot', 'closing', 'reason', 'terms'])
  const was = chance.one([...(theatre.stage.rows.get('deals.deal')?.values() ?? [])])
  const value = chance.one((shapes['deals.deal']?.[name]?.values ?? []).filter(one => one !== was[name] && Number(one) !== Number(was[name])))
  if (value === undefined || was.state === 'lost') return null
  const at = `/api/records/deals.deal/${was.id}`
  const { status: made } = await platform.admin.ask('PATCH', at, { [name]: value as Json })
  if (made !== 200) return null
  await theatre.look('deals.deal', was.id)
  const row = theatre.stage.rows.get('deals.deal')?.get(was.id) as Row
  const { status } = await actor.client.ask('POST', `${at}/undo`, { version: row.version as number })
  const expected = mayUndo(theatre.oracle(actor), row, name, was)
  await theatre.look('deals.deal', was.id)
  const now = theatre.stage.rows.get('deals.deal')?.get(was.id)
  return {
    question: [was.id, name, row.version],
    actual: { status, value: now?.[name] ?? null },
    expected: { status: expected, value: (expected === 200 ? was : row)[name] ?? null },
    judged: 1,
  }
}

function mayUndo(oracle: Oracle, row: Row, name: string, was: Row): number {
  if (!oracle.may('deals.deal', 'read') || !oracle.sees('deals.deal', row)) return 404
  if (oracle.open('deals.deal', name, row) !== true) return 409
  const verdict = verdictOn(oracle, 'deals.deal', 'update', row, 200)
  if (verdict !== 200) return verdict
  if (oracle.open('deals.deal', name, row, 'update') !== true) return 422
  const after = { ...row, [name]: was[name] ?? null, ...(name === 'score' && { doubled: Number(was.score ?? 0) * 2 }) }
  return oracle.having('deals.deal', after).sees('deals.deal', after) ? 200 : 403
}

/** One record of two: whoever sees both, may change the one that stays and remove the other. It is taken back at once, and is all as it was: with whom it was shared, too. */
const merge: Entry = async (theatre, actor) => {
  const { chance, platform, stage } = theatre
  const oracle = theatre.oracle(actor)
  const [winner, loser] = [chance.one(oracle.all('deals.firm')), chance.one(oracle.all('deals.firm'))]
  if (winner.id === loser.id) return null
  const expected = mayMerge(oracle, winner, loser)
  const { status, json } = await actor.client.ask('POST', '/api/duplicates/deals.firm/merge', { winner: winner.id, loser: loser.id })
  if (status === 200) {
    await platform.admin.post(`/api/undo/${(json as { batch: string }).batch}`)
    const moved = [winner.id, loser.id]
    const plain = new Plain(stage, actor.person)
    const touched = (pointing['deals.firm'] ?? []).flatMap(way =>
      oracle
        .all(way[0])
        .filter(row => moved.includes(row.id) || moved.some(id => pointsAt(plain, way, row, 'deals.firm', id)))
        .map(row => [way[0], row.id] as const),
    )
    for (const [entity, id] of touched) await theatre.look(entity, id)
    expect(stage.rows.get('deals.firm')?.has(loser.id)).toBe(true)
  }
  // Whether one still sees the record that stays, once all points at it, is not told beforehand.
  const unseen = (json as { code?: string }).code === 'out_of_sight'
  return { question: [winner.id, loser.id], actual: status, expected: expected === 200 && unseen ? status : expected, judged: 2 }
}

function mayMerge(oracle: Oracle, winner: Row, loser: Row): number {
  if (!oracle.may('deals.firm', 'read') || !oracle.sees('deals.firm', winner) || !oracle.sees('deals.firm', loser)) return 404
  const reaches = (verb: string, row: Row): boolean => oracle.may('deals.firm', verb) && oracle.reaches('deals.firm', verb, row)
  return reaches('update', winner) && reaches('remove', loser) ? 200 : 403
}

/** Every way to take back what was done; a new one is one row here. */
export const undoing: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['undo', 1, undo],
  ['merge', 1, merge],
]
