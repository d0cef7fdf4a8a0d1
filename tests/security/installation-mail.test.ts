import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../core/cli/program.ts'
import { type MailBox, openMailServer } from '../engine/outside.ts'

let box: MailBox
beforeAll(async () => {
  box = await openMailServer()
})
afterAll(() => box.stop())
beforeEach(() => void box.letters.splice(0))

describe('who runs the installation tries its mail server', () => {
  let said = ''
  beforeEach(() => {
    said = ''
    const hear = (text: unknown): boolean => {
      said += String(text)
      return true
    }
    vi.spyOn(process.stdout, 'write').mockImplementation(hear)
    vi.spyOn(process.stderr, 'write').mockImplementation(hear)
    vi.stubEnv('SANGAM_MAIL_URL', `smtp://127.0.0.1:${box.port}?tls=off`)
    vi.stubEnv('SANGAM_MAIL_FROM', 'post@example.com')
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  test('with a letter, and is told who took it', async () => {
    expect([await run(['mail', 'test', 'asha@example.com']), said]).toEqual([
      0,
      `127.0.0.1:${box.port} took a letter from post@example.com to asha@example.com. Look whether it arrives, and not among what is unwanted.\n`,
    ])
    expect(box.letters.map(({ to, raw }) => [to, /^Subject: (.+)$/m.exec(raw)?.[1]])).toEqual([[['asha@example.com'], 'A test letter of Sangam']])
  })

  test.each([
    ['that demands what it has not', () => `smtp://me:hush@127.0.0.1:${box.port}`, /^127\.0\.0\.1:\d+ did not take it: /],
    ['that is not there', () => 'smtp://127.0.0.1:1?tls=off', /^127\.0\.0\.1:1 did not take it: /],
    ['that is none', () => 'me:hush@127.0.0.1', /^SANGAM_MAIL_URL is no address of a mail server\. /],
    ['that nobody set', () => '', /^SANGAM_MAIL_FROM is set and SANGAM_MAIL_URL is not\. /],
  ])('one %s is told, without its password', async (_, address, words) => {
    vi.stubEnv('SANGAM_MAIL_URL', address())
    expect(await run(['mail', 'test', 'asha@example.com'])).toBe(1)
    expect([words.test(said), said.includes('hush'), box.letters]).toEqual([true, false, []])
  })
})
