import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openPool } from '../../core/data/connection.ts'
import { type Fresh, fresh } from './fresh.ts'
import { folded, packed, zipOf } from './zip.ts'

let place: Fresh
let cookie: string
let port: number
beforeAll(async () => {
  place = await fresh()
  cookie = await place.setUp()
  port = (await place.platform.listen()).port
})
afterAll(() => place.stop())

/** Who listens, and was greeted; a line that breaks before is opened again, as a browser does. */
const listening = (headers: { readonly [name: string]: string } = {}): Promise<ReadableStreamDefaultReader<Uint8Array>> =>
  vi.waitFor(
    async () => {
      const reader = (await fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie, ...headers } })).body?.getReader()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: hello')
      return reader as ReadableStreamDefaultReader<Uint8Array>
    },
    { timeout: 60_000 },
  )

/** The connections of the server on which something is under way, or that are held by somebody. */
const busy = (): Promise<{ query: string }[]> =>
  place.platform.world.db.owner.run<{ query: string }>(
    sql`select query from pg_stat_activity where application_name like 'sangam%' and state <> 'idle' and pid <> pg_backend_pid() and datname = current_database()`,
  )

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
const bodies: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['a text', '"x"'],
  ['a number', '1e999'],
  ['null', 'null'],
  ['a list of nothing', '[]'],
  ['a list of texts', '["x"]'],
  ['a hundred thousand brackets', deep(100_000)],
  ['a prototype', '{"__proto__":{"admin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['a name within', '{"title":"x","tags":[{"__proto__":1}]}'],
  ['a name in disguise', '{"\\u005f_proto__":{"admin":true}}'],
  ['another in disguise', '{"title":"x","const\\u0072uctor":1}'],
  ['a zero character', '{"title":"a\\u0000b","name":"a\\u0000b"}'],
  ['a lone surrogate', '{"title":"\\ud800"}'],
  ['wrong types', '{"title":{},"name":[],"email":5,"values":"x","ids":5,"to":[],"roles":"x","where":5,"group":{},"measures":5}'],
  ['huge names', `{"${'n'.repeat(50_000)}":1}`],
]

