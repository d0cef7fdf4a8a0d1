import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentDisposition } from '../../core/files/names.ts'
import { Deal, deals } from '../engine/note.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
})
afterAll(() => platform.stop())

const hostile = [
  "x'); drop table main.deals_deal; --",
  'title" or "1"="1',
  "' or 1=1 --",
  '$1',
  '{{7*7}}',
  '<img src=x onerror=alert(1)>',
  '=cmd|calc!A1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\tx',
  'a\\',
  '%',
  '_',
  '\\',
]

test('what people write is kept and found letter by letter, whatever it looks like to a database', async () => {
  const trimmed = hostile.map(text => text.trim())
  const made = await platform.admin.repo(Deal).createMany(trimmed.map(title => ({ title, reason: title, tags: [title] })))
  expect(made.map(deal => deal.title)).toEqual(trimmed)
  for (const [at, title] of trimmed.entries()) {
    const literal = title.startsWith('$') ? `$${title}` : title
    for (const where of [
      { title: literal },
      { title: { in: [title] } },
      { title: { startsWith: literal }, id: made[at]?.id },
      { tags: { contains: literal } },
    ]) {
      const { items } = await platform.admin.repo(Deal).find({ where: where as never, fields: ['title'], limit: 100 })
      expect({ where, found: items.some(item => item.id === made[at]?.id) }).toEqual({ where, found: true })
    }
  }
  expect(await platform.admin.repo(Deal).count({ title: { contains: '%' } })).toBe(1)
})

test('nothing that stands for a name becomes part of a statement', async () => {
  for (const text of [...hostile, 'title; drop table x', 'title desc', '(select 1)', 'title::text', 'deals_deal.title', '"title"']) {
    for (const body of [
      { sort: [text] },
      { fields: [text] },
      { group: [text] },
      { measures: [text] },
      { measures: [`sum:${text}`] },
      { where: { [text]: 1 } },
      { where: { title: { [text]: 1 } } },
      { group: ['title'], having: { [text]: { gt: 1 } } },
      { [text]: 1 },
      { where: { firm: { under: text } } },
      { after: text },
      { count: text },
    ]) {
      const { status, json } = await platform.admin.ask('POST', '/api/query/deals.deal', body)
      expect({ body, status, code: (json as { code?: string }).code }).toEqual({ body, status: 400, code: 'bad_query' })
    }
  }
})

test('a batch writes records and does nothing else, a thousand at most', async () => {
  const { admin } = platform
  const before = await admin.repo(Deal).count()
  const login = { entity: 'session', verb: 'create', values: { email: 'asha@example.com', password: 'guess' } }
  for (const [given, status] of [
    [Array.from({ length: 100 }, () => login), 404],
    [[{ ...login, entity: '../session' }], 404],
    [[{ entity: 'deals.deal', verb: 'praise', id: 'x' }], 400],
    [[{ method: 'POST', path: '/api/session', body: {} }], 400],
    [Array.from({ length: 1001 }, () => ({ entity: 'deals.deal', verb: 'create', values: { title: 'Many' } })), 400],
  ] as const)
    expect((await admin.ask('POST', '/api/batch', given)).status).toBe(status)
  expect(await admin.repo(Deal).count()).toBe(before)
})

test('what lies within a JSON field is asked for by nobody, whatever its path is', async () => {
  for (const path of ['condition.title', "condition->>'title'", 'condition.title.eq', 'condition[0]', "condition'.x", 'condition.*']) {
    for (const body of [{ where: { [path]: 'x' } }, { where: { [path]: { eq: 'x' } } }, { sort: [path] }, { fields: [path] }, { group: [path] }]) {
      const { status, json } = await platform.admin.ask('POST', '/api/query/core.webhook', body)
      expect({ body, status, code: (json as { code?: string }).code }).toEqual({ body, status: 400, code: 'bad_query' })
    }
  }
})

test('a spreadsheet runs nothing of what people wrote, and an import gets it back as it was', async () => {
  await platform.admin.repo(Deal).createMany(['=1+1', '+1', '-1', '@x'].map(reason => ({ title: 'Formula', reason })))
  const file = String(
    await platform.admin.get(`/api/export/deals.deal?format=csv&fields=reason&where=${encodeURIComponent('{"title":"Formula"}')}&sort=reason`),
  )
  const cells = file.replace('\ufeff', '').trim().split('\r\n').slice(1)
  expect(cells.every(cell => cell.startsWith("'"))).toBe(true)
})

test('a file’s name stays a name in the header', () => {
  expect(contentDisposition('a"; filename=evil.exe\r\nX: y.csv')).not.toMatch(/[\r\n]/)
  expect(contentDisposition('../../etc/passwd')).toContain('filename="passwd"')
  expect(contentDisposition('हिसाब.csv')).toContain("filename*=UTF-8''%E0%A4%B9")
})
