import type { Json } from '@sangam/sdk'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { type Running, toast, toastProblem, toastRunning } from '../ui/toast.ts'
import { ask } from './client.ts'
import { counted } from './counted.ts'
import { download } from './download.ts'

/** A bulk change as the server tells of it. */
export interface Run {
  readonly id: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly error: string | null
}

/** Which records: those named, or all that match. */
export type Chosen = { readonly ids: readonly string[] } | { readonly where: object; readonly search?: string }

export type Doing =
  | { readonly set: { readonly [field: string]: Json } }
  | { readonly remove: true }
  | { readonly restore: true }
  | { readonly action: string; readonly input?: object }
  | { readonly handOver: string }

export function beginBulk(entity: string, chosen: Chosen, doing: Doing): Promise<Run> {
  return ask(`/api/bulk/${entity}`, { method: 'POST', body: { ...chosen, ...doing } })
}

export function undoBatch(batch: string): Promise<Run> {
  return ask(`/api/undo/${batch}`, { method: 'POST', body: {} })
}

export function stopRun(id: string): Promise<Run> {
  return ask(`/api/bulk/${id}/cancel`, { method: 'POST', body: {} })
}

/** Looks until a run has ended, and tells each time how far it is. */
async function follow(begun: Run, tell: (run: Run) => void): Promise<Run> {
  let run = begun
  for (let pause = 250; run.state === 'running'; pause = Math.min(pause * 1.5, 2000)) {
    tell(run)
    await new Promise(resolve => setTimeout(resolve, pause))
    run = await ask<Run>(`/api/bulk/${run.id}`)
  }
  return run
}

/** What takes no longer than this says nothing while it runs. */
const unnoticed = 400

/** As `follow`, with how far it is at the foot of the page, where it can be stopped; while `shown` says so, it is told elsewhere. */
export async function followAside(begun: Run, text: string, shown: (run: Run) => boolean = () => false): Promise<Run> {
  const begin = performance.now()
  const line: { shown?: Running } = {}
  try {
    return await follow(begun, run => {
      if (shown(run) || performance.now() - begin < unnoticed) return
      line.shown ??= toastRunning(() => void stopRun(run.id).catch(toastProblem))
      const amount = t('{size} of {total}', { size: formatNumber(run.done), total: formatNumber(run.total) })
      line.shown.tell({ text, amount, part: run.total > 0 ? run.done / run.total : null })
    })
  } finally {
    line.shown?.end()
  }
}

/** Says how a run ended, with the way back and the list of those refused. */
export function tellEnd(run: Run, undo: (() => unknown) | null, entity = ''): void {
  if (run.error) return toast(run.error, { kind: 'problem' })
  const changed = run.done - run.refused
  const all = t('{what} changed.', { what: counted(entity, changed) })
  const said = run.state === 'cancelled' ? `${t('Stopped.')} ${all}` : all
  if (run.refused > 0) {
    const text = `${said} ${t('{count, plural, one {# was} other {# were}} refused.', { count: run.refused })}`
    return toast(text, { kind: 'problem', action: { label: t('Download why'), run: () => download({ path: `/api/bulk/${run.id}/refused.csv` }) } })
  }
  toast(said, undo && changed > 0 ? { action: { label: t('Undo'), run: undo } } : {})
}

/** Takes a batch back and says how that went. */
export async function takeBack(batch: string, entity = ''): Promise<void> {
  try {
    tellEnd(await followAside(await undoBatch(batch), t('Taking it back…')), null, entity)
  } catch (error) {
    toastProblem(error)
  }
}
