import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const memory = '/dev/shm'
const gigabyte = 2 ** 30

/** Whether files may lie in memory for as long as a run of tests takes: what lies there can't be written away, so there must be plenty. */
export function memoryIsPlenty(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= 4 * gigabyte && process.availableMemory() >= 8 * gigabyte
}

/**
 * Where the database server of a run of tests keeps its data: nothing of it outlives the run, and each test's own database is some
 * thousand files, which a disk makes five times as slowly as memory does.
 */
export function testFolder(): string {
  return memoryIsPlenty() ? memory : tmpdir()
}

/** Where folders of runs that were killed may lie. */
export const testFolders: readonly string[] = existsSync(memory) ? [tmpdir(), memory] : [tmpdir()]
