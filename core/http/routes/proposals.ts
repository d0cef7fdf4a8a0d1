import type { Json } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { declineProposal, isOutdated, type Proposal, proposalFor, type Wished } from '../../proposals/proposals.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { type Env, person } from '../env.ts'

/** What programs propose: looked at as it would be now for whoever looks, applied, or declined. By people only. */
export function proposalRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/proposals/:id', async c => {
    const { found, outdated } = await foundFor(c, world)
    const { id, program, person, personName, reason, state, createdAt } = found
    const waits = state === 'waiting' && !outdated
    const answer = waits ? await again(app, c, found.request, { 'Sangam-Plan': '1' }) : null
    const told = answer && ((await answer.json()) as { readonly detail: string })
    return c.json({
      ...{ id, program, reason, state, createdAt, outdated, person: { id: person, name: personName } },
      plan: answer?.ok ? (told as unknown as Json) : null,
      refused: answer && !answer.ok ? (told?.detail ?? null) : null,
    } as never)
  })

  app.post('/api/proposals/:id/apply', async c => {
    const { found } = await foundFor(c, world)
    const answer = await again(app, c, found.request, {}, { proposal: found.id })
    return answer.ok ? c.json({ applied: true }) : answer
  })

  app.post('/api/proposals/:id/decline', async c => {
    person(c)
    return writing(c, world, null, async ctx => {
      await declineProposal(ctx, c.req.param('id'))
      return { json: { declined: true } }
    })
  })
}

async function foundFor(c: Context<Env>, world: World): Promise<{ readonly found: Proposal; readonly outdated: boolean }> {
  person(c)
  return reading(c, world, async ctx => {
    const found = await proposalFor(ctx, c.req.param('id') ?? '')
    return { found, outdated: await isOutdated(ctx, found) }
  })
}

/** Asks our own API what the program asked, as the person who is here. */
async function again(
  app: Hono<Env>,
  c: Context<Env>,
  { method, path, body, version }: Wished,
  more: { readonly [name: string]: string },
  env = {},
): Promise<Response> {
  const passed = ['Cookie', 'Sangam-Workspace', 'Accept-Language'].flatMap(name => {
    const said = c.req.header(name)
    return said === undefined ? [] : [[name, said] as const]
  })
  const headers = {
    ...Object.fromEntries(passed),
    ...more,
    ...(body !== null && { 'Content-Type': 'application/json' }),
    ...(version !== null && { 'If-Match': `"${version}"` }),
  }
  return app.request(path, { method, headers, ...(body !== null && { body: JSON.stringify(body) }) }, env)
}
