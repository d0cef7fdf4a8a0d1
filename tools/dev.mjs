import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { main } from './steps.mjs'

/** The server behind, started again when its sources change; before it Vite, which puts changed browser modules into the open page. */
main(async () => {
  await ensureInstalled()
  const port = Number(process.env.PORT || 4000)
  const env = { ...process.env, PORT: String(port + 1), SANGAM_URL: process.env.SANGAM_URL || `http://localhost:${port}`, NODE_ENV: 'development' }
  const watched = ['sdk', 'core', 'plugins'].flatMap(room => ['--include', `${room}/**/*.ts`])
  const args = [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'watch', '--clear-screen=false', ...watched, join('core', 'main.ts')]
  const server = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })

  const { createLogger, createServer } = await import('vite')
  const web = await createServer({ configFile: join(root, 'vite.config.ts'), customLogger: calm(createLogger()) })
  await web.listen()
  web.printUrls()

  const end = async () => {
    server.kill('SIGTERM')
    await web.close()
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  server.once('exit', code => process.exit(code ?? 0))
})

/** While the server behind starts again, every request of the open page would leave a stack: one line says it, and what else goes wrong is told as it is. */
function calm(logger) {
  const tell = logger.error
  let last = 0
  logger.error = (message, options) => {
    if (!/proxy error/.test(message) || !/ECONNREFUSED|ECONNRESET|socket hang up/.test(message)) return tell(message, options)
    if (Date.now() - last > 5000) logger.info('The server is starting again; until then the page gets no answers.', { timestamp: true })
    last = Date.now()
  }
  return logger
}
