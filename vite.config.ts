import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const port = Number(process.env.PORT || 4000)

/** What the page's import map lends to plugins that are installed later, by the name under which they ask for it. */
const lent = ['sdk', 'sdk-web', 'lit']

/** The import map names sources; in what is built, the files they became. */
function importMap(): Plugin {
  return {
    name: 'sangam-import-map',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html
        const made = Object.values(bundle).flatMap(part => (part.type === 'chunk' && part.isEntry ? [part] : []))
        return lent.reduce((page, name) => {
          const file = made.find(part => part.name === `host-${name}`)?.fileName
          if (!file || !page.includes(`"/host/${name}.ts"`)) throw new Error(`web/index.html lends ${name} to no plugin.`)
          return page.replace(`"/host/${name}.ts"`, `"/${file}"`)
        }, html)
      },
    },
  }
}

/** The shell, and each plugin's own browser half, found by the server in the manifest. */
function entries(): Record<string, string> {
  const plugins = existsSync(join(root, 'plugins')) ? readdirSync(join(root, 'plugins')) : []
  const halves = plugins.map(id => [`plugin-${id}`, join(root, 'plugins', id, 'web', 'index.ts')] as const).filter(([, file]) => existsSync(file))
  const host = lent.map(name => [`host-${name}`, join(root, 'web', 'host', `${name}.ts`)] as const)
  return { index: join(root, 'web', 'index.html'), worker: join(root, 'web', 'data', 'worker.ts'), ...Object.fromEntries([...host, ...halves]) }
}

export default defineConfig({
  root: join(root, 'web'),
  publicDir: join(root, 'web', 'public'),
  resolve: { tsconfigPaths: true },
  plugins: [importMap()],
  build: {
    outDir: join(root, 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // Fonts and pictures stay files: the page's policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // How long its parts took is of interest to nobody who starts the product.
      checks: { bundlerTimings: false },
      input: entries(),
      preserveEntrySignatures: 'exports-only',
      // The worker's reach is the folder it lies in, and a browser finds its next version under the same name.
      output: {
        entryFileNames: part => (part.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        // What every first screen needs comes as one file, and lists, which most screens are or hold, as another: a slow phone spends longer on asking than on reading.
        codeSplitting: {
          groups: [
            { name: 'frame', test: /web\/shell\/(main|app)\.ts$/, priority: 2 },
            { name: 'list', test: /web\/screens\/list\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port,
    strictPort: true,
    fs: { allow: [root] },
    proxy: Object.fromEntries(
      ['/api', '^/s/', '/health', '/metrics', '^/plugins/[a-z0-9]+/[^/?]+\\.js(?:[?].*)?$'].map(path => [
        path,
        { target: `http://127.0.0.1:${port + 1}`, changeOrigin: false },
      ]),
    ),
  },
})
