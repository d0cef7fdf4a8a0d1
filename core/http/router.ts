import type { Params, Result, Router } from 'hono/router'

/** One part of a path between slashes: a word, or a name for whatever stands there. */
type Part = string | { readonly name: string; readonly pattern: RegExp | null }

interface Route<T> {
  readonly method: string
  readonly parts: readonly Part[]
  /** It ends in `*`: whatever follows is its too. */
  readonly open: boolean
  readonly handler: T
}

const none: Params = Object.freeze(Object.create(null) as Params)

/**
 * Finds who answers a path. Ours have words in their first two parts, nearly all of them: by these few are left to look at, in the order they
 * were added in. It knows what we use of Hono's paths: words, `:name`, `:name{pattern}` and `*` at the end.
 */
export class HeadRouter<T> implements Router<T> {
  readonly name = 'HeadRouter'
  readonly #routes: Route<T>[] = []
  #heads: Map<string, Route<T>[]> | null = null
  #loose: Route<T>[] = []

  add(method: string, path: string, handler: T): void {
    const parts = path.split('/').slice(path.startsWith('/') ? 1 : 0)
    const open = parts.at(-1) === '*'
    this.#routes.push({ method, parts: (open ? parts.slice(0, -1) : parts).map(part => partOf(path, part)), open, handler })
    this.#heads = null
  }

  match(method: string, path: string): Result<T> {
    const heads = this.#heads ?? this.#sorted()
    const asked = path.split('/')
    asked.shift()
    const found: [T, Params][] = []
    for (const route of heads.get(`${asked[0]}/${asked[1]}`) ?? this.#loose) {
      if (route.method !== method && route.method !== 'ALL') continue
      const params = paramsOf(route, asked)
      if (params) found.push([route.handler, params])
    }
    return [found]
  }

  #sorted(): Map<string, Route<T>[]> {
    const heads = new Map<string, Route<T>[]>()
    for (const { parts } of this.#routes) {
      const [first, second] = parts
      if (typeof first === 'string' && typeof second === 'string') heads.set(`${first}/${second}`, [])
    }
    for (const [head, routes] of heads) routes.push(...this.#routes.filter(route => mayBegin(route, head.split('/'))))
    this.#loose = this.#routes.filter(({ parts: [first, second] }) => typeof first !== 'string' || typeof second !== 'string')
    this.#heads = heads
    return heads
  }
}

function partOf(path: string, part: string): Part {
  const [, name, pattern] = /^:(\w+)(?:\{(.+)\})?$/.exec(part) ?? []
  if (name !== undefined) return { name, pattern: pattern === undefined ? null : new RegExp(`^(?:${pattern})$`) }
  if (/[:*?{}]/.test(part)) throw new Error(`The path ${path} is written in a way that is not known here. Use words, ":name" and "*" at the end.`)
  return part
}

function mayBegin({ parts }: Route<unknown>, head: readonly string[]): boolean {
  return head.every((word, at) => typeof parts[at] !== 'string' || parts[at] === word)
}

function paramsOf({ parts, open }: Route<unknown>, asked: readonly string[]): Params | null {
  if (open ? asked.length < parts.length : asked.length !== parts.length) return null
  let params = none
  for (let at = 0; at < parts.length; at += 1) {
    const [part, word = ''] = [parts[at] as Part, asked[at]]
    if (typeof part === 'string') {
      if (part !== word) return null
      continue
    }
    if (word === '' || part.pattern?.test(word) === false) return null
    if (params === none) params = Object.create(null) as Params
    params[part.name] = word
  }
  return params
}
