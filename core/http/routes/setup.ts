import type { Hono } from 'hono'
import { hasOwner } from '../../auth/accounts.ts'
import { take } from '../../auth/rate.ts'
import { plainCode } from '../../auth/secret.ts'
import { beginSession } from '../../auth/sessions.ts'
import { giveBackToken, readToken, useToken } from '../../auth/tokens.ts'
import { Refused } from '../../errors.ts'
import { checkSetup, completeSetup, type SetupInput } from '../../setup.ts'
import { countries, currencies } from '../../system/countries.ts'
import type { World } from '../../world.ts'
import { checkKept, giveCookie } from '../cookies.ts'
import { type Body, body, type Env, textOf } from '../env.ts'

/** The first run: open until there is an owner, and only to who can read the code off the server's screen. */
export function setupRoutes(app: Hono<Env>, world: World): void {
  const { db, clock, config } = world

  app.get('/api/setup', async c => {
    await stillOpen(world)
    // A bridge comes by itself.
    const plugins = [...world.plugins.values()].filter(plugin => plugin.id !== 'core' && !plugin.joins)
    const words = new Map(
      plugins.flatMap(plugin =>
        (plugin.parts ?? []).flatMap(part => (part.kind === 'translations' && part.language === c.get('locale') ? Object.entries(part.sources) : [])),
      ),
    )
    const say = (text: string): string => words.get(text) ?? text
    return c.json({
      plugins: plugins.map(({ id, title, description, icon, needs }) => ({
        id,
        title: say(title),
        description: say(description),
        icon: icon ?? null,
        needs: Object.keys(needs ?? {}),
      })),
      countries,
      currencies,
    })
  })

  app.post('/api/setup', async c => {
    checkKept(c, config)
    await stillOpen(world)
    await take(db.app, 'setup', { tries: 30, seconds: 900 })
    const input = inputOf(await body(c))
    const code = plainCode(input.code)
    if (!(await readToken(db.app, 'setup', code, clock.now()))) throw wrongCode()
    checkSetup(world, input)
    if (!(await useToken(db.app, 'setup', code, clock.now()))) throw wrongCode()
    const account = await completeSetup(world, input).catch(async error => {
      await giveBackToken(db.app, 'setup', code)
      throw error
    })
    giveCookie(c, config, await beginSession(db.app, account, { userAgent: c.req.header('User-Agent') ?? null, ip: c.get('ip') }, clock.now()))
    return c.json({ state: 'signedIn' }, 201)
  })
}

async function stillOpen(world: World): Promise<void> {
  if (await hasOwner(world.db.app)) throw new Refused(404, 'not_found', 'Sangam is set up already. Sign in.')
}

function wrongCode(): Refused {
  const message = 'This is not the code that the server shows. Look at the window it was started in.'
  return new Refused(422, 'invalid', message, { errors: [{ field: 'code', code: 'wrong_code', message }] })
}

function inputOf(given: Body): SetupInput & { readonly code: string } {
  const company = (typeof given.company === 'object' && given.company !== null ? given.company : {}) as Body
  const plugins = Array.isArray(given.plugins) ? given.plugins.filter(id => typeof id === 'string') : []
  return {
    code: textOf(given, 'code', 100),
    name: textOf(given, 'name', 120),
    email: textOf(given, 'email', 254),
    password: textOf(given, 'password', 1000),
    company: {
      name: textOf(company, 'name', 120),
      country: textOf(company, 'country', 2),
      currency: textOf(company, 'currency', 3),
      zone: textOf(company, 'zone', 60),
      fiscalYearStart: Number(company.fiscalYearStart),
    },
    locale: textOf(given, 'locale', 10),
    plugins: plugins as string[],
    sample: given.sample === true,
  }
}
