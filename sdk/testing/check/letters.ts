import { createServer, type Socket } from 'node:net'
import type { TestClient } from '../client.ts'

export interface Letter {
  readonly to: readonly string[]
  /** What its reader's mail program shows: the text, and what of the attached is one. */
  readonly text: string
  /** Workbooks that are attached. */
  readonly books: readonly Buffer[]
}

/** A mail server for a test: it takes every letter, and sends none on. */
export interface LetterBox {
  /** All that came since it was last asked. */
  taken(): readonly Letter[]
  stop(): Promise<void>
}

/** Opens one, and has the workspace of an owner send its mail there. */
export async function openLetterBox(admin: TestClient): Promise<LetterBox> {
  const letters: Letter[] = []
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    take(socket, letter => letters.push(letter))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await admin.put('/api/settings/core.mail', { values: { host: '127.0.0.1', port, from: 'sangam@example.com', local: true } })
  return {
    taken: () => letters.splice(0),
    stop: () =>
      new Promise<void>(done => {
        for (const socket of open) socket.destroy()
        server.close(() => done())
      }),
  }
}

/** As much of SMTP (RFC 5321) as one who sends needs. */
function take(socket: Socket, keep: (letter: Letter) => void): void {
  let unread = ''
  let to: string[] = []
  let writing = false
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
    writing = verb === 'DATA'
    if (verb === 'QUIT') socket.end('221 Bye\r\n')
    else say(writing ? '354 Go on' : '250 Fine')
  }
  socket.setEncoding('latin1').on('data', (part: Buffer | string) => {
    unread += String(part)
    for (;;) {
      const end = unread.indexOf(writing ? '\r\n.\r\n' : '\r\n')
      if (end === -1) return
      const said = unread.slice(0, end)
      unread = unread.slice(end + (writing ? 5 : 2))
      if (!writing) command(said)
      else {
        keep({ to, ...readLetter(said) })
        to = []
        writing = false
        say('250 Taken')
      }
    }
  })
  say('220 Ready')
}

/** All parts of a letter, decoded. */
function readLetter(raw: string): Pick<Letter, 'text' | 'books'> {
  const texts: string[] = []
  const books: Buffer[] = []
  for (const part of raw.replaceAll('\r\n..', '\r\n.').split(/^--[^\r\n]+\r?$/m)) {
    const [head = '', ...body] = part.trimStart().split('\r\n\r\n')
    const text = body.join('\r\n\r\n')
    const base64 = /^content-transfer-encoding: base64/im.test(head)
    const plain = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    const bytes = base64 ? Buffer.from(text, 'base64') : Buffer.from(plain, 'latin1')
    if (/^content-type:\s*[^;]*spreadsheetml/im.test(head)) books.push(bytes)
    else texts.push(bytes.toString('utf8'))
  }
  return { text: texts.join('\n'), books }
}
