import { job, type Part } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find } from '../records/find.ts'
import { type Asked, type Seat, tellSeats, write } from './store.ts'

/** Reminds, each morning, of what has waited for so many days. */
const remind = job('core.remindApprovals', {
  schedule: '0 9 * * *',
  as: 'system',
  run: async plain => {
    const ctx = plain as CoreCtx
    const votes = await find(ctx, 'core.approvalVote', {
      where: { state: 'waiting', 'approval.state': 'waiting' },
      fields: [
        'user',
        'role',
        'remindedAt',
        'createdAt',
        'approval.entity',
        'approval.record',
        'approval.recordTitle',
        'approval.asker',
        'approval.own',
        'approval.remindAfterDays',
      ],
      sort: ['createdAt'],
      limit: 500,
    })
    const due = votes.items.filter(
      vote => Date.parse(ctx.now()) - Date.parse(String(vote.remindedAt ?? vote.createdAt)) >= Number(vote['approval.remindAfterDays']) * 86_400_000,
    )
    for (const vote of due) {
      const of = (name: string): string => String(vote[`approval.${name}`])
      const asked: Pick<Asked, 'entity' | 'record' | 'recordTitle' | 'asker' | 'own'> = {
        entity: of('entity'),
        record: of('record'),
        recordTitle: of('recordTitle'),
        asker: of('asker'),
        own: of('own') as Asked['own'],
      }
      const seat: Seat = vote.user ? { user: String(vote.user) } : { role: String(vote.role) }
      await tellSeats(ctx, asked, [seat], 'Your approval is still waited for: {record}')
    }
    await write(
      ctx,
      'core.approvalVote',
      due.map(vote => ({ id: vote.id, patch: { remindedAt: ctx.now() } })),
    )
  },
})

export const approvalParts: readonly Part[] = [remind]
