import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { longestDays } from '../auth/sessions.ts'
import type { Config } from '../config.ts'
import type { Env } from './env.ts'

/** Over HTTPS the browser itself holds the cookie to this host; on plain HTTP (this machine) it can't be asked to. */
function nameOf(config: Config): string {
  return config.url.startsWith('https:') ? '__Host-sangam' : 'sangam'
}

export function sessionCookie(c: Context<Env>, config: Config): string | null {
  return getCookie(c, nameOf(config)) ?? null
}

export function giveCookie(c: Context<Env>, config: Config, token: string): void {
  setCookie(c, nameOf(config), token, { path: '/', httpOnly: true, sameSite: 'Lax', secure: config.url.startsWith('https:'), maxAge: longestDays * 86_400 })
}

export function takeCookie(c: Context<Env>, config: Config): void {
  deleteCookie(c, nameOf(config), { path: '/', secure: config.url.startsWith('https:') })
}
