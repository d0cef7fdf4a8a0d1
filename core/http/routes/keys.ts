import type { Hono } from 'hono'
import { type KeyLimits, keyUses, limitNames, listKeys, makeKey, revokeKey } from '../../auth/keys.ts'
import { speakElsewhere } from '../../auth/language.ts'
import { Refused } from '../../errors.ts'
import { change } from '../../records/change.ts'
import { isId } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { writing } from '../call.ts'
import { body, type Env, person, textOf } from '../env.ts'

/** Keys for programs, and what one says of oneself. */
export function keyRoutes(app: Hono<Env>, world: World): void {
  const { db, clock } = world

  app.get('/api/keys', async c => {
    const who = person(c)
    return c.json({ items: await listKeys(db.app, who.account.id, who.workspace) })
  })

  app.post('/api/keys', async c => {
    const who = person(c)
    const given = await body(c)
    const role = given.role === undefined || given.role === null ? null : textOf(given, 'role', 100)
    const own = who.access.caller.roles
    if (role !== null && !(own.includes(role) || own.includes('core.owner') || (own.includes('core.admin') && role !== 'core.owner'))) {
      throw new Refused(403, 'forbidden', 'A key can be given only a role that you have yourself.')
    }
    return c.json(
      await makeKey(
        db.app,
        {
          account: who.account.id,
          workspace: who.workspace,
          name: textOf(given, 'name', 80),
          role,
          expiresAt: textOf(given, 'expiresAt', 40),
          may: useIn(given.may),
          limits: limitsIn(given.limits),
        },
        clock.now(),
      ),
      201,
    )
  })

  app.delete('/api/keys/:id', async c => {
    const who = person(c)
    const id = c.req.param('id')
    if (!isId(id) || !(await revokeKey(db.app, who.account.id, id, clock.now()))) throw new Refused(404, 'not_found', 'There is no such key.')
    return c.json({ revoked: true })
  })

  app.patch('/api/me', async c => {
    const who = person(c)
    const given = await body(c)
    for (const name of Object.keys(given))
      if (!own.includes(name)) throw new Refused(400, 'bad_body', 'Of oneself one changes {names}.', { values: { names: own.join(', ') } })
    const patch = {
      ...(given.name !== undefined && { name: textOf(given, 'name', 120) }),
      ...Object.fromEntries(ways.flatMap(name => (given[name] === undefined ? [] : [[name, given[name] === null ? null : textOf(given, name, 60)]]))),
    }
    const answer = await writing(c, world, given, async ctx => {
      await ctx.asSystem('Changes what one says of oneself', system =>
        change(system as typeof ctx, 'core.user', [{ verb: 'update', id: who.access.caller.userId, patch }], { server: true }),
      )
      return { json: patch }
    })
    if (typeof given.locale === 'string') await speakElsewhere(world, who.account.id, who.workspace, given.locale)
    return answer
  })
}

function useIn(given: unknown): (typeof keyUses)[number] {
  const found = given === undefined ? 'write' : keyUses.find(use => use === given)
  if (!found) throw new Refused(400, 'bad_body', '"may" is one of {choices}.', { values: { choices: keyUses.join(', ') } })
  return found
}

const mostAsked = 100_000

function limitsIn(given: unknown): Partial<KeyLimits> {
  if (given === undefined || given === null) return {}
  const wrong =
    typeof given !== 'object' ||
    Object.entries(given).some(
      ([name, most]) =>
        !(limitNames as readonly string[]).includes(name) || !(most === null || (Number.isInteger(most) && Number(most) >= 1 && Number(most) <= mostAsked)),
    )
  if (wrong)
    throw new Refused(422, 'invalid', 'A limit is a whole number from 1 to {most}. There are {names}.', {
      values: { most: mostAsked, names: limitNames.join(', ') },
    })
  return given as Partial<KeyLimits>
}

/** In which words, by which clock and in which figures one is told things; null is as the company has it. */
const ways = ['locale', 'zone', 'numberFormat', 'dateFormat', 'hourFormat'] as const
const own: readonly string[] = ['name', ...ways]
