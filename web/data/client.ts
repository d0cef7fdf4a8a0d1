import type { Json, Problem } from '@sangam/sdk'
import { t } from '../shell/words.ts'
import { Store } from './store.ts'

/** What the server (or the network) refused, with a sentence for the person. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }

  /** The message of each field that is wrong, by its name. */
  get fields(): { readonly [field: string]: string } {
    return Object.fromEntries((this.problem.errors ?? []).flatMap(issue => (issue.field ? [[issue.field, issue.message]] : [])))
  }
}

export interface Ask {
  /** Given again, for what an open browser alone must not do. */
  readonly password?: string
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly query?: { readonly [name: string]: string | number | undefined }
  /** Sent as JSON; a Blob is sent as it is. */
  readonly body?: Json | object
  /** The version that was read: the write is refused if someone saved meanwhile. */
  readonly version?: number
  readonly signal?: AbortSignal
}

/** How the server is reached: `open`, `lost`, or through what was kept of it, the moment it said that. */
export const lineStore = new Store<string>('open')

/** The workspace every request names; null until it is known. */
let workspace: string | null = null
let signedOut: () => void = () => undefined

const looked = 'sangam.as'

/** The person as whom an administrator looks in this tab. */
export function lookedAs(): string | null {
  return sessionStorage.getItem(looked)
}

/** Looks as another from now on, or as oneself again; everything begins anew. */
export function lookAs(user: string | null): void {
  forgetLook()
  if (user !== null) sessionStorage.setItem(looked, user)
  location.assign('/')
}

/** Asks as oneself again from the next request on. */
export function forgetLook(): void {
  sessionStorage.removeItem(looked)
}

export function useWorkspace(name: string | null): void {
  workspace = name
}

/** Called when a request is refused because nobody is signed in any more. */
export function onSignedOut(told: () => void): void {
  signedOut = told
}

/**
 * Asks the server and gives its JSON, or throws a ProblemError. A write carries one key over all its
 * attempts, so that a lost answer never makes a second record.
 */
export async function ask<T = Json>(path: string, options: Ask = {}): Promise<T> {
  const asking = person
  const answer = await send(path, options)
  const text = answer.status === 204 ? '' : await answer.text()
  if (asking !== person) return never()
  return (text === '' ? null : JSON.parse(text)) as T
}

const saving = new Set<Promise<unknown>>()
let begun = 0

/** How many writes of records this page began: what was read before the last of them may be old. */
export function writesBegun(): number {
  return begun
}

/** When the writes of records that are on their way are answered, whatever the answer; null where there are none. */
export function settled(): Promise<unknown> | null {
  return saving.size === 0 ? null : Promise.allSettled([...saving])
}

/** As `ask`, and gives the response itself: for files. */
export function send(path: string, options: Ask = {}): Promise<Response> {
  const asking = person
  const sent = tried(path, options)
  const told = sent.then(
    answer => (asking === person ? answer : never<Response>()),
    error => (asking === person ? Promise.reject(error) : never<Response>()),
  )
  if ((options.method ?? 'GET') === 'GET' || !/^\/api\/(records|batch)\b/.test(path)) return told
  begun += 1
  const answered: Promise<unknown> = sent.then(
    () => saving.delete(answered),
    () => saving.delete(answered),
  )
  saving.add(answered)
  return told
}

let person = 0

/** What somebody asked who is gone now is answered to nobody: their screens are gone, and the next person is another. */
export function forgetAsked(): void {
  person += 1
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}

async function tried(path: string, options: Ask): Promise<Response> {
  const request = requestOf(options)
  const address = addressOf(path, options.query)
  for (let attempt = 0; ; attempt++) {
    const last = attempt === 2
    const answer = await fetch(address, request).catch((error: unknown) => {
      if (options.signal?.aborted) throw error
      if (last) throw offline()
      return null
    })
    if (answer) lineStore.set(answer.headers.get('Sangam-Seen') ?? 'open')
    if (answer?.ok) return answer
    if (answer && (last || !(await passes(answer)))) throw await refusalOf(answer, path)
    await new Promise(resolve => setTimeout(resolve, 250 * 3 ** attempt))
  }
}

/** Whether what failed may be over in a moment; a plugin that fails would fail again, and be left alone the sooner. */
async function passes(answer: Response): Promise<boolean> {
  if (answer.status !== 503) return answer.status === 502 || answer.status === 504
  const said = (await answer
    .clone()
    .json()
    .catch(() => null)) as { readonly code?: string } | null
  return said?.code !== 'plugin_failed'
}

/** The sentence to show for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return error.problem.detail || error.problem.title
  return t('Something went wrong here. Reload the page and try again.')
}

function requestOf(options: Ask): RequestInit {
  const headers: { [name: string]: string } = { Accept: 'application/json' }
  const method = options.method ?? 'GET'
  if (workspace) headers['Sangam-Workspace'] = workspace
  const as = lookedAs()
  if (as !== null) headers['Sangam-As'] = as
  if (method !== 'GET') headers['Idempotency-Key'] = randomKey()
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
  if (options.password !== undefined) headers['Sangam-Password'] = encodeURIComponent(options.password)
  const file = options.body instanceof Blob
  if (file) headers['Content-Type'] = (options.body as Blob).type || 'application/octet-stream'
  else if (method !== 'GET') headers['Content-Type'] = 'application/json'
  const body =
    options.body === undefined ? (method === 'GET' || method === 'DELETE' ? null : '{}') : file ? (options.body as Blob) : JSON.stringify(options.body)
  return { method, headers, body, credentials: 'same-origin', ...(options.signal && { signal: options.signal }) }
}

function addressOf(path: string, query: Ask['query']): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

// `crypto.randomUUID` is missing on plain HTTP away from localhost.
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

async function refusalOf(answer: Response, path: string): Promise<ProblemError> {
  const text = await answer.text().catch(() => '')
  const problem = problemOf(text, answer.status)
  if (answer.status === 401 && path !== '/api/session') signedOut()
  return new ProblemError(problem)
}

function problemOf(text: string, status: number): Problem {
  const standIn = {
    type: 'about:blank',
    title: t('Something went wrong.'),
    status,
    code: 'unknown',
    detail: t('The server could not answer. Try again in a moment.'),
    requestId: '',
  }
  try {
    const parsed = JSON.parse(text) as Partial<Problem> | null
    return { ...standIn, ...(typeof parsed === 'object' ? parsed : {}) }
  } catch {
    return standIn
  }
}

function offline(): ProblemError {
  lineStore.set('lost')
  const detail = t('The server can’t be reached. Your work is still here: check the connection and try again.')
  return new ProblemError({ type: 'about:blank', title: t('No connection'), status: 0, code: 'offline', detail, requestId: '' })
}
