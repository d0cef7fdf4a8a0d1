import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { longestDays } from '../auth/sessions.ts'
import type { Config } from '../config.ts'
import { Refused } from '../errors.ts'
import type { Env } from './env.ts'

/** Over HTTPS the browser itself holds the cookie to this host; on plain HTTP (this machine) it can't be asked to. */
function nameOf(config: Config): string {
  return config.url.startsWith('https:') ? '__Host-sangam' : 'sangam'
}

export function sessionCookie(c: Context<Env>, config: Config): string | null {
  return getCookie(c, nameOf(config)) ?? null
}

/** On a page of plain HTTP a browser throws the cookie of an HTTPS address away: whoever signs in there would be asked to again, without a word. */
export function checkKept(c: Context<Env>, { url }: Config): void {
  const origin = c.req.header('Origin') ?? ''
  const here = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/
  if (url.startsWith('https:') && origin.startsWith('http:') && !here.test(origin))
    throw new Refused(400, 'page_without_https', 'This page is open without HTTPS, where nobody can stay signed in. Open Sangam at {url}.', { values: { url } })
}

export function giveCookie(c: Context<Env>, config: Config, token: string): void {
  setCookie(c, nameOf(config), token, { path: '/', httpOnly: true, sameSite: 'Lax', secure: config.url.startsWith('https:'), maxAge: longestDays * 86_400 })
}

export function takeCookie(c: Context<Env>, config: Config): void {
  deleteCookie(c, nameOf(config), { path: '/', secure: config.url.startsWith('https:') })
}
