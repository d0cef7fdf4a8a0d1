import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestClient } from '@sangam/testing'
import { SMTPServer } from 'smtp-server'

export interface Letter {
  readonly to: readonly string[]
  readonly raw: string
}

export interface MailBox {
  readonly letters: Letter[]
  readonly port: number
  stop(): Promise<void>
}

/** A mail server of the test. `take` is asked before it says that it has a letter: what it throws is why it refuses. */
export async function openMailServer(take: (letter: Letter) => Promise<void> | void = () => undefined): Promise<MailBox> {
  const letters: Letter[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) =>
      void text(stream)
        .then(async raw => {
          const letter = { to: session.envelope.rcptTo.map(one => one.address), raw }
          await take(letter)
          letters.push(letter)
          done()
        })
        .catch(done),
  })
  await new Promise<void>(done => smtp.listen(0, '127.0.0.1', done))
  const { port } = smtp.server.address() as AddressInfo
  return { letters, port, stop: () => new Promise<void>(done => smtp.close(done)) }
}

/** One that the workspace is told to use. */
export async function mailServer(admin: Pick<TestClient, 'put'>, take?: (letter: Letter) => Promise<void> | void): Promise<MailBox> {
  const box = await openMailServer(take)
  await admin.put('/api/settings/core.mail', { values: { host: '127.0.0.1', port: box.port, from: 'sangam@example.com', local: true } })
  return box
}

export interface Heard {
  readonly id: string | undefined
  readonly time: string | undefined
  readonly signature: string | undefined
  readonly body: unknown
  readonly text: string
}

/** Another system that hears calls; `answers` are the statuses it gives, one after another, then 200. */
export async function otherSystem(answers: number[] = []): Promise<{ readonly url: string; readonly heard: Heard[]; stop(): Promise<void> }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const one = (name: string): string | undefined => request.headers[name] as string | undefined
      heard.push({ id: one('webhook-id'), time: one('webhook-timestamp'), signature: one('webhook-signature'), body: JSON.parse(body), text: body })
      response.writeHead(answers.shift() ?? 200).end('ok')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/deals?token=hidden`, heard, stop: () => new Promise<void>(done => server.close(() => done())) }
}