describe('whatever is sent, wherever', () => {
  test.each(bodies)('%s is answered with a problem and changes nothing but what it may', async (_, body) => {
    const routes = place.platform.app.routes.filter(
      route => ['POST', 'PUT', 'PATCH'].includes(route.method) && route.path.startsWith('/api/') && (route.path !== '/api/backup' || body !== ''),
    )
    const wrong: string[] = []
    for (const { method, path } of routes) {
      const at = path
        .replace(':entity', 'deals.deal')
        .replace(':id', '00000000-0000-7000-8000-00000000dead')
        .replace(':action', 'praise')
        .replace(':name', 'core.mail')
        .replace(':token', 'x')
        .replace('/*', '/x')
      const { status, json } = await place.ask(method, `${at}?name=deals.csv`, body, { cookie, 'Content-Length': String(body.length) })
      const fine = status < 400 || (status < 500 && typeof json.code === 'string' && typeof json.detail === 'string')
      if (!fine) wrong.push(`${method} ${path}: ${status} ${JSON.stringify(json).slice(0, 200)}`)
    }
    expect(wrong).toEqual([])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test.each(['undefined', "1'--", '%00', '[object Object]'])('to a record that is called %s nothing is done, and no request fails', async id => {
    const routes = place.platform.app.routes.filter(route => route.path.startsWith('/api/') && route.path.includes(':id') && !route.path.includes('live'))
    const failed: string[] = []
    for (const { method, path } of routes) {
      const at = path.replace(':entity', 'deals.deal').replace(':action', 'praise').replace(/:\w+/g, encodeURIComponent(id)).replace('/*', '/x')
      const { status } = await place.ask(method, at, method === 'GET' ? undefined : '{"words":"x"}', { cookie })
      if (status >= 500) failed.push(`${method} ${path}: ${status}`)
    }
    expect([failed, routes.length > 20]).toEqual([[], true])
  })

  test.each(['constructor', '__proto__'])('%s, to which every object answers, is the name of nothing, wherever a name stands', async name => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort()
    // To follow no more what one does not follow is done already.
    const routes = place.platform.app.routes.filter(route => /^\/api\/.*:/.test(route.path) && !/live|odata|follow$/.test(route.path))
    const wrong: string[] = []
    const ask = async (method: string, at: string, body?: string, headers: object = {}) => {
      const { status, json } = await place.ask(method, at, body, { cookie, ...headers })
      if (status < 400 || status >= 500) wrong.push(`${method} ${at}: ${status}`)
      return json
    }
    for (const { method, path } of routes) await ask(method, path.replaceAll(/:\w+/g, name).replace('/*', `/${name}`), method === 'GET' ? undefined : '{}')
    const csv = { 'Content-Type': 'text/csv' }
    const { id } = (await place.ask('POST', '/api/imports/deals.firm?name=a.csv', `${name},name\nx,y\n`, { cookie, ...csv })).json
    await ask('POST', `/api/imports/deals.firm/${id}/plan`, `{"key":null,"fields":{"${name}":{"columns":[0]},"name":{"columns":[1]}}}`)
    await ask('POST', `/api/imports/deals.firm/${id}/plan`, `{"key":"${name}","fields":{"name":{"columns":[1]}}}`)
    for (const part of [`"field":"${name}","type":"text"`, `"field":"a","type":"${name}"`])
      await ask('POST', '/api/model/plan', `{"operations":[{"op":"addField","entity":"deals.firm",${part}}]}`)
    await ask('POST', '/api/model/plan', `{"operations":[{"op":"${name}","entity":"deals.firm"}]}`)
    expect([wrong, routes.length > 60]).toEqual([[], true])
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
  })

  test('conditions of every wrong form are refused by name', async () => {
    const conditions: readonly unknown[] = [
      [],
      'x',
      5,
      { title: {} },
      { title: { near: 'x' } },
      { title: 5 },
      { score: 'x' },
      { score: { in: 'x' } },
      { score: { in: [null] } },
      { closing: 'soon' },
      { closing: { within: 'someday' } },
      { closing: { between: ['2027-01-01'] } },
      { 'firm.nothing': 1 },
      { 'firm.owner.account.x': 1 },
      { lines: { some: [] } },
      { lines: { any: {} } },
      { or: {} },
      { or: [5] },
      { not: [] },
      { hot: 'yes' },
      { firm: 'Gupta' },
      { title: { contains: 5 } },
      { title: { isEmpty: 'x' } },
      { value: '5' },
      { toString: 'x' },
      { hasOwnProperty: { eq: 1 } },
    ]
    for (const where of conditions) {
      const { status, json } = await place.ask('POST', '/api/query/deals.deal', { where }, { cookie })
      expect({ where, status, code: json.code }).toEqual({ where, status: 400, code: 'bad_query' })
    }
    let nested: object = { title: 'x' }
    for (let at = 0; at < 30; at += 1) nested = { not: nested }
    expect(await place.ask('POST', '/api/query/deals.deal', { where: nested }, { cookie })).toMatchObject({ status: 400 })
  })

  test.each([
    ['score', 'many'],
    ['weight', '1e'],
    ['closing', '2027-99-99'],
    ['seenAt', 'soon'],
    ['hot', 'perhaps'],
    ['title', 'x\u0000'],
  ])('a place in the order of %s that holds "%s" is none: the page is refused', async (field, value) => {
    const after = Buffer.from(`${field}\n${JSON.stringify([value, '00000000-0000-7000-8000-00000000dead'])}`).toString('base64url')
    expect(await place.ask('POST', '/api/query/deals.deal', { sort: [field], after }, { cookie })).toMatchObject({ status: 400, json: { code: 'bad_query' } })
  })
})

/** Sends a body piece by piece over a real connection; gives the status, or null when the line was cut. */
function trickle(pieces: Iterable<Buffer>, headers: { readonly [name: string]: string } = {}): Promise<number | null> {
  return new Promise(resolve => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, method: 'POST', path: '/api/records/deals.deal', headers: { cookie, 'content-type': 'application/json', ...headers } },
      answer => {
        answer.resume()
        resolve(answer.statusCode ?? null)
      },
    )
    sent.on('error', () => resolve(null))
    const source = pieces[Symbol.iterator]()
    const more = (): void => {
      for (;;) {
        const { value, done } = source.next()
        if (done) return void sent.end()
        if (sent.destroyed) return
        if (!sent.write(value)) return void sent.once('drain', more)
      }
    }
    more()
  })
}

