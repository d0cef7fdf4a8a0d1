import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { networkOf, waitOf } from '../../auth/rate.ts'
import { contentDisposition } from '../../files/names.ts'
import { isAddress, noteOpened, openedBy } from '../../links/opened.ts'
import { languages, policy, recordPage, sentencePage } from '../../links/page.ts'
import { paperOf, sheetOf } from '../../links/sheet.ts'
import { turnsOf } from '../../links/turns.ts'
import type { World } from '../../world.ts'
import { sessionCookie } from '../cookies.ts'
import type { Env } from '../env.ts'
import { problemOf, speakerOf } from '../problems.ts'

/** A household, an office or a whole mobile network may come from one address; nobody reads faster than this. */
const looks = { tries: 120, seconds: 60 }
const papers = { tries: 20, seconds: 60 }
/** Of one link, from wherever it is asked for: passed on to a whole company it is read by many, and no more than that. */
const readers = { tries: 240, seconds: 60 }
const copies = { tries: 40, seconds: 60 }
const guesses = { tries: 30, seconds: 600 }

/** What nobody keeps, finds, frames or learns the address of by a link that leads on. */
const headers = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  Vary: 'Accept-Language',
}

/** To read a long document is work, and one address must not have all of it. */
const inTurn = turnsOf(2)

/** Pages for whoever has a link. The address is the secret: who does not know one learns nothing, not even whether there is any. */
export function publicPages(app: Hono<Env>, world: World): void {
  const shown = (c: Context<Env>, what: 'page' | 'paper'): Promise<Response> => answer(c, world, what).catch(error => failed(c, world, error))
  app.get('/s/:address', c => shown(c, 'page'))
  app.get('/s/:address/paper.pdf', c => shown(c, 'paper'))
  app.get('/s/*', c => nothing(c, world))
}

async function answer(c: Context<Env>, world: World, what: 'page' | 'paper'): Promise<Response> {
  const address = c.req.param('address') ?? ''
  if (!isAddress(address)) return nothing(c, world)
  const from = networkOf(c.get('ip'))
  const wait = await waitOf(world.db.app, `link ${what} ${from}`, what === 'page' ? looks : papers)
  if (wait !== null) return tooMany(c, world, wait)
  const opened = await openedBy(world, address)
  if (opened === 'unknown') {
    const guessed = await waitOf(world.db.app, `link guessed ${from}`, guesses)
    if (guessed !== null) return tooMany(c, world, guessed)
    return nothing(c, world)
  }
  if (opened === 'over') return sentence(c, world, 410, 'This link has ended', 'This link leads nowhere any more. Ask whoever sent it to you for a new one.')
  const { workspace, link } = opened
  const asked = await waitOf(world.db.app, `link ${what} of ${workspace} ${link.id}`, what === 'page' ? readers : copies)
  if (asked !== null) return tooMany(c, world, asked)
  const locale = localeOf(c)
  if (what === 'paper') {
    const { fileName, bytes } = await paperOf(world, opened, locale)
    return c.body(new Uint8Array(bytes), 200, { ...headers, 'Content-Type': 'application/pdf', 'Content-Disposition': contentDisposition(fileName) })
  }
  const found = await inTurn(`${workspace} ${link.id}`, () => sheetOf(world, opened, locale))
  if (!found) return tooMany(c, world, 2)
  const { sheet, t } = found
  if (isSeen(c, world)) await noteOpened(world, opened)
  return c.html(await recordPage(sheet, t, locale, `/s/${address}`), 200, headers)
}

function nothing(c: Context<Env>, world: World): Promise<Response> {
  return sentence(c, world, 404, 'Not found', 'There is no such page. Check the address, or ask whoever sent it to you.')
}

/** Told and logged like every failure, without the address; whoever looks reads a page, and not the problem of a program. */
async function failed(c: Context<Env>, world: World, error: unknown): Promise<Response> {
  const { status } = await problemOf(world, c, error)
  return sentence(c, world, status as ContentfulStatusCode, 'Not just now.', 'This page can’t be shown just now. Try again in a moment.')
}

function tooMany(c: Context<Env>, world: World, wait: number): Promise<Response> {
  c.header('Retry-After', String(wait))
  return sentence(c, world, 429, 'Too many tries.', 'This page was asked for too often from here. Wait a few minutes, then try again.')
}

async function sentence(c: Context<Env>, world: World, status: ContentfulStatusCode, title: string, text: string): Promise<Response> {
  const locale = localeOf(c)
  const say = await speakerOf(world, locale, 'main')
  return c.html(await sentencePage(say(title), say(text), locale), status, headers)
}

/** As the switch on the page says, else the first language of the browser's that there is. */
function localeOf(c: Context<Env>): string {
  const asked = c.req.query('lang') ?? ''
  if (Object.hasOwn(languages, asked)) return asked
  const wanted = (c.req.header('Accept-Language') ?? '').split(',').map((one, at) => {
    const [language = '', weight] = one
      .trim()
      .toLowerCase()
      .split(/;\s*q=/)
    return { language: language.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) || 0, at }
  })
  const [first] = wanted
    .filter(({ language, weight }) => weight > 0 && Object.hasOwn(languages, language))
    .toSorted((a, b) => b.weight - a.weight || a.at - b.at)
  return first?.language ?? 'en'
}

/** Whether a person looks who did not send it: not the telephone that draws a preview, not a scanner of mail, and not somebody who is signed in here. */
function isSeen(c: Context<Env>, world: World): boolean {
  const agent = c.req.header('User-Agent') ?? ''
  const purpose = c.req.header('Sec-Purpose') ?? c.req.header('Purpose') ?? ''
  const isMachine = /bot|crawl|spider|preview|scan|fetch|facebookexternalhit|whatsapp|slack|curl|wget|python|java\/|go-http/i.test(agent)
  return c.req.raw.method === 'GET' && agent !== '' && !isMachine && purpose === '' && sessionCookie(c, world.config) === null
}
