import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { Refused } from '../errors.ts'
import type { Env } from './env.ts'

/** What a JSON body may weigh: a thousand records fit, a novel does not. */
const mostBytes = 8 * 1024 * 1024
const mostDepth = 50

/** Reads a JSON body: never more than the limit, never deeper than the limit, never a name that JavaScript gives a meaning to. */
export async function readJson(c: Context<Env>, most = mostBytes): Promise<unknown> {
  return (await jsonAndText(c, most)).json
}

/** The same with the text as it came, for a signature over it. */
export async function jsonAndText(c: Context<Env>, most: number): Promise<{ readonly json: unknown; readonly text: string }> {
  const text = await readText(c, most)
  if (text.trim() === '') throw new Refused(400, 'bad_body', 'Send a JSON body.')
  checkDepth(text)
  try {
    return { json: doubtful.test(text) ? JSON.parse(text, refuseNames) : JSON.parse(text), text }
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(400, 'bad_json', 'The body is not valid JSON.')
  }
}

/** What may hold a name or a text to refuse: looking at each value costs several times what reading all of them does. As it came the text holds no half of a sign: reading the bytes replaced them. */
const doubtful = /\\u|"(?:__proto__|constructor|prototype)"/

function refuseNames(this: unknown, key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype')
    throw new Refused(400, 'bad_name', 'No field can be called "{name}".', { values: { name: key } })
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) throw new Refused(400, 'bad_text', 'A text holds characters that can’t be kept.')
  return value
}

/** Counts brackets before anything is built from them: a million of them must not cost a stack. */
function checkDepth(text: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (quoted) {
      if (letter === 92) at += 1
      else if (letter === 34) quoted = false
    } else if (letter === 34) quoted = true
    else if (letter === 123 || letter === 91) {
      depth += 1
      if (depth > mostDepth) throw new Refused(400, 'too_deep', 'The body is nested too deeply. {most} levels are the most.', { values: { most: mostDepth } })
    } else if (letter === 125 || letter === 93) depth -= 1
  }
}

const utf8 = new TextDecoder()

async function readText(c: Context<Env>, most: number): Promise<string> {
  return utf8.decode(await readBytes(c, most))
}

/** A body as it came, never more than the limit. */
export async function readBytes(c: Context<Env>, most: number): Promise<Uint8Array> {
  const tooLarge = (): Refused =>
    new Refused(413, 'too_large', 'The body is larger than {limit} MB. Send it in parts.', { values: { limit: most / 1_048_576 } })
  if (Number(c.req.header('Content-Length') ?? 0) > most) throw tooLarge()
  const source = sourceOf(c)
  if (!source) return new Uint8Array()
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source) {
    bytes += part.length
    if (bytes > most) throw tooLarge()
    parts.push(part)
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
}

/** From the connection itself where there is one: a web stream about it costs more than what it carries. What is too large is left unread, and the line stays open for the answer. */
function sourceOf(c: Context<Env>): AsyncIterable<Uint8Array> | null {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  return incoming ? incoming.iterator({ destroyOnReturn: false }) : (c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null)
}
