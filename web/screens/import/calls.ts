import { ask } from '../../data/client.ts'
import { download } from '../../data/download.ts'
import type { Counts, Mapping, Plan, PlannedRow, StagedImport, Verdict } from './wizard.ts'

const at = (entity: string, id = '', more = ''): string => `/api/imports/${entity}${id && `/${id}`}${more}`

const kinds: { readonly [ending: string]: string } = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

/** Sends the file as it is; the type is said by its ending, since browsers disagree on what a CSV is. */
export function uploadFile(entity: string, file: File): Promise<StagedImport> {
  const type = kinds[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/csv'
  return ask<StagedImport>(at(entity), { method: 'POST', query: { name: file.name }, body: new Blob([file], { type }) })
}

export function planImport(entity: string, id: string, mapping: Mapping): Promise<Plan> {
  return ask<Plan>(at(entity, id, '/plan'), { method: 'POST', body: mapping })
}

export async function plannedRows(entity: string, id: string, verdict: Verdict): Promise<readonly PlannedRow[]> {
  return (await ask<{ items: readonly PlannedRow[] }>(at(entity, id, '/rows'), { query: { verdict, limit: 50 } })).items
}

export async function commitImport(entity: string, id: string): Promise<Counts> {
  return (await ask<{ counts: Counts }>(at(entity, id, '/commit'), { method: 'POST' })).counts
}

/** How many rows are in, while it is carried through. */
export async function rowsIn(entity: string, id: string): Promise<number> {
  return (await ask<StagedImport>(at(entity, id))).done
}

export function undoImport(entity: string, id: string): Promise<{ removed: number; restored: number; kept: readonly unknown[] }> {
  return ask(at(entity, id, '/undo'), { method: 'POST' })
}

export function downloadRefused(entity: string, id: string): Promise<void> {
  return download({ path: at(entity, id, '/refused.csv'), name: 'left-out.csv' })
}
