import { ask } from '../data/client.ts'

export interface FileMeta {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly bytes: number
}

// What files are called, asked for together: what is asked within one turn goes out as one request.
const known = new Map<string, FileMeta | null>()
let wanted = new Set<string>()
let coming: Promise<void> | null = null

export function rememberFile(file: FileMeta): void {
  known.set(file.id, file)
}

/** What a file is called; null when the person may not see it. */
export async function fileOf(id: string): Promise<FileMeta | null> {
  const found = known.get(id)
  if (found !== undefined) return found
  wanted.add(id)
  coming ??= Promise.resolve().then(fetchWanted)
  await coming
  return known.get(id) ?? null
}

async function fetchWanted(): Promise<void> {
  const asked = [...wanted]
  wanted = new Set()
  coming = null
  for (let at = 0; at < asked.length; at += 100) {
    const ids = asked.slice(at, at + 100)
    const { items } = await ask<{ items: readonly FileMeta[] }>('/api/files', { query: { ids: ids.join(',') } })
    for (const id of ids) known.set(id, items.find(one => one.id === id) ?? null)
  }
}
