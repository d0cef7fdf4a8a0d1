import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** Each of these becomes a file of its own in dist/server; what they share is built once. */
function entries(): Record<string, string> {
  const fixed = ['core/main', 'core/cli/main', 'core/isolation/child', 'sdk/index']
  const plugins = existsSync(join(root, 'plugins')) ? readdirSync(join(root, 'plugins')).map(id => `plugins/${id}/plugin`) : []
  return Object.fromEntries([...fixed, ...plugins].filter(name => existsSync(join(root, `${name}.ts`))).map(name => [name, join(root, `${name}.ts`)]))
}

export default defineConfig({
  root,
  publicDir: false,
  resolve: { tsconfigPaths: true },
  ssr: { target: 'node', noExternal: [/^@sangam\//] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      // How long its parts took is of interest to nobody who starts the product.
      checks: { bundlerTimings: false },
      input: entries(),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
    },
  },
})
