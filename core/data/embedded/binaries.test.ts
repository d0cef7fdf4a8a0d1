import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountFor } from './account.ts'
import { findBinaries, type Machine } from './binaries.ts'
import { type ClusterOptions, makeCluster, startServer } from './cluster.ts'

const wayOut = 'Use a PostgreSQL server, 15 to 18: set DATABASE_URL=postgres://user:password@host:5432/sangam and start again.'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sangam-binaries-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program of some kind where PostgreSQL's are looked for. */
function put(major: number, program: string): string {
  const bin = join(folder, 'usr', String(major), 'bin')
  mkdirSync(bin, { recursive: true })
  for (const name of ['initdb', 'postgres']) writeFileSync(join(bin, name), program, { mode: 0o755 })
  return bin
}

describe('where no PostgreSQL runs that came with Sangam', () => {
  const machines: readonly (readonly [machine: string, Omit<Machine, 'places'>])[] = [
    ['linux x64, musl', { platform: 'linux', arch: 'x64', musl: true }],
    ['linux arm64, musl', { platform: 'linux', arch: 'arm64', musl: true }],
    ['linux riscv64', { platform: 'linux', arch: 'riscv64', musl: false }],
    ['freebsd x64', { platform: 'freebsd', arch: 'x64', musl: false }],
    ['win32 ia32', { platform: 'win32', arch: 'ia32', musl: false }],
  ]
  test.each(machines)('%s: the start says how to use a server', (said, machine) => {
    const places = [join(folder, 'usr')]
    expect(() => findBinaries(null, null, { ...machine, places })).toThrow(new Error(`There is no PostgreSQL for this system (${said}). ${wayOut}`))
    // What the system itself installed is used, if it is one of those that do.
    put(14, '')
    expect(() => findBinaries(null, null, { ...machine, places })).toThrow(wayOut)
    const bin = put(17, '')
    expect(findBinaries(null, null, { ...machine, places })).toEqual({ bin, major: 17 })
  })

  const programs: readonly (readonly [what: string, program: string, said: string])[] = [
    ['wants a loader that is not there', '#!/lib/ld-of-another-system.so\n', 'ENOENT'],
    [
      'lacks a library',
      '#!/bin/sh\necho "error while loading shared libraries: libicuuc.so.60: cannot open shared object file" >&2\nexit 127\n',
      'error while loading shared libraries: libicuuc.so.60: cannot open shared object file',
    ],
  ]
  test.skipIf(process.platform === 'win32').each(programs)('one that %s says so, at the first start and at a later one', async (_what, program, said) => {
    const options: ClusterOptions = {
      folder: join(folder, 'postgres'),
      logFile: join(folder, 'log'),
      binaries: { bin: put(18, program), major: 18 },
      account: accountFor(join(folder, 'postgres')),
      settings: [],
    }
    const expected = new RegExp(`^PostgreSQL does not run on this system \\(${process.platform} ${process.arch}(, musl)?\\): .*${said}`)
    expect(() => makeCluster(options, 'any', true)).toThrow(expected)
    expect(() => makeCluster(options, 'any', true)).toThrow(wayOut)
    mkdirSync(options.folder)
    await expect(startServer(options, { host: folder, port: 5432 })).rejects.toThrow(expected)
  })
})
