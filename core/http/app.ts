import { Hono } from 'hono'
import type { Authenticator } from '../auth/authenticate.ts'
import { isStillIn } from '../auth/sessions.ts'
import { notFound } from '../errors.ts'
import type { World } from '../world.ts'
import type { Env, SignedIn } from './env.ts'
import { guard } from './guard.ts'
import { docsRoutes } from './openapi.ts'
import { problemOf } from './problems.ts'
import { HeadRouter } from './router.ts'
import { agentRoutes } from './routes/agents.ts'
import { approvalRoutes } from './routes/approvals.ts'
import { automationRoutes } from './routes/automations.ts'
import { backupRoutes } from './routes/backup.ts'
import { bulkRoutes } from './routes/bulk.ts'
import { customRoutes } from './routes/custom.ts'
import { duplicateRoutes } from './routes/duplicates.ts'
import { explainRoutes } from './routes/explain.ts'
import { exportRoutes } from './routes/exports.ts'
import { fileRoutes } from './routes/files.ts'
import { findRoutes } from './routes/find.ts'
import { formulaRoutes } from './routes/formulas.ts'
import { graduateRoutes } from './routes/graduate.ts'
import { healthRoutes } from './routes/health.ts'
import { hookRoutes } from './routes/hooks.ts'
import { importRoutes } from './routes/imports.ts'
import { keyRoutes } from './routes/keys.ts'
import { type LiveHub, liveRoutes } from './routes/live.ts'
import { modelRoutes } from './routes/model.ts'
import { odataRoutes } from './routes/odata.ts'
import { packageRoutes } from './routes/packages.ts'
import { pluginRoutes } from './routes/plugin-routes.ts'
import { lifecycleRoutes } from './routes/plugins.ts'
import { proposalRoutes } from './routes/proposals.ts'
import { publicLinkRoutes } from './routes/public-links.ts'
import { publicPages } from './routes/public-pages.ts'
import { recordRoutes } from './routes/records.ts'
import { seriesRoutes } from './routes/series.ts'
import { sessionRoutes } from './routes/session.ts'
import { setupRoutes } from './routes/setup.ts'
import { shareRoutes } from './routes/shares.ts'
import { systemRoutes } from './routes/system.ts'
import { talkRoutes } from './routes/talk.ts'
import { textRoutes } from './routes/texts.ts'
import { userRoutes } from './routes/users.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { workspaceKeyRoutes } from './routes/workspace-keys.ts'
import { staticRoutes } from './static.ts'

/** All that answers over HTTP. */
export function makeApp(world: World, authenticator: Authenticator, hub: LiveHub): Hono<Env> {
  const app = new Hono<Env>({ router: new HeadRouter() })
  app.onError((error, c) => problemOf(world, c, error))
  app.notFound(c => problemOf(world, c, notFound()))
  guard(app, world, authenticator)
  for (const routes of [
    healthRoutes,
    setupRoutes,
    sessionRoutes,
    keyRoutes,
    workspaceKeyRoutes,
    userRoutes,
    modelRoutes,
    customRoutes,
    graduateRoutes,
    textRoutes,
    seriesRoutes,
    automationRoutes,
    approvalRoutes,
    proposalRoutes,
    hookRoutes,
    formulaRoutes,
    webhookRoutes,
    systemRoutes,
    findRoutes,
    talkRoutes,
    recordRoutes,
    shareRoutes,
    publicLinkRoutes,
    publicPages,
    explainRoutes,
    bulkRoutes,
    duplicateRoutes,
    importRoutes,
    exportRoutes,
    odataRoutes,
    agentRoutes,
    fileRoutes,
    pluginRoutes,
    lifecycleRoutes,
    packageRoutes,
    backupRoutes,
    docsRoutes,
  ])
    routes(app, world)
  liveRoutes(app, world, hub, who => stillThere(world, who))
  staticRoutes(app)
  return app
}

/** Whether who began to listen may still: the same rights as now, or none; nobody, once their session or key has ended. */
async function stillThere(world: World, who: SignedIn): Promise<SignedIn | null> {
  if (!(await isStillIn(world.db.app, { session: who.session?.id ?? null, key: who.key?.id ?? null }, world.clock.now()))) return null
  const { accessOfUser } = await import('../access/resolve.ts')
  const access = await accessOfUser(world, who.workspace, who.access.caller.userId, who.key?.role ? { role: who.key.role } : {})
  return access && { ...who, access }
}
