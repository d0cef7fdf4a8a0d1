import type { Pool } from '../data/connection.ts'
import { type Tampering, verifyHistory } from '../records/history/verify.ts'
import type { Finding } from './output.ts'

const shown = 20

const said: { readonly [what in Tampering['what']]: string } = {
  altered: 'was altered, or a version before it was taken away',
  removed: 'was taken away',
  inserted: 'was put in afterwards',
  unchained: 'was written around the server',
  behind: 'has no entry in the history',
}

/** Whether anybody, a superuser of the database included, has altered what the history says. */
export async function checkHistory(owner: Pool, workspace: string, seal?: string): Promise<Finding[]> {
  const verdict = await verifyHistory(owner, workspace, seal)
  if (verdict.tampered.length === 0 && verdict.brokenSeals.length === 0) {
    const sealed = verdict.last ? `sealed by ${verdict.last}` : 'not sealed yet'
    return [{ good: true, text: `Workspace ${workspace}: the history is whole: ${verdict.rows} changes of ${verdict.records} records, ${sealed}.` }]
  }
  const lines = verdict.tampered.slice(0, shown).map(one => `${one.entity} ${one.record}, version ${one.version}, ${said[one.what]}`)
  const more = verdict.tampered.length > shown ? [`and ${verdict.tampered.length - shown} more`] : []
  const seals = verdict.brokenSeals.map(number => `seal ${number} is not the one that was made`)
  return [{ good: false, text: `Workspace ${workspace}: the history was tampered with: ${[...lines, ...more, ...seals].join('; ')}. Compare with a backup.` }]
}
