import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { accountById } from '../../auth/accounts.ts'
import { verifyPassword } from '../../auth/passwords.ts'
import { forgive, take } from '../../auth/rate.ts'
import type { CoreCtx } from '../../data/context.ts'
import { notFound, Refused } from '../../errors.ts'
import { mostPacked } from '../../packages/archive.ts'
import { installPackage, type Looked, lookAt, removePackage } from '../../packages/install.ts'
import { lookForNewer } from '../../packages/newer.ts'
import type { WebHalf } from '../../packages/packages.ts'
import { type Fetched, fetchNamed } from '../../packages/registry.ts'
import { asksOf } from '../../packages/words.ts'
import { say as sentenceSaid } from '../../plans/custom/sentence.ts'
import { calledBy, gainsSaid, losesSaid } from '../../plans/plugins/roles.ts'
import { mainWorkspace } from '../../setup.ts'
import type { World } from '../../world.ts'
import { readBytes } from '../body.ts'
import { reading } from '../call.ts'
import { body, type Env, owner, type SignedIn, textOf } from '../env.ts'
import { saying } from './plugins.ts'

/** Plugins from elsewhere: looked at, installed and removed by an owner who gives their password again, and their browser halves. */
export function packageRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/plugins/look', async c => {
    masterOf(c)
    const { archive, from } = await given(c, world)
    const looked = await lookAt(world, archive, from)
    return c.json(await reading(c, world, async ctx => shown(ctx, looked, world.plugins.values())))
  })

  app.post('/api/plugins/install', async c => {
    const { account } = masterOf(c)
    await sure(c, world, account.id)
    const { archive, from } = await given(c, world)
    const looked = await installPackage(world, archive, account.email, from)
    return c.json(await reading(c, world, async ctx => shown(ctx, looked, world.plugins.values())), 201)
  })

  app.post('/api/plugins/:id/newer', async c => {
    masterOf(c)
    const looked = await lookForNewer(world, c.req.param('id'))
    return c.json({ newer: looked && (await reading(c, world, async ctx => shown(ctx, looked, world.plugins.values()))) })
  })

  app.post('/api/plugins/:id/remove', async c => {
    const { account } = masterOf(c)
    await sure(c, world, account.id)
    await removePackage(world, c.req.param('id'), account.email)
    return c.json({ removed: true })
  })

  const packed = new Map<string, Uint8Array>()
  const halfOf = halves(world)
  app.get('/plugins/:id/:file', async c => {
    const { id, file } = c.req.param()
    const half = await halfOf(id, file)
    // A missing part must not be answered with a page: a browser would try to run it.
    if (!half) return c.text('Not found.\n', 404)
    const headers = { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'public, max-age=31536000, immutable', Vary: 'Accept-Encoding' }
    if (!/\bbr\b/.test(c.req.header('Accept-Encoding') ?? '')) return c.body(half.body as Uint8Array<ArrayBuffer>, 200, headers)
    const small = packed.get(half.address) ?? (await promisify(brotliCompress)(half.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }))
    packed.set(half.address, small)
    return c.body(small as Uint8Array<ArrayBuffer>, 200, { ...headers, 'Content-Encoding': 'br' })
  })
}

/** Another node may have told the browser of what this one has not looked at yet. It looks once a second at most: anybody may ask. */
function halves({ packages }: World): (id: string, file: string) => Promise<WebHalf | null> {
  let looked = 0
  return async (id, file) => {
    const known = (): WebHalf | null => {
      const half = packages.web(id)
      return half?.address === `/plugins/${id}/${file}` ? half : null
    }
    if (known() === null && performance.now() - looked > 1_000) {
      looked = performance.now()
      await packages.sync()
    }
    return known()
  }
}

/** Plugins run for all workspaces of an instance: an owner of the first one may, and no program in their name that is held to a role. */
function masterOf(c: Context<Env>): SignedIn {
  const who = owner(c)
  if (who.workspace !== mainWorkspace.name)
    throw new Refused(403, 'forbidden', 'Plugins are installed for all workspaces at once. Only an owner of the first workspace may do this.')
  return who
}

/** The package that is meant: the body itself, or what the registry has by the name in a JSON body. */
async function given(c: Context<Env>, world: World): Promise<{ readonly archive: Uint8Array; readonly from: Fetched | null }> {
  if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) return { archive: await readBytes(c, mostPacked), from: null }
  const asked = await body(c)
  const from = await fetchNamed(world, textOf(asked, 'name', 300), asked.integrity === undefined ? undefined : textOf(asked, 'integrity', 200))
  return { archive: from.archive, from }
}

/** The password once more, in a header, as the body is the package: who found an open browser installs nothing. */
async function sure(c: Context<Env>, world: World, account: string): Promise<void> {
  const given = c.req.header('Sangam-Password')
  if (given === undefined || given.length > 3000)
    throw new Refused(403, 'password_needed', 'Give your password again, in the header Sangam-Password, with what is no plain letter written as %20.')
  const bucket = `again ${account}`
  await take(world.db.app, bucket, { tries: 10, seconds: 900 })
  const stored = await accountById(world.db.app, account)
  if (!(await verifyPassword(decoded(given), stored?.passwordHash ?? null))) {
    const message = 'This is not your password. Try again.'
    throw new Refused(422, 'invalid', message, { errors: [{ field: 'password', code: 'wrong_password', message }] })
  }
  await forgive(world.db.app, bucket)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw notFound()
  }
}

function shown(ctx: CoreCtx, looked: Looked, plugins: Iterable<Plugin>) {
  const { found, replaces, from } = looked
  const { says, author, sha256 } = found
  const { more, asks, warnings } = asksOf(looked)
  const say = saying(ctx)
  const called = calledBy(plugins)
  const [gains, loses] = [gainsSaid, losesSaid].map(told => told(looked.roles, called).map(one => sentenceSaid(ctx, one))) as [string[], string[]]
  return {
    ...{ id: says.id, title: says.title, version: says.version, description: says.description, author, sha256, replaces },
    from: from && { ...from.origin, deprecated: from.deprecated },
    joins: Object.keys(says.joins),
    roles: looked.roles,
    ...{ more: [...gains, ...more.map(say)], asks: [...loses, ...asks.map(say)], warnings: warnings.map(say) },
  }
}
