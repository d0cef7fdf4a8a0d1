import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openPool } from './connection.ts'
import { openDatabase } from './database.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

/** Of an authority that signed the other, for `localhost` alone. They open nothing but this test. */
const authority = `-----BEGIN CERTIFICATE-----
MIIBaDCCAQ+gAwIBAgIBATAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBBIHRlc3Qg
b2YgU2FuZ2FtMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAbMRkw
FwYDVQQDDBBBIHRlc3Qgb2YgU2FuZ2FtMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEeYzQFRplQEtRalVk/Yql8mS0/W7eT674ys4EQEbbaEpT0U8rgM2Pse/cnwk4
4Z1i/1kQtApAUvvBTIvvGgIMAaNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8B
Af8EBAMCAgQwHQYDVR0OBBYEFPlIHA6kVqW1MjV6mQkpt8Si8wESMAoGCCqGSM49
BAMCA0cAMEQCIAa03jjatHXgcTFwL8v+nlWrXkjJdIM6z7p5PxAd/Eg7AiB4vDqk
9r1HhaQFj7wftKq0BVLgjbFXuJrEnWWlSy2i1A==
-----END CERTIFICATE-----
`
const certificate = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR6gAwIBAgIBAjAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBBIHRlc3Qg
b2YgU2FuZ2FtMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIw
EAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATI/xPU
3kcmWUT2PHDNGMefrAGgS2nqTXv0fJHQtZ2cjdMRvtp6jWLttS/HsualbjVm61GC
OxfRbEcFhRYpXfeno1gwVjAUBgNVHREEDTALgglsb2NhbGhvc3QwHQYDVR0OBBYE
FD5g+wFyCjv3Ljj+6tv0QCXB8i5FMB8GA1UdIwQYMBaAFPlIHA6kVqW1MjV6mQkp
t8Si8wESMAoGCCqGSM49BAMCA0cAMEQCIEXVlyadOFOMB9hZD5xO9mx7jW+74cvi
+rEeecIWcRDqAiBuWhhJJbAs6OaCwLnOmsv7nZHdGkzulGIFL15u8ZbKQg==
-----END CERTIFICATE-----
`
const key = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJ8XH1B0Xi1DMEl5OGebTx/DoCT7UUMKc7mbztMu3B0BoAoGCCqGSM49
AwEHoUQDQgAEyP8T1N5HJllE9jxwzRjHn6wBoEtp6k179HyR0LWdnI3TEb7aeo1i
7bUvx7LmpW41ZutRgjsX0WxHBYUWKV33pw==
-----END EC PRIVATE KEY-----
`

let database: TestDatabase
/** Speaks TLS before the server of the tests, as a server with `ssl = on` does. */
let between: Server
let port: number
let folder: string
let offers = true
/** How each line that got through to the server was spoken. */
const spoken: string[] = []

beforeAll(async () => {
  database = await createTestDatabase('t_tls')
  folder = mkdtempSync(join(tmpdir(), 'sangam-tls-'))
  writeFileSync(join(folder, 'ca.pem'), authority)
  writeFileSync(join(folder, 'other.pem'), certificate)
  const url = new URL(database.url)
  const host = url.searchParams.get('host')
  const target = host ? { path: `${host}/.s.PGSQL.${url.port}` } : { host: url.hostname, port: Number(url.port) }
  const passOn = (line: Socket, how: string, first?: Buffer): void => {
    const server = connect(target)
    spoken.push(how)
    if (first) server.write(first)
    for (const [from, to] of [[line, server] as const, [server, line] as const]) {
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
  }
  between = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', first => {
      // Whoever wants TLS asks for it by a number of its own.
      if (first.readUInt32BE(4) !== 80_877_103) return passOn(socket, 'plainly', first)
      socket.write(offers ? 'S' : 'N')
      const tls = 22
      if (!offers) return void socket.once('data', next => (next[0] === tls ? socket.destroy() : passOn(socket, 'plainly', next)))
      const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ cert: certificate, key }) })
      secure.on('error', () => undefined).once('secure', () => passOn(secure, 'in secret'))
    })
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  port = (between.address() as { port: number }).port
})
afterAll(async () => {
  between.close()
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

/** Goes through it by the name of the machine or by its number, with these words. */
function address(words: string, host: string): string {
  const url = new URL(database.url)
  url.port = String(port)
  url.hostname = host
  url.search = words.replace('CA', join(folder, 'ca.pem')).replace('OTHER', join(folder, 'other.pem'))
  return url.href
}

test.each([
  ['', 'localhost', true, 'plainly'],
  ['sslmode=disable', 'localhost', true, 'plainly'],
  ['sslmode=allow', 'localhost', true, 'in secret'],
  ['sslmode=prefer', 'localhost', true, 'in secret'],
  ['sslmode=prefer', 'localhost', false, 'plainly'],
  ['sslmode=require', 'localhost', true, 'in secret'],
  ['sslmode=verify-ca&sslrootcert=CA', '127.0.0.1', true, 'in secret'],
  ['sslmode=verify-full&sslrootcert=CA', 'localhost', true, 'in secret'],
])('the database is asked as its address says: %s, at %s where TLS is offered (%s), %s', async (words, host, offered, how) => {
  offers = offered
  spoken.length = 0
  const pool = openPool({ url: address(words, host), size: 1, name: 'test' })
  expect(await pool.run(sql`select 1 as one`)).toEqual([{ one: 1 }])
  await pool.close()
  expect(spoken).toEqual([how])
})

test.each([
  ['sslmode=require', 'localhost', false, 'offers no TLS, for which DATABASE_URL asks. Turn it on there (ssl = on), or take sslmode out of DATABASE_URL.'],
  ['sslmode=verify-full', 'localhost', true, 'is not trusted: unable to verify the first certificate. Name the file of whoever signed it in DATABASE_URL'],
  ['sslmode=require&sslrootcert=OTHER', 'localhost', true, 'is not trusted: '],
  ['sslmode=verify-full&sslrootcert=CA', '127.0.0.1', true, 'is not trusted: Hostname/IP does not match certificate'],
  ['sslmode=perhaps', 'localhost', true, 'DATABASE_URL says sslmode=perhaps. Say one of disable, allow, prefer, require, verify-ca, verify-full.'],
  ['sslmode=require&sslrootcert=/no.pem', 'localhost', true, 'DATABASE_URL says sslrootcert=/no.pem, and that file can’t be read (ENOENT).'],
])('%s, at %s where TLS is offered (%s), is refused: …%s…', async (words, host, offered, sentence) => {
  offers = offered
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  await expect(openDatabase(readConfig({ DATABASE_URL: address(words, host) }), log)).rejects.toThrow(sentence)
})

test('how long a statement may take is what the address says, unless its user knows better', async () => {
  const url = `${database.url}${database.url.includes('?') ? '&' : '?'}statement_timeout=7s`
  const said = async (statementTimeoutMs?: number): Promise<unknown> => {
    const pool = openPool({ url, size: 1, name: 'test', ...(statementTimeoutMs !== undefined && { statementTimeoutMs }) })
    return pool.run(sql`select current_setting('statement_timeout') as most`).finally(() => pool.close())
  }
  expect(await Promise.all([said(), said(3_600_000)])).toEqual([[{ most: '7s' }], [{ most: '1h' }]])
})
