import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkedMail, installationServer, type MailServer, sendMail, tryServer } from './mail.ts'

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}
const received: Received[] = []
let smtp: SMTPServer
let server: MailServer

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _, done) => (auth.username === 'me' && auth.password === 'right' ? done(null, { user: 'me' }) : done(new Error('Wrong password'))),
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope
      void text(stream).then(raw => {
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(one => one.address), raw })
        done()
      })
    },
  })
  await new Promise<void>(done => smtp.listen(0, '127.0.0.1', done))
  server = {
    host: '127.0.0.1',
    port: (smtp.server.address() as AddressInfo).port,
    secure: false,
    user: null,
    password: null,
    from: 'sales@sangam.example',
    local: true,
  }
})
afterAll(() => new Promise<void>(done => smtp.close(done)))
beforeEach(() => void received.splice(0))

describe('a mail', () => {
  test('arrives at the one address it was meant for, its Hindi whole', async () => {
    await sendMail(server, { to: 'asha@example.com', subject: 'आपका प्रस्ताव', text: 'नमस्ते आशा' }, '0197-1')
    const [mail] = received
    expect([received.length, mail?.from, mail?.to]).toEqual([1, 'sales@sangam.example', ['asha@example.com']])
    expect(mail?.raw).toContain('Message-ID: <0197-1@sangam.example>')
    const subject = [...(mail?.raw.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi) ?? [])].map(([, way, words]) => decoded(way ?? '', words ?? '')).join('')
    expect(subject).toBe('आपका प्रस्ताव')
    expect(Buffer.from(mail?.raw.split('\r\n\r\n')[1] ?? '', 'base64').toString()).toContain('नमस्ते आशा')
  })

  test('signs in where the server asks for it', async () => {
    await sendMail({ ...server, user: 'me', password: 'right' }, { to: 'asha@example.com', subject: 'Hello', text: 'Hello' }, '2')
    await expect(sendMail({ ...server, user: 'me', password: 'wrong' }, { to: 'asha@example.com', subject: 'Hello', text: 'Hello' }, '3')).rejects.toThrow(
      'Invalid login',
    )
    expect(received.length).toBe(1)
  })

  test('does not go to a private address, unless an administrator said that the server is theirs', async () => {
    await expect(sendMail({ ...server, local: false }, { to: 'asha@example.com', subject: 'x', text: 'x' }, '4')).rejects.toMatchObject({
      code: 'address_refused',
    })
    expect(received).toEqual([])
  })

  test('of the installation may go to a private address, and leaves in plain text only where the operator said so', async () => {
    const set = { host: '127.0.0.1', port: server.port, user: null, password: null, from: 'post@example.com' }
    const letter = { to: 'asha@example.com', subject: 'x', text: 'x' }
    for (const tls of ['demanded', 'first'] as const) {
      await expect(tryServer(installationServer({ ...set, tls }))).rejects.toThrow(/TLS|SSL/)
      await expect(sendMail(installationServer({ ...set, tls }), letter, tls)).rejects.toThrow(/TLS|SSL/)
    }
    await tryServer(installationServer({ ...set, tls: 'never' }))
    await sendMail(installationServer({ ...set, tls: 'never' }), letter, '5')
    expect(received.map(({ from, to }) => [from, to])).toEqual([['post@example.com', ['asha@example.com']]])
  })

  test.each<[string, unknown]>([
    ['a second recipient', { to: 'a@example.com, b@example.com', subject: 'x', text: 'x' }],
    ['a recipient hidden in quotes', { to: '"a@evil.com x"@example.com', subject: 'x', text: 'x' }],
    ['a recipient with a name', { to: 'A <a@example.com>', subject: 'x', text: 'x' }],
    ['a header in the recipient', { to: 'a@example.com\r\nBcc: b@example.com', subject: 'x', text: 'x' }],
    ['a header in the subject', { to: 'a@example.com', subject: 'x\r\nBcc: b@example.com', text: 'x' }],
    ['a lone line feed in the subject', { to: 'a@example.com', subject: 'x\nBcc: b@example.com', text: 'x' }],
    ['a file as its text', { to: 'a@example.com', subject: 'x', text: { path: '/etc/passwd' } }],
    ['an address as its html', { to: 'a@example.com', subject: 'x', text: 'x', html: { href: 'http://127.0.0.1' } }],
    ['a list as recipient', { to: ['a@example.com'], subject: 'x', text: 'x' }],
    ['nothing', null],
  ])('with %s is refused', (_, message) => {
    expect(() => checkedMail(message)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^mail_/) }))
  })
})

function decoded(way: string, words: string): string {
  if (way.toUpperCase() === 'B') return Buffer.from(words, 'base64').toString()
  return Buffer.from(
    words.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
}
