import type { Context, Hono } from 'hono'
import { type Agent, agentServer } from '../../agents/server.ts'
import type { Asked } from '../../agents/tools.ts'
import { Refused } from '../../errors.ts'
import type { World } from '../../world.ts'
import { readJson } from '../body.ts'
import { type Env, signedIn } from '../env.ts'
import { limitsOf, tooOften } from '../key-use.ts'
import { problemOf } from '../problems.ts'

/** What one message of an agent may weigh. */
const mostBytes = 1024 * 1024
/** How many messages older agents may send together: each is a request of its own. */
const mostMessages = 20

/**
 * Agents by the Model Context Protocol, over streamable HTTP: each request by itself, so any node may answer. Every tool asks our own API with the
 * agent's key, and can therefore do and see what the key can, and nothing else.
 */
export function agentRoutes(app: Hono<Env>, world: World): void {
  app.all('/api/mcp', async c => {
    const { key } = signedIn(c)
    if (!key) throw new Refused(403, 'no_key', 'Agents sign in with a key: "Authorization: Bearer …". Make one under your own name.')
    const often = await tooOften(world, key, true)
    const sdk = await import('@modelcontextprotocol/server')
    const parsedBody = c.req.method === 'POST' ? await readJson(c, mostBytes) : undefined
    const messages = Array.isArray(parsedBody) ? parsedBody : [parsedBody]
    if (messages.length > mostMessages) throw new Refused(413, 'too_many', 'Send at most {most} messages at once.', { values: { most: mostMessages } })
    const held = (messages.length > 1 ? await tooOften(world, key, true, messages.length - 1) : null) ?? often
    // An agent reads what its tools answer: there it is told to wait.
    if (held && !messages.some(callsTool)) throw held
    const agent: Agent = {
      key,
      held,
      limits: limitsOf(key, true),
      ask: async (asked, options) => app.request(asked.path, requestOf(c, asked, options), asAgent),
      refusalOf: error => problemOf(world, c, error),
    }
    const handler = sdk.createMcpHandler(() => agentServer(sdk, agent), { maxSubscriptions: 0, keepAliveMs: 0 })
    return handler.fetch(new Request(c.req.url, { method: c.req.method, headers: c.req.raw.headers }), { parsedBody })
  })
}

function callsTool(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'method' in message && message.method === 'tools/call'
}

/** How a request says that an agent's tool sent it; what comes over the line can't. */
const asAgent = { agent: true }

function requestOf(c: Context<Env>, { method, body, version }: Asked, { plan, planAfter, propose, idempotencyKey }: Parameters<Agent['ask']>[1]): RequestInit {
  const passed = ['Authorization', 'Sangam-Workspace', 'Accept-Language'].flatMap(name => {
    const said = c.req.header(name)
    return said === undefined ? [] : [[name, said] as const]
  })
  const headers = {
    ...Object.fromEntries(passed),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(version !== undefined && { 'If-Match': `"${version}"` }),
    ...(plan && { 'Sangam-Plan': '1' }),
    ...(plan && propose !== undefined && { 'Sangam-Propose': encodeURIComponent(propose.trim()) }),
    ...(plan && planAfter > 0 && { 'Sangam-Plan-After': String(planAfter) }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  }
  return { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
}