describe('over a real connection', () => {
  test('a gigabyte is refused early, in pieces or announced, and memory stays flat', async () => {
    const before = process.memoryUsage().rss
    function* gigabyte(): Generator<Buffer> {
      const piece = Buffer.alloc(1 << 20, 'x')
      for (let at = 0; at < 1024; at += 1) yield piece
    }
    expect([413, null]).toContain(await trickle(gigabyte(), { 'transfer-encoding': 'chunked' }))
    expect([413, null]).toContain(await trickle([Buffer.from('{')], { 'content-length': '1073741824' }))
    expect((process.memoryUsage().rss - before) / 1_048_576).toBeLessThan(150)
    expect((await place.ask('GET', '/health/live')).status).toBe(200)
  })

  test('whoever hangs up ends nothing but itself, on every route, in the middle of sending and of reading', async () => {
    const thrown: unknown[] = []
    const before = place.logged.length
    const note = (error: unknown): void => void thrown.push(error)
    process.on('uncaughtException', note)
    process.on('unhandledRejection', note)
    const named = place.platform.app.routes.filter(route => !route.path.endsWith('*') && route.method !== 'ALL')
    // Who signs out is let at no other route.
    const routes = named.filter(route => !(route.method === 'DELETE' && /sessions?$/.test(route.path)))
    for (const { method, path } of routes) {
      const at = path.replace(':entity', 'deals.deal').replace(/:\w+/g, '00000000-0000-7000-8000-00000000dead')
      for (const [type, body] of [
        ['application/json', '{"title":"Hung up'],
        ['application/octet-stream', 'title\nHung up'],
      ] as const)
        await new Promise<void>(resolve => {
          const sends = method === 'GET' ? {} : { 'content-type': type, 'content-length': '100000' }
          const sent = httpRequest({ host: '127.0.0.1', port, method, path: `${at}?name=deals.csv`, headers: { cookie, ...sends } })
          sent.on('error', () => undefined)
          sent.on('close', () => resolve())
          sent.on('response', answer => answer.once('data', () => sent.destroy()).once('end', () => sent.destroy()))
          if (method === 'GET') sent.end()
          else sent.write(body, () => setTimeout(() => sent.destroy(), 10))
        })
    }
    expect(routes.length).toBeGreaterThan(100)
    // Who leaves is no fault of anyone's: it is noted as what it is.
    await expect.poll(() => place.logged.slice(before).some(line => line.startsWith('Whoever asked left') && line.includes('/api/query/deals.deal'))).toBe(true)
    // A backup stood still, too: all that was begun for them is over, and holds nothing.
    await expect.poll(busy).toEqual([])
    const noted = new Set(place.logged.slice(before).map(line => line.replace(/\{.*/, '').trim()))
    expect([...noted].filter(line => !['Whoever asked left before all of the request was here.', 'A backup was called off.'].includes(line))).toEqual([])
    expect((await place.ask('GET', '/api/meta', undefined, { cookie })).status).toBe(200)
    process.off('uncaughtException', note)
    process.off('unhandledRejection', note)
    expect(thrown).toEqual([])
  })

  test('however many send slowly, whatever it is, nobody else waits for them, and each is answered', async () => {
    const way = (path: string, type: string, body: string) => {
      const headers = { cookie, 'content-type': type, 'content-length': String(body.length) }
      const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path, headers })
      const answered = new Promise<number | undefined>((resolve, reject) =>
        sent.on('error', reject).on('response', answer => resolve(answer.resume().statusCode)),
      )
      const half = body.length >> 1
      return { begin: () => new Promise<unknown>(resolve => sent.write(body.slice(0, half), resolve)), end: () => void sent.end(body.slice(half)), answered }
    }
    // More of each than there are connections.
    const slow = Array.from({ length: 6 }, (_, at) => [
      way('/api/records/deals.deal', 'application/json', `{"title":"Slowly ${at}"}`),
      way('/api/imports/deals.deal?name=deals.csv', 'text/csv', `title\n${'Slowly sent\n'.repeat(2000)}`),
      way('/api/imports/deals.deal/00000000-0000-7000-8000-00000000dead/plan', 'application/json', '{"columns":{}}'),
    ]).flat()
    await Promise.all(slow.map(one => one.begin()))
    const others = await Promise.all(Array.from({ length: 6 }, (_, at) => place.ask('POST', '/api/records/deals.deal', { title: `Beside ${at}` }, { cookie })))
    expect(others.map(({ status }) => status)).toEqual(Array(6).fill(201))
    await expect.poll(busy).toEqual([])
    for (const one of slow) one.end()
    expect(await Promise.all(slow.map(one => one.answered))).toEqual(Array(6).fill([201, 201, 400]).flat())
  })

  test('whoever listens from a place that is none hears what comes from now on, and of a workspace that is none nothing', async () => {
    const places = ['x', '-5', '1.5', '99999999999999999999', '__proto__', "1'; select 1 --"]
    const lines = await Promise.all(places.map(at => listening({ 'Last-Event-ID': at })))
    const { json } = await place.ask('POST', '/api/records/deals.deal', { title: 'Heard' }, { cookie })
    const heard = async (line: ReadableStreamDefaultReader<Uint8Array>): Promise<unknown> => {
      let text = ''
      while (!text.includes(String(json.id))) {
        const { value, done } = await line.read()
        if (done) return 'it ended'
        text += new TextDecoder().decode(value)
      }
      await line.cancel()
      return [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)
    }
    expect(await Promise.all(lines.map(heard))).toEqual(places.map(() => [json.id]))
    expect((await place.ask('GET', '/api/live?workspace=nobody', undefined, { cookie })).json).toMatchObject({ status: 401, code: 'signed_out' })
  })

  test('who hangs up in the middle of sending changes nothing', async () => {
    await new Promise<void>(resolve => {
      const sent = httpRequest({
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/api/records/deals.deal',
        headers: { cookie, 'content-type': 'application/json', 'content-length': '100' },
      })
      sent.on('error', () => undefined)
      sent.on('close', () => resolve())
      sent.write('{"title":"Hung up"', () => sent.destroy())
    })
    const { json } = await place.ask('GET', `/api/records/deals.deal?count=exact&where=${encodeURIComponent('{"title":{"startsWith":"Hung"}}')}`, undefined, {
      cookie,
    })
    expect(json.count).toBe(0)
  })
})

