import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from './kinds.ts'

let platform: TestPlatform
let clerk: TestClient
let looker: TestClient
let own: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [kinds] })
  clerk = await platform.as('kinds.clerk')
  looker = await platform.as('kinds.looker')
  own = await platform.as('kinds.own')
})
afterAll(() => platform.stop())

const pdf = '%PDF-1.7 the contract'
const gif = 'GIF89a....'
const bytes = { 'Content-Type': 'application/octet-stream' }
const send = (who: TestClient, name: string, content: string, headers: { readonly [name: string]: string } = bytes) =>
  who.ask('POST', `/api/files?name=${encodeURIComponent(name)}`, content, headers)
const sent = async (who: TestClient, name = 'contract.pdf', content = pdf) =>
  (await send(who, name, content)).json as unknown as { id: string; name: string; type: string; bytes: number }
const status = async (who: TestClient, id: string) => (await who.ask('GET', `/api/files/${id}`)).status
const make = async (who: TestClient, values: object) =>
  (await who.post('/api/records/kinds.kind', { name: 'K', ...values })) as { id: string; [field: string]: unknown }

describe('a file', () => {
  test('is sent, hung on a record, and comes back as it was, to be saved and not run', async () => {
    const made = await sent(clerk, '../Contract 2027.pdf')
    expect(made).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Contract 2027.pdf', type: 'application/pdf', bytes: 21 })
    const record = await make(clerk, { contract: made.id.toUpperCase(), papers: [made.id, made.id] })
    expect(record).toMatchObject({ contract: made.id, papers: [made.id], photo: null })
    const answer = await clerk.ask('GET', `/api/files/${made.id}`)
    expect(answer.json).toBe(pdf)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="Contract 2027.pdf"; filename*=UTF-8\'\'Contract%202027.pdf',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(await clerk.get(`/api/files?ids=${made.id}`)).toEqual({ items: [{ id: made.id, name: 'Contract 2027.pdf', type: 'application/pdf', bytes: 21 }] })
  })

  test('that is a picture is shown where it stands', async () => {
    const { id } = await sent(clerk, 'photo.gif', gif)
    await make(clerk, { photo: id })
    expect(Object.fromEntries((await clerk.ask('GET', `/api/files/${id}`)).headers)).toMatchObject({
      'content-type': 'image/gif',
      'content-disposition': expect.stringMatching(/^inline/),
    })
  })

  test('is its sender’s alone until a record holds it; then whoever may read that field reads it, and nobody else', async () => {
    const { id } = await sent(own)
    expect([await status(own, id), await status(clerk, id), await status(looker, id), await status(platform.guest, id)]).toEqual([200, 404, 404, 401])
    expect(await clerk.get(`/api/files?ids=${id}`)).toEqual({ items: [] })
    const record = await make(own, { contract: id })
    // The looker sees the record, but not this field of it.
    expect([await status(own, id), await status(clerk, id), await status(looker, id)]).toEqual([200, 200, 404])
    const other = await sent(clerk)
    await make(clerk, { contract: other.id })
    // Only their own records are in sight.
    expect([await status(clerk, other.id), await status(own, other.id)]).toEqual([200, 404])
    await clerk.patch(`/api/records/kinds.kind/${record.id}`, { contract: null })
    expect([await status(own, id), await status(clerk, id)]).toEqual([404, 404])
  })

  test('is hung by who sent it or may read it, and by nobody who guessed its id', async () => {
    const { id } = await sent(clerk)
    const refusal = {
      status: 422,
      errors: [{ field: 'papers', code: 'file_unknown', message: 'Papers: this file is not there, or you may not use it. Send it again.' }],
    }
    expect(await own.refused(make(own, { papers: [id] }))).toMatchObject(refusal)
    expect(await clerk.refused(make(clerk, { papers: ['00000000-0000-7000-8000-000000000000'] }))).toMatchObject(refusal)
    await make(clerk, { contract: id })
    expect(await own.refused(make(own, { papers: [id] }))).toMatchObject(refusal)
    expect(await looker.refused(make(looker, { papers: [id] }))).toMatchObject(refusal)
    expect(await make(clerk, { papers: [id] })).toMatchObject({ papers: [id] })
    // Now it hangs where the looker may read it too.
    expect(await status(looker, id)).toBe(200)
  })

  test('must fit its field', async () => {
    const [text, large] = [await sent(clerk, 'a.txt', 'hello'), await sent(clerk, 'b.txt', 'x'.repeat(50_001))]
    expect(await clerk.refused(make(clerk, { photo: text.id }))).toMatchObject({ errors: [{ field: 'photo', code: 'not_a_picture' }] })
    expect(await clerk.refused(make(clerk, { contract: large.id }))).toMatchObject({
      errors: [{ field: 'contract', code: 'file_too_large', message: 'Contract: the file is larger than 50 kB. Make it smaller.' }],
    })
  })

  test.each<[string, string]>([
    ['a page', 'x.html'],
    ['a drawing that can hold a script', 'x.svg'],
    ['XML', 'x.xml'],
    ['a program', 'x.exe'],
    ['a name with a dot behind', 'x.svg.'],
    ['a name that hides its ending', 'x.svg%00.png'],
    ['a name without an ending', 'passwd'],
    ['a picture that is none', 'x.png'],
  ])('that is %s is not kept', async (_, name) => {
    expect(await send(clerk, name, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')).toMatchObject({ status: 415, json: { code: 'file_kind' } })
  })

  test('is never of the type that a caller says', async () => {
    const made = (await send(clerk, 'x.txt', '<script>alert(1)</script>', { 'Content-Type': 'text/html' })).json as { id: string }
    const { headers } = await clerk.ask('GET', `/api/files/${made.id}`)
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual(['text/plain; charset=utf-8', expect.stringMatching(/^attachment/)])
  })

  test('that is too large, empty or without a name is refused', async () => {
    expect(await send(clerk, 'x.txt', 'x'.repeat(25 * 1_048_576 + 1))).toMatchObject({ status: 413, json: { code: 'file_too_large' } })
    expect((await send(clerk, 'x.txt', '')).status).toBeGreaterThanOrEqual(400)
    expect((await send(clerk, '', 'x')).status).toBe(400)
    expect((await send(platform.guest, 'x.txt', 'x')).status).toBe(401)
  })

  test('that no record took within a day is swept away, and one that hangs stays', async () => {
    const [loose, hung] = [await sent(clerk), await sent(clerk)]
    await make(clerk, { contract: hung.id })
    platform.clock.set('2027-04-01T10:00:00Z')
    await platform.job('core.sweepFiles')
    platform.clock.set('2027-03-31T09:30:00.000Z')
    expect([await status(clerk, loose.id), await status(clerk, hung.id)]).toEqual([404, 200])
  })

  test('one of two hundred that hang nowhere is one too many', async () => {
    for (let at = 0; at < 200; at += 1) await sent(looker, `${at}.txt`, 'x')
    expect(await send(looker, 'more.txt', 'x')).toMatchObject({ status: 429, json: { code: 'too_many_files' } })
  })
})
