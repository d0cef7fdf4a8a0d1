import { join } from 'node:path'
import { expect, test } from 'vitest'
import { madeOf } from './made.ts'

/** Tries what a plugin has no business with, and says in its description what came of each. */
const curious = `
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { definePlugin } from '@sangam/sdk'
const tried = {}
const trying = (name, work) => { try { work(); tried[name] = 'done' } catch (error) { tried[name] = error.code ?? error.message } }
trying('reads a file of the machine', () => readFileSync('/etc/passwd'))
trying('reads what lies beside the platform', () => readFileSync(${JSON.stringify(join(import.meta.dirname, '..', '..', 'package.json'))}))
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