describe('a workbook that is imported', () => {
  const cell = (at: number, text: string): string => `<row r="${at}"><c r="A${at}" t="inlineStr"><is><t>${text}</t></is></c></row>`
  const sheet = `<worksheet><sheetData>${cell(1, 'title')}${cell(2, 'Looms')}</sheetData></worksheet>`
  const first = 'xl/worksheets/sheet1.xml'
  const headers = { cookie: '', 'content-type': 'application/octet-stream' }
  const send = (bytes: Buffer) =>
    fetch(`http://127.0.0.1:${port}/api/imports/deals.deal?name=deals.xlsx`, { method: 'POST', headers, body: new Uint8Array(bytes) })
  // Of what others leave at the same time, in files of their own, nothing is known here.
  const before: string[] = []
  beforeAll(async () => {
    headers.cookie = cookie
    before.push(...(await readdir(tmpdir())))
  })
  const left = async (): Promise<string[]> =>
    (await readdir(tmpdir())).filter(name => !before.includes(name) && (name.startsWith('sangam-import-') || name.startsWith(`tmp-${process.pid}-`)))

  test('is read in whatever order its parts stand, and leaves nothing on the disk', async () => {
    // A part that would lie elsewhere if it were unpacked under its name is never written anywhere.
    const astray = packed('../../../../../../tmp/sangam-import-astray', 'x')
    const parts = [
      packed(first, sheet),
      astray,
      packed('xl/worksheets/sheet2.xml', sheet),
      packed('xl/sharedStrings.xml', '<sst></sst>'),
      packed('xl/media/1.png', ''),
    ]
    for (const file of [parts, parts.toReversed(), parts.slice(0, 1)]) {
      const answer = await send(zipOf(file))
      expect([answer.status, ((await answer.json()) as { rows: number }).rows]).toEqual([201, 1])
    }
    await place.ask('POST', '/api/records/deals.deal', { title: 'Looms' }, { cookie })
    const exported = await fetch(`http://127.0.0.1:${port}/api/export/deals.deal?format=xlsx&fields=title`, { headers })
    const answer = await send(Buffer.from(await exported.arrayBuffer()))
    expect(await answer.json()).toMatchObject({ state: 'staged', columns: [{ header: 'Title' }] })
    await expect.poll(left).toEqual([])
  })

  test.each([
    ['the texts that cells share', 'file_unfolds', [folded('xl/sharedStrings.xml', '<sst><si><t>', 300), packed(first, sheet)]],
    ['texts that say they are few', 'file_unreadable', [folded('xl/sharedStrings.xml', '<sst><si><t>', 300, 20), packed(first, sheet)]],
    [
      'one row',
      'file_unfolds',
      [folded(first, '<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>', 80), packed('xl/sharedStrings.xml', '<sst></sst>')],
    ],
  ])('is refused where a small file unfolds to hundreds of megabytes: %s', async (_, code, parts) => {
    const file = zipOf(parts)
    expect(file.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage().rss
    const answer = await send(file)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, code])
    expect((process.memoryUsage().rss - before) / 1_048_576).toBeLessThan(400)
    await expect.poll(left).toEqual([])
  })

  test.each([
    ['the texts that cells share', 'xl/sharedStrings.xml'],
    ['a sheet', first],
  ])('that is cut off within %s is refused, and whose sender hangs up ends nothing but itself', async (_, name) => {
    const thrown: unknown[] = []
    const note = (error: unknown): void => void thrown.push(error)
    process.on('uncaughtException', note)
    const file = zipOf([packed(name, `<sst><si><t>${randomBytes(500_000).toString('hex')}`)])
    const half = file.subarray(0, file.length >> 1)
    const answer = await send(half)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'file_unreadable'])
    const ended = new Promise<void>(resolve => {
      const path = '/api/imports/deals.deal?name=deals.xlsx'
      const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path, headers: { ...headers, 'content-length': String(file.length) } })
      sent.on('error', () => undefined)
      sent.on('close', () => resolve())
      sent.write(half, () => setTimeout(() => sent.destroy(), 200))
    })
    await ended
    await expect.poll(left).toEqual([])
    expect((await send(half)).status).toBe(422)
    process.off('uncaughtException', note)
    expect(thrown).toEqual([])
  })
})

