import type { IncomingMessage } from 'node:http'
import { type Problem, UserError } from '@sangam/sdk'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { sqlState } from '../data/connection.ts'
import { Refused } from '../errors.ts'
import { isId } from '../records/find.ts'
import { fill } from '../registry/words.ts'
import { serverWords } from '../system/server.hi.ts'
import type { World } from '../world.ts'
import { type Env, isFeed } from './env.ts'

type Values = { readonly [name: string]: string | number }

/**
 * Every error becomes one shape (RFC 9457), in the caller's language. What nobody foresaw is logged, and not shown; of the address all but
 * what may be the secret of an invitation or a hook.
 */
export async function problemOf(world: World, c: Context<Env>, error: unknown): Promise<Response> {
  const refused = refusalOf(error) ?? (hasLeft(c) ? left : null)
  const about = {
    requestId: c.get('requestId'),
    method: c.req.method,
    path: toldPath(c.req.path),
  }
  if (refused === left) world.log.info('Whoever asked left before all of the request was here.', about)
  else if (!refused) world.log.error('A request failed.', { ...about, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  const known = refused ?? (isAway(error) ? away : unforeseen)
  const say = await speaker(world, c)
  const { status, code, detail, options } = known
  const problem: Problem = {
    type: `/api/docs#${code}`,
    title: say(titles[status] ?? 'Something went wrong.'),
    status,
    code,
    detail: say(detail, options.values),
    ...(options.errors && { errors: options.errors.map(({ values, message, ...issue }) => ({ ...issue, message: say(message, values) })) }),
    requestId: c.get('requestId') ?? '',
  }
  if (isFeed(c.req.path))
    return c.json({ error: { code, message: problem.detail } }, status as ContentfulStatusCode, {
      'OData-Version': '4.0',
      'Cache-Control': 'no-store',
      ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="Sangam", charset="UTF-8"' }),
    })
  return c.json(problem, status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(options.retryAfterSeconds !== undefined && { 'Retry-After': String(options.retryAfterSeconds) }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
  })
}

/** Letters that are written by their numbers are read first: so a secret would not look like one. Of a public link nothing is told. */
function toldPath(path: string): string {
  let plain = path
  try {
    plain = decodeURIComponent(path)
  } catch {
    // What can't be read stays as it was sent.
  }
  return plain.startsWith('/s/') ? '/s/…' : plain.replace(/[\w.%-]{30,}/g, part => (isId(part) ? part : '…'))
}

interface Known {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly options: Refused['options']
}

const unforeseen: Known = {
  status: 500,
  code: 'internal',
  detail: 'Something went wrong here, and nothing was changed. Try again; if it stays so, tell an administrator the number of this request.',
  options: {},
}
const away: Known = {
  status: 503,
  code: 'database_away',
  detail: 'The database can’t be reached just now. Nothing was changed; try again in a moment.',
  options: { retryAfterSeconds: 2 },
}

/** Nobody is there to read it. */
const left: Known = { status: 400, code: 'bad_request', detail: 'This request can’t be read.', options: {} }

/** The line was closed in the middle of sending: whatever broke here for the lack of the rest is no fault of ours. */
function hasLeft(c: Context<Env>): boolean {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  return incoming?.destroyed === true && !incoming.complete
}

function refusalOf(error: unknown): Known | null {
  if (error instanceof Refused) return error
  if (error instanceof UserError) {
    const { code, message, values, field } = error
    return { status: 422, code, detail: message, options: { values, ...(field !== undefined && { errors: [{ field, code, message, values }] }) } }
  }
  if (error instanceof HTTPException) return { status: error.status, code: 'bad_request', detail: 'This request can’t be read.', options: {} }
  switch (sqlState(error)) {
    case '40P01':
    case '40001':
    case '55P03':
      return { status: 409, code: 'busy', detail: 'Others are writing the same records just now. Try again.', options: { retryAfterSeconds: 1 } }
    case '57014':
      return { status: 503, code: 'too_slow', detail: 'This took too long and was stopped. Narrow it down, or ask for less at once.', options: {} }
    case '22021':
    case '22P05':
      return { status: 400, code: 'bad_text', detail: 'A text holds characters that can’t be kept.', options: {} }
    default:
      return null
  }
}

/** The connection is gone, or the server is starting or stopping. */
function isAway(error: unknown): boolean {
  const state = sqlState(error) ?? ''
  const code = String((error as { code?: unknown })?.code ?? '')
  return state.startsWith('08') || state.startsWith('57P') || state === '53300' || /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ENOENT)/.test(code)
}

const titles: { readonly [status: number]: string } = {
  400: 'This request can’t be understood.',
  401: 'You are not signed in.',
  403: 'You may not do this.',
  404: 'Not found.',
  409: 'Something is in the way.',
  413: 'Too large.',
  415: 'Not this kind of content.',
  422: 'Something needs correcting.',
  428: 'Something is missing.',
  429: 'Too many tries.',
  503: 'Not just now.',
}

function speaker(world: World, c: Context<Env>): Promise<(sentence: string, values?: Values) => string> {
  return speakerOf(world, c.get('locale') ?? 'en', c.get('signedIn')?.workspace ?? 'main')
}

/** Says a sentence in a language, by the words of a workspace where it can be asked. */
export async function speakerOf(world: World, locale: string, workspace: string): Promise<(sentence: string, values?: Values) => string> {
  const model = await Promise.resolve(world.models.current(workspace)).catch(() => null)
  const words =
    locale === 'hi'
      ? { of: (text: string) => model?.words.get('hi')?.get(text) ?? (Object.hasOwn(serverWords, text) ? serverWords[text] : undefined) ?? text }
      : { of: (text: string) => text }
  return (sentence, values = {}) => {
    const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? words.of(value) : value]))
    return fill(words.of(sentence), said, locale)
  }
}
