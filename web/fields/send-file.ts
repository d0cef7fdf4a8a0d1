import { ask } from '../data/client.ts'
import { type FileMeta, rememberFile } from './file-names.ts'

/** Sends a file; it belongs to its sender until a record takes it. */
export async function sendFile(file: File): Promise<FileMeta> {
  const body = new Blob([file], { type: 'application/octet-stream' })
  const made = await ask<FileMeta>('/api/files', { method: 'POST', query: { name: file.name }, body })
  rememberFile(made)
  return made
}