test('when the database ends every connection the next request works, and what was under way is whole or not at all', async () => {
  const admin = openPool({ url: place.databaseUrl, size: 1, name: 'breaker' })
  const writes = Array.from({ length: 20 }, (_, at) =>
    place.ask('POST', '/api/records/deals.deal', [{ title: `Broken ${at}` }, { title: `Broken ${at}` }], { cookie, 'Idempotency-Key': `broken-${at}` }),
  )
  await admin.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sangam%' and datname = current_database()`)
  const answers = await Promise.all(writes)
  expect(answers.filter(({ status }) => ![201, 503, 409].includes(status))).toEqual([])
  // Sent again under the same keys, each is there exactly once.
  for (let at = 0; at < 20; at += 1) {
    const again = await place.ask('POST', '/api/records/deals.deal', [{ title: `Broken ${at}` }, { title: `Broken ${at}` }], {
      cookie,
      'Idempotency-Key': `broken-${at}`,
    })
    expect(again.status).toBe(201)
  }
  const [row] = await admin.run(
    sql`select count(*)::int as records, count(distinct title)::int as titles, (select count(*)::int from main.core_history h join main.deals_deal d on d.id = h.record_id where d.title like 'Broken %') as histories from main.deals_deal where title like 'Broken %'`,
  )
  expect(row).toEqual({ records: 40, titles: 20, histories: 40 })
  await admin.close()
})

