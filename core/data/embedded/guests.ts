import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beginningOf } from './process.ts'

interface Guest {
  readonly pid: number
  readonly began: string
}

const roomOf = (dataDir: string): string => join(dataDir, 'beside')

/** Says that this process works with a database that another one runs; gives what takes it back. */
export function enterBeside(dataDir: string): () => void {
  const room = roomOf(dataDir)
  mkdirSync(room, { recursive: true, mode: 0o700 })
  const path = join(room, randomUUID())
  writeFileSync(path, JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) ?? '' } satisfies Guest), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}

/** Whether anybody works beside; what those left who were killed is tidied away. */
export function anyBeside(dataDir: string): boolean {
  const room = roomOf(dataDir)
  let names: string[]
  try {
    names = readdirSync(room)
  } catch {
    return false
  }
  return names.map(name => lives(join(room, name))).includes(true)
}

function lives(path: string): boolean {
  try {
    const { pid, began } = JSON.parse(readFileSync(path, 'utf8')) as Guest
    if (beginningOf(pid) === began) return true
  } catch {
    // Half written or just gone: whoever writes it is about to ask for the database, and is told if it is too late.
  }
  rmSync(path, { force: true })
  return false
}
