import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { testServer } from '../../core/data/testing.ts'
import { madeOf } from './made.ts'

const root = join(import.meta.dirname, '..', '..')

/** Tries what a plugin has no business with, and says in its description what came of each. */
const curious = `
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { definePlugin } from '@sangam/sdk'
const tried = {}
const trying = (name, work) => { try { work(); tried[name] = 'done' } catch (error) { tried[name] = error.code ?? error.message } }
trying('reads a file of the machine', () => readFileSync('/etc/passwd'))
trying('reads what lies beside the platform', () => readFileSync(${JSON.stringify(join(root, 'package.json'))}))
trying('writes a file', () => writeFileSync('kept.txt', 'x'))
trying('starts another program', () => execFileSync('/bin/true'))
trying('starts a thread', () => new Worker('1', { eval: true }))
tried['knows of its surroundings'] = Object.keys(process.env).filter(name => !['PATH', 'TZ', 'LANG', 'NODE_ENV'].includes(name)).join()
export default definePlugin({ id: 'curious', version: '1.0.0', title: 'Curious', description: JSON.stringify(tried), engines: { sangam: '^0.1.0' } })
`

test('a plugin’s process has the files of the plugin alone, starts nothing, and knows no secret of the server', async () => {
  await using made = await madeOf(curious)
  expect(JSON.parse(made.plugin.description)).toEqual({
    'reads a file of the machine': 'ERR_ACCESS_DENIED',
    'reads what lies beside the platform': 'ERR_ACCESS_DENIED',
    'writes a file': 'ERR_ACCESS_DENIED',
    'starts another program': 'ERR_ACCESS_DENIED',
    'starts a thread': 'ERR_ACCESS_DENIED',
    'knows of its surroundings': '',
  })
})

/** Has found where the database listens, and takes a client of the platform's own libraries, which it may read, to sign in as each role there. */
const burglar = (sockets: string): string => `
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { definePlugin } from '@sangam/sdk'
import postgres from ${JSON.stringify(join(root, 'node_modules', 'postgres', 'src', 'index.js'))}
const tried = {}
try { readFileSync(${JSON.stringify(join(dirname(sockets), 'database-password'))}); tried.password = 'read' } catch (error) { tried.password = error.code }
tried.socket = await new Promise(resolve => connect(${JSON.stringify(join(sockets, '.s.PGSQL.5432'))}, () => resolve('open')).on('error', error => resolve(error.code)))
for (const user of ['postgres', 'sangam_owner', 'sangam_app']) {
  const sql = postgres({ host: ${JSON.stringify(sockets)}, user, database: 'postgres', max: 1 })
  tried[user] = await sql\`select 1\`.then(() => 'came in', error => error.code)
}
export default definePlugin({ id: 'burglar', version: '1.0.0', title: 'Burglar', description: JSON.stringify(tried), engines: { sangam: '^0.1.0' } })
`

// A server that was given asks what its operator has it ask.
test.runIf(!process.env.SANGAM_TEST_DATABASE_URL)('a plugin’s process that found the socket of the database has no password for it', async () => {
  const sockets = new URL((await testServer()).adminUrl).searchParams.get('host') ?? ''
  await using made = await madeOf(burglar(sockets))
  const refused = '28P01'
  expect(JSON.parse(made.plugin.description)).toEqual({
    password: 'ERR_ACCESS_DENIED',
    socket: 'open',
    postgres: refused,
    sangam_owner: refused,
    sangam_app: refused,
  })
})
