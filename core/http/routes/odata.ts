import type { Context, Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { notFound, Refused } from '../../errors.ts'
import { metadataOf } from '../../odata/metadata.ts'
import { countOf, readFeed } from '../../odata/read.ts'
import { entitySet, entitySets, entryText, propertiesOf } from '../../odata/shape.ts'
import { find, isId } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { type Env, signedIn } from '../env.ts'

const version = { 'OData-Version': '4.0' } as const

/** A flat feed of every kind of record (OData 4.0, reading only), for spreadsheets and reports: the same compiler, the same rights. */
export function odataRoutes(app: Hono<Env>, world: World): void {
  const rootOf = (c: Context<Env>): string => `${addressOf(c, world.config.url)}/api/odata`
  const answer = (path: string, work: (c: Context<Env>, ctx: CoreCtx) => Promise<Response>): void => {
    app.get(path, async c => {
      signedIn(c)
      const asked = c.req.header('OData-MaxVersion')
      if (asked !== undefined && Number.parseFloat(asked) < 4) throw new Refused(400, 'odata_version', 'This feed speaks OData 4.0.')
      return reading(c, world, ctx => work(c, ctx))
    })
  }

  answer('/api/odata', async (c, ctx) => {
    const value = [...entitySets(ctx)].map(([name, entity]) => ({ name, title: ctx.t(entity.plural), kind: 'EntitySet', url: name }))
    return json(c, JSON.stringify({ '@odata.context': `${rootOf(c)}/$metadata`, value }))
  })

  answer('/api/odata/$metadata', async (c, ctx) => c.body(metadataOf(ctx), 200, { ...version, 'Content-Type': 'application/xml' }))

  answer('/api/odata/:set/$count', async (c, ctx) =>
    c.body(String(await countOf(ctx, c.req.param('set') ?? '', new URL(c.req.url).searchParams)), 200, { ...version, 'Content-Type': 'text/plain' }),
  )

  answer('/api/odata/:set', async (c, ctx) => {
    const [, name = '', key] = /^(\w+)(?:\('?([^()']*)'?\))?$/.exec(c.req.param('set') ?? '') ?? []
    const root = rootOf(c)
    if (key !== undefined) return json(c, await one(ctx, root, name, key, asText(c)))
    const { searchParams } = new URL(c.req.url)
    const feed = await readFeed(ctx, name, searchParams, pageSize(c))
    const items = feed.items.map(item => entryText(feed.properties, item, asText(c)))
    const count = feed.count === null ? '' : `"@odata.count":${feed.count},`
    const next = feed.next ? `,"@odata.nextLink":${JSON.stringify(nextLink(`${root}/${name}`, searchParams, feed.next))}` : ''
    return json(c, `{"@odata.context":${JSON.stringify(`${root}/$metadata#${name}`)},${count}"value":[${items.join(',')}]${next}}`)
  })
}

/** The address by which the caller came: the one that is set, unless this is reached by another. */
function addressOf(c: Context<Env>, url: string): string {
  const { host, origin } = new URL(c.req.url)
  return new URL(url).host === host ? url : origin
}

async function one(ctx: CoreCtx, root: string, set: string, key: string, decimalsAsText: boolean): Promise<string> {
  const entity = entitySet(ctx, set)
  if (!isId(key)) throw notFound()
  const properties = propertiesOf(ctx, entity)
  const { items } = await find(ctx, entity.name, { where: { id: key }, fields: properties.map(property => property.path), limit: 1 })
  if (!items[0]) throw notFound()
  return `{"@odata.context":${JSON.stringify(`${root}/$metadata#${set}/$entity`)},${entryText(properties, items[0], decimalsAsText).slice(1)}`
}

function json(c: Context<Env>, text: string): Response {
  const decimals = asText(c) ? ';IEEE754Compatible=true' : ''
  return c.body(text, 200, { ...version, 'Content-Type': `application/json;odata.metadata=minimal${decimals}` })
}

/** Whether the program asked for decimals as texts. */
function asText(c: Context<Env>): boolean {
  return /IEEE754Compatible=true/i.test(c.req.header('Accept') ?? '')
}

function pageSize(c: Context<Env>): number {
  const [, wanted = '500'] = /(?:odata\.)?maxpagesize=(\d{1,6})/i.exec(c.req.header('Prefer') ?? '') ?? []
  return Number(wanted)
}

function nextLink(address: string, params: URLSearchParams, next: { readonly token: string; readonly top: number | null }): string {
  const more = new URLSearchParams(params)
  more.delete('$skip')
  more.delete('$count')
  more.set('$skiptoken', next.token)
  if (next.top !== null) more.set('$top', String(next.top))
  return `${address}?${more}`
}
