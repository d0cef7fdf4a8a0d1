import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Fresh, fresh } from './fresh.ts'

let place: Fresh
let cookie: string
beforeAll(async () => {
  place = await fresh()
  cookie = await place.setUp()
})
afterAll(() => place.stop())

const hostile = [
  "'; drop table main.core_user; --",
  '"',
  '../../etc/passwd',
  '%00',
  '__proto__',
  'constructor',
  '{}',
  'a'.repeat(3000),
  '\u202egpj.exe',
  'deals.deal\u0000',
  '<script>alert(1)</script>',
  '$where',
  '1 or 1=1',
]

describe('a write comes from our own pages or from a program', () => {
  test.each([
    ['another site', { Origin: 'https://evil.example.com' }, 403],
    ['no site at all', { Origin: 'null' }, 403],
    ['another site, by a browser that says so', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['our own page', { Origin: 'http://localhost:4000', 'Sec-Fetch-Site': 'same-origin' }, 201],
    ['a program', {}, 201],
  ])('%s', async (_, headers, status) => {
    expect((await place.ask('POST', '/api/records/deals.deal', { title: 'x' }, { cookie, ...headers })).status).toBe(status)
  })

  test.each(['text/plain', 'TEXT/PLAIN', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/csv', ''])(
    'a form can’t send it: %s',
    async type => {
      const answer = await place.ask('POST', '/api/records/deals.deal', '{"title":"x"}', { cookie, 'Content-Type': type, 'Content-Length': '13' })
      expect(answer).toMatchObject({ status: 415, json: { code: 'content_type' } })
    },
  )

  test('reading changes nothing, and other sites are given no right to read', async () => {
    const answer = await place.ask('GET', '/api/records/deals.deal', undefined, { cookie, Origin: 'https://evil.example.com' })
    expect([...answer.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    expect(
      (await place.ask('OPTIONS', '/api/records/deals.deal', undefined, { Origin: 'https://evil.example.com', 'Access-Control-Request-Method': 'POST' }))
        .status,
    ).toBe(401)
  })
})

describe('every answer', () => {
  test.each(['/', '/api/session', '/api/records/deals.deal', '/nothing', '/api/nothing', '/assets/x.js'])('%s is safe to show', async path => {
    const { headers } = await place.ask('GET', path, undefined, { cookie })
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe")
    expect(
      Object.fromEntries(['x-content-type-options', 'referrer-policy', 'x-frame-options', 'cross-origin-opener-policy'].map(name => [name, headers.get(name)])),
    ).toEqual({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    })
  })

  test('tells a stranger nothing: no version, no names, no stack', async () => {
    for (const path of ['/', '/api/session', '/api/meta', '/api/openapi.json', '/api/docs', '/api/records/deals.deal', '/health/live', '/api/%c0%af']) {
      const { json, headers } = await place.ask('GET', path)
      const said = JSON.stringify([json, [...headers]])
      expect(said).not.toMatch(/\b0\.1\.0\b|node_modules|postgres|\.ts:\d|at [A-Z]\w+\./i)
      if (path.startsWith('/api/records') || path === '/api/meta') expect(said).not.toContain('Deal')
    }
  })
})

test('what a plugin answers by a route of its own is data, and no page of ours', async () => {
  const page = '<script>alert(1)</script>'
  await place.ask('POST', '/api/records/deals.deal', { title: page }, { cookie })
  const { status, json, headers } = await place.ask('GET', '/api/plugins/deals/x/top/100', undefined, { cookie, Accept: 'text/html' })
  expect([status, (json as unknown as string[]).includes(page)]).toEqual([200, true])
  expect(['content-type', 'x-content-type-options', 'x-frame-options'].map(name => headers.get(name))).toEqual(['application/json', 'nosniff', 'DENY'])
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
})

test('five hundred strangers who ask how the server is hardly ask the database', async () => {
  const { app } = place.platform.world.db
  const asked = vi.spyOn(app, 'run')
  const answers = await Promise.all(Array.from({ length: 500 }, (_, at) => place.ask('GET', at % 2 === 0 ? '/health/ready' : '/health/live')))
  expect(answers.filter(({ status }) => status === 200).length).toBe(500)
  expect(asked.mock.calls.length).toBeLessThan(10)
  asked.mockRestore()
})

test('no route of the API answers a stranger, but those that let people in', async () => {
  const open = new Set([
    'GET /api/session',
    'POST /api/session',
    'DELETE /api/session',
    'GET /api/setup',
    'POST /api/setup',
    'POST /api/password/forgot',
    'POST /api/password/reset',
    'GET /api/invitations/:token',
    'POST /api/invitations/accept',
    'GET /api/docs',
    'GET /api/docs/begin.js',
    'GET /api/docs/reference.js',
  ])
  const routes = place.platform.app.routes.filter(route => route.path.startsWith('/api/') && !route.path.endsWith('/*') && route.method !== 'ALL')
  expect(routes.length).toBeGreaterThan(50)
  const wrong: string[] = []
  for (const { method, path } of routes) {
    if (open.has(`${method} ${path}`)) continue
    for (const trick of ['', '?x=/api/session', '/?/api/session', '#/api/session']) {
      const answer = await place.ask(method, path.replace(/:\w+/g, 'x') + trick, method === 'GET' || method === 'DELETE' ? undefined : {})
      if (![401, 404].includes(answer.status)) wrong.push(`${method} ${path}${trick} ${answer.status}`)
    }
  }
  expect(wrong).toEqual([])
})

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  '/assets/..%5c..%5cpackage.json',
  '//etc/passwd',
  '/.vite/manifest.json',
  '/assets/%00',
  '/....//package.json',
])('a file outside is not given: %s', async path => {
  const answer = await place.ask('GET', path)
  expect(JSON.stringify(answer.json)).not.toMatch(/"dependencies"|root:|isEntry/)
})

test('a name that a proxy forwards counts only when the proxy is on this machine, and the last one it says', async () => {
  const { platform } = place
  const server = await platform.listen()
  const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`, { headers: { 'X-Forwarded-For': '127.0.0.1, 203.0.113.9' } })
  expect(answer.status).toBe(403)
  const told = await fetch(`http://127.0.0.1:${server.port}/metrics`)
  expect([told.status, told.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')])
  const text = await told.text()
  const counters = ['sangam_http_seconds_count{method="GET",', 'sangam_work{workspace="main",state="waiting"} ', 'process_cpu_user_seconds_total ']
  expect(counters.filter(name => !text.includes(`\n${name}`))).toEqual([])
})

test('hostile names in addresses are answered with a problem, and nothing is harmed', async () => {
  const templates = [
    '/api/records/X',
    '/api/records/deals.deal/X',
    '/api/records/deals.deal/X/history',
    '/api/records/deals.deal?sort=X',
    '/api/records/deals.deal?fields=X',
    '/api/records/deals.deal?where=X',
    '/api/records/deals.deal?after=X',
    '/api/records/deals.deal?limit=X',
    '/api/records/deals.deal?count=X',
    '/api/records/deals.deal?X=1',
    '/api/export/deals.deal?format=X',
    '/api/export/X',
    '/api/settings/X',
    '/api/plugins/X/x/y',
    '/api/invitations/X',
    '/api/imports/deals.deal/X',
    '/api/imports/X',
    '/api/duplicates/X?values=X',
  ]
  for (const template of templates) {
    for (const text of hostile) {
      // An empty condition or record is none that could be hostile.
      if (text === '{}') continue
      const { status, json } = await place.ask('GET', template.replaceAll('X', encodeURIComponent(text)), undefined, { cookie })
      expect({ template, text, fine: status >= 400 && status < 500 && typeof json.code === 'string' && typeof json.requestId === 'string' }).toEqual({
        template,
        text,
        fine: true,
      })
    }
  }
  for (const text of hostile.filter(one => one.length <= 200))
    expect((await place.ask('GET', `/api/records/deals.deal?search=${encodeURIComponent(text)}`, undefined, { cookie })).status).toBe(200)
  expect((await place.ask('GET', '/api/users', undefined, { cookie })).status).toBe(200)
})