test('whose line breaks while the database can’t be asked may listen again when it can', async () => {
  const { owner } = place.platform.world.db
  const line = () => fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } })
  await owner.run(sql`alter table main.core_outbox rename to core_outbox_away`)
  const broken = await Promise.all(Array.from({ length: 8 }, async () => (await line()).text()))
  await owner.run(sql`alter table main.core_outbox_away rename to core_outbox`)
  expect(broken).toEqual(Array.from({ length: 8 }, () => ''))
  await (await listening()).cancel()
})

test('a file that somebody stops taking holds nobody up, and one that breaks off does not end as if it were whole', async () => {
  const names = Array.from({ length: 4100 }, (_, at) => ({ name: `Mill ${at}` }))
  while (names.length > 0) await place.ask('POST', '/api/records/deals.firm', names.splice(0, 500), { cookie })
  const taken = async (way: string, method = 'GET') =>
    (await place.platform.app.request(`${place.url}/api/export/deals.firm?${way}`, { method, headers: { cookie } })).body?.getReader()
  const where = encodeURIComponent('{"name":{"startsWith":"Mill 1"}}')
  // More of each than there are connections.
  for (const way of ['format=csv', 'format=jsonl', 'format=xlsx', `format=pdf&where=${where}`, 'format=csv&group=name'].flatMap(way => Array(5).fill(way))) {
    const file = await taken(way)
    await file?.read()
    await file?.cancel()
  }
  for (let at = 0; at < 5; at += 1) await taken('format=csv', 'HEAD')
  const everything = await place.platform.app.request(`${place.url}/api/backup`, { method: 'POST', headers: { cookie } })
  await everything.body?.cancel()
  await expect.poll(() => [...new Set(place.logged.filter(line => line.startsWith('A backup ')))]).toEqual(['A backup was called off. {}'])
  const { json } = await place.ask(
    'GET',
    '/api/records/deals.firm?limit=1&count=exact&where=%7B%22name%22%3A%7B%22startsWith%22%3A%22Mill%22%7D%7D',
    undefined,
    { cookie },
  )
  expect(json.count).toBe(4100)

  // However slowly somebody takes theirs, connections are left for others.
  const three = await Promise.all([1, 2, 3].map(() => taken('format=csv')))
  for (const one of three) await one?.read()
  expect((await place.ask('GET', '/api/export/deals.firm?format=jsonl', undefined, { cookie })).json).toMatchObject({
    status: 429,
    detail: 'Three of your files are being made already. Wait until one is done, then try again.',
  })
  for (const one of three) await one?.cancel()

  const file = await taken('format=csv')
  await file?.read()
  const admin = openPool({ url: place.databaseUrl, size: 1, name: 'breaker' })
  await admin.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sangam%' and datname = current_database()`)
  await admin.close()
  const rest = async (): Promise<string> => ((await file?.read())?.done === false ? rest() : 'ended as if it were whole')
  await expect(rest()).rejects.toThrow()
  // Every connection that was cut is opened anew, without anybody's doing.
  const many = (): Promise<number[]> =>
    Promise.all(Array.from({ length: 12 }, async () => (await place.ask('GET', '/api/records/deals.deal', undefined, { cookie })).status))
  await expect.poll(many).toEqual(Array.from({ length: 12 }, () => 200))
})

test('whoever ends the server lets what is under way finish: it is answered, a new request is refused, and who only listens is let go', async () => {
  const line = await listening()
  const body = JSON.stringify({ title: 'Under way' })
  const headers = { cookie, 'content-type': 'application/json', 'content-length': String(body.length), expect: '100-continue' }
  const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/api/records/deals.deal', headers })
  const answered = new Promise<number | undefined>((resolve, reject) => sent.on('error', reject).on('response', answer => resolve(answer.resume().statusCode)))
  await new Promise<void>(resolve => sent.on('continue', resolve).write(body.slice(0, 8)))
  const ended = place.platform.stop()
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
  const rest = async (): Promise<string> => ((await line?.read())?.done === false ? rest() : 'let go')
  expect(await rest()).toBe('let go')
  sent.end(body.slice(8))
  expect(await answered).toBe(201)
  await ended
  const away = await place.ask('GET', '/health/ready')
  expect([away.status, away.headers.get('retry-after'), away.json]).toMatchObject([503, '2', { code: 'database_away' }])
})
