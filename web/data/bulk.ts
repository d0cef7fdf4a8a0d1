import type { Json } from '@sangam/sdk'
import { t } from '../shell/words.ts'
import { toast, toastProblem } from '../ui/toast.ts'
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
export async function follow(begun: Run, tell: (run: Run) => void): Promise<Run> {
  let run = begun
  for (let pause = 250; run.state === 'running'; pause = Math.min(pause * 1.5, 2000)) {
    tell(run)
    await new Promise(resolve => setTimeout(resolve, pause))
    run = await ask<Run>(`/api/bulk/${run.id}`)
  }
  return run
}

/** Says how a run ended, with the way back and the list of those refused. */
export function tellEnd(run: Run, undo: (() => unknown) | null, entity = ''): void {
  if (run.error) return toast(run.error, { kind: 'problem' })
  const changed = run.done - run.refused
  const said = t('{what} changed.', { what: counted(entity, changed) })
  if (run.refused > 0) {
    const text = `${said} ${t('{count, plural, one {# was} other {# were}} refused.', { count: run.refused })}`
    return toast(text, { kind: 'problem', action: { label: t('Download why'), run: () => download({ path: `/api/bulk/${run.id}/refused.csv` }) } })
  }
  toast(said, undo && changed > 0 ? { action: { label: t('Undo'), run: undo } } : {})
}

/** Takes a batch back and says how that went. */
export async function takeBack(batch: string, entity = ''): Promise<void> {
  try {
    tellEnd(await follow(await undoBatch(batch), () => undefined), null, entity)
  } catch (error) {
    toastProblem(error)
  }
}
