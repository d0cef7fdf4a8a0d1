import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentDisposition, safeName } from './names.ts'
import { type FileStore, openFileStore } from './storage.ts'

let folder: string
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w-files-'))
  files = openFileStore(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const onDisk = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).map(entry => entry.name)

describe('a file', () => {
  test("comes back as it was, under a key of the server's making", async () => {
    const kept = await files.write('main', Readable.from([Buffer.from('नमस्ते, '), Buffer.from('world')]))
    expect(kept).toEqual({ key: expect.stringMatching(/^[0-9a-f]{32}$/), bytes: 25, sha256: createHash('sha256').update('नमस्ते, world').digest('hex') })
    expect(await text(await files.read('main', kept.key))).toBe('नमस्ते, world')
    const keys: string[] = []
    for await (const key of files.keys('main')) keys.push(key)
    expect(keys).toEqual([kept.key])
    await files.remove('main', kept.key)
    await expect(files.read('main', kept.key)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('that is too large leaves nothing behind', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(100_000)
      })(),
    )
    await expect(files.write('main', endless, { maxBytes: 1_048_576 })).rejects.toMatchObject({ status: 413, code: 'file_too_large' })
    expect(await onDisk()).toEqual([])
  })

  test('whose sender hangs up leaves nothing behind', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half')
        throw new Error('hung up')
      })(),
    )
    await expect(files.write('main', broken)).rejects.toThrow('hung up')
    expect(await onDisk()).toEqual([])
  })

  test.each(['../../etc/passwd', '..%2f', '/etc/passwd', 'a'.repeat(31), 'A'.repeat(32), '\0', ''])('is never found by the path %j', async key => {
    await expect(files.read('main', key)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is never of a workspace that is a path', async () => {
    await expect(async () => files.write('../main', Readable.from(['x']))).rejects.toThrow('is not the name of a workspace')
  })
})

describe("a file's name", () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\quote.xlsx', 'quote.xlsx'],
    ['बिक्री 2027.csv', 'बिक्री 2027.csv'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
    ['say "hi"; x.txt', 'say _hi__ x.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['.htaccess', 'htaccess'],
    ['CON.txt', 'file'],
    ['...', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (given, clean) => {
    expect(safeName(given)).toBe(clean)
  })

  test('is cut to what every disk takes, and keeps its ending', () => {
    const cut = safeName(`${'क'.repeat(300)}.csv`)
    expect(cut).toMatch(/^क+\.csv$/)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(180)
  })

  test('reaches the browser whole', () => {
    expect(contentDisposition('बिक्री (1).csv')).toBe(
      'attachment; filename="______ (1).csv"; filename*=UTF-8\'\'%E0%A4%AC%E0%A4%BF%E0%A4%95%E0%A5%8D%E0%A4%B0%E0%A5%80%20%281%29.csv',
    )
    expect(contentDisposition('x"\r\n.png', 'inline')).toBe('inline; filename="x_.png"; filename*=UTF-8\'\'x_.png')
  })
})
