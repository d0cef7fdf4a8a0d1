import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openPool, type Pool } from '../data/connection.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import { size, table } from './output.ts'
import { run } from './program.ts'

let folder: string
let base: TestDatabase
let admin: Pool
let out = ''
let err = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w-cli-'))
  base = await createTestDatabase('w_cli')
  admin = openPool({ url: base.url, size: 1, name: 'test' })
  vi.stubEnv('DATABASE_URL', base.url)
  vi.stubEnv('SANGAM_DATA', folder)
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    err += String(text)
    return true
  })
})
beforeEach(() => {
  out = ''
  err = ''
  process.exitCode = undefined
})
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = undefined
  await admin.close()
  await base.drop()
  await rm(folder, { recursive: true })
})

describe('the command line', () => {
  test('finds an instance that nobody has set up yet well', async () => {
    expect([await run(['doctor']), err]).toEqual([0, ''])
    expect(out).toContain('Nothing is set up yet')
    expect(out).toContain('All is well.')
  })

  test('backs up, refuses to write over, and restores only into what is empty', async () => {
    await admin.run(sql`set role sangam_owner`)
    for (const statement of [
      sql`create schema sangam`,
      sql`create table sangam.workspace (name text primary key)`,
      sql`create table sangam.account (email text)`,
      sql`insert into sangam.account values ('owner@example.com')`,
    ]) {
      await admin.run(statement)
    }
    const file = join(folder, 'monday.sangam')
    expect([await run(['backup', file]), err]).toEqual([0, ''])
    expect(out).toContain('(rows: 1)')
    expect(out).toMatch(/Signed with the key [0-9a-f]{4}(-[0-9a-f]{4}){7}\./)
    expect(await run(['backup', file])).toBe(1)
    expect(err).toBe(`There is a file ${file} already. Choose another name, or say --force.\n`)
    expect(await run(['restore', file])).toBe(1)
    expect(err).toContain('--replace')
    await admin.run(sql`delete from sangam.account`)
    expect(await run(['restore', file, '--replace'])).toBe(0)
    expect(await admin.run(sql`select email from sangam.account`)).toEqual([{ email: 'owner@example.com' }])
    expect((await readdir(folder)).filter(name => name.endsWith('.partial'))).toEqual([])
  })

  test('says in one sentence what it can not do', async () => {
    expect([await run(['restore', join(folder, 'nothing')]), err]).toEqual([1, `There is no file ${join(folder, 'nothing')}.\n`])
    expect(await run(['dance'])).toBe(1)
    expect(err).toContain("unknown command 'dance'")
  })

  test('says what enabling a plugin would do, how long it takes and who waits, and does nothing', async () => {
    await admin.run(sql`drop schema if exists sangam, main cascade`)
    expect([await run(['plugin', 'enable', 'items', '--plan']), err]).toEqual([0, ''])
    expect(out).toContain('Nothing that is there is changed.')
    expect(out).toMatch(
      /^When +What +Where +Rows +About\n[- ]+\n(at once +make (table|column|index|constraint) +items_.*\n)+at the end +new model +– +\d+ ms\n\n/m,
    )
    expect(out).toContain(
      '\nNobody waits: nothing that is in use is held.\nAll of it takes less than a second. That is an estimate: it was rehearsed on an empty copy',
    )
    expect(await admin.run(sql`select id from main.core_plugin where id = 'items'`)).toEqual([])
  })
})

test('a plugin is told all that must be mended before it is given to others', async () => {
  const place = join(folder, 'plugin')
  expect([await run(['plugin', 'check', place]), out]).toEqual([
    1,
    `✗ It can’t be packed. There is no plugin.ts in ${place}. Say in which folder the plugin lies.\n\nOne thing must be mended.\n`,
  ])
  out = ''
  await mkdir(join(place, 'web'), { recursive: true })
  const engines = { sangam: '>=0.1.0 <1.0.0' }
  await writeFile(join(place, 'package.json'), JSON.stringify({ name: 'big', version: '1.0.0', type: 'module' }))
  await writeFile(
    join(place, 'plugin.ts'),
    `import { definePlugin, host } from '@sangam/sdk'
    export default definePlugin({ id: 'big', version: '1.0.0', title: 'Big', description: 'Too much.', engines: ${JSON.stringify(engines)}, parts: [host('big.rates', { title: 'Rates', address: 'https://rates.example.com' })] })`,
  )
  await writeFile(
    join(place, 'web', 'index.ts'),
    `import { css, html } from '@sangam/sdk/web'\nexport const map = '${randomBytes(60_000).toString('hex')}'\nexport const view = html\`<button>×</button>\`\nexport const style = css\`p { color: #bbb; background: #fff }\``,
  )

  expect(await run(['plugin', 'check', place])).toBe(1)
  expect(
    out
      .replaceAll(/\([\d.]+ (kB|bytes) compressed/g, '(# compressed')
      .replace(/\d+ bytes/, '# bytes')
      .replace(/(in a browser:) (npm install --save-dev playwright-core axe-core|no Chromium was found here\. .+|its tests can’t be run)\.$/m, '$1 #')
      .trim()
      .split('\n'),
  ).toEqual([
    'Big 1.0.0 (big), with its tests. This takes a while.',
    '✓ It is packed, and would be let in here. Its server half is # bytes (# compressed).',
    '✗ Its browser half is 120.2 kB (# compressed, of at most 60.0 kB). Draw with what @sangam/sdk/web gives, take a smaller library, or let the server do the work.',
    '– It calls https://rates.example.com.',
    '✗ package.json names no author. Whoever installs it reads who made it: add "author".',
    '✗ It has no README.md. Write what big is for, what it brings and who may do what.',
    '✗ web/index.ts:3 has a <button> without words. Write in it what it does, or say it as aria-label=…: a picture is not heard.',
    '✗ web/index.ts:4 writes #bbb on #fff, a contrast of 1.9 where text needs 4.5. Take the colours of the shell, such as var(--sg-text-2).',
    '✗ Its tests can’t be run. There is no vitest beside it: npm install.',
    '– There is no released baseline of a version before 1.0.0: that records of earlier ones come along is not tested.',
    `– As you release 1.0.0, write down what it keeps by “sangam plugin release ${place}”: its next versions are then brought from it in its tests.`,
    '– Its screens were not looked at in a browser: #',
    '– No machine tells all: go through its screens by keyboard alone, and once with a screen reader.',
    '',
    '6 things must be mended.',
  ])
})

test('sizes and tables read well', () => {
  expect([0, 999, 1500, 2_345_678, 5e12].map(size)).toEqual(['0 bytes', '999 bytes', '1.5 kB', '2.3 MB', '5.0 TB'])
  expect(
    table(
      ['Name', 'State'],
      [
        ['आशा', 'active'],
        ['Bo', 'disabled'],
      ],
    ),
  ).toBe('Name  State\n----  --------\nआशा   active\nBo    disabled')
})
