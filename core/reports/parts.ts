import { handle, job, type Part, UserError } from '@sangam/sdk'
import { take } from '../auth/rate.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { leaveReport, sendReportNow } from '../system/scheduled-report.ts'
import { isOnItsWay } from './deliveries.ts'
import { begin, beginDue } from './due.ts'
import { reportHooks } from './hooks.ts'
import { findReports, reportEntity } from './report.ts'
import { sendReport } from './send.ts'
import { tellOwner } from './tell.ts'

/** Nobody's mailbox is filled by a hand that can't stop. */
const oftenest = { tries: 30, seconds: 3600 }

const sendNow = handle(sendReportNow, async (plain, { id }) => {
  const { world, workspace } = plain as CoreCtx
  await take(world.db.app, `report now ${workspace} ${plain.user.id}`, oftenest)
  await plain.asSystem('Begins a report that someone asked for', async inner => {
    const system = inner as CoreCtx
    if (await isOnItsWay(system, id)) throw new UserError('on_its_way', 'It is on its way already. What is not sent yet is tried again by itself.')
    for (const report of await findReports(system, { id })) {
      if ((await begin(system, report)) !== null)
        throw new UserError('not_any_more', 'Whoever set it up may not sign in, export this list or send to others any more, so it can’t be sent.')
    }
  })
})

const leave = handle(leaveReport, async (plain, { id }) => {
  const { id: reader, name: who } = plain.user
  await plain.asSystem('Takes a reader out of a report', async inner => {
    const system = inner as CoreCtx
    for (const report of await findReports(system, { id })) {
      const recipients = report.recipients.filter(one => one !== reader)
      await change(system, reportEntity, [{ verb: 'update', id, patch: { recipients } }], { server: true })
      if (report.owner !== reader) await tellOwner(system, report, '{who} wants the report “{name}” no more.', { who })
    }
  })
})

/** The work of reports by mail, for core's own plugin. */
export const reportParts: readonly Part[] = [
  reportHooks,
  sendNow,
  leave,
  job('core.reportsDue', { schedule: '* * * * *', as: 'system', run: ctx => beginDue(ctx as CoreCtx) }),
  job('core.reportSend', { as: 'system', run: (ctx, input) => sendReport(ctx as CoreCtx, String(input.delivery)) }),
]
