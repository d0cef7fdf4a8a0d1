import { existsSync, readdirSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

/** Each of these becomes a file of its own in dist/server; what they share is built once. */
function entries(): Record<string, string> {
  const fixed = ['core/main', 'core/cli/main', 'core/isolation/child', 'sdk/index']
  const plugins = existsSync(join(root, 'plugins')) ? readdirSync(join(root, 'plugins')).map(id => `plugins/${id}/plugin`) : []
  return Object.fromEntries([...fixed, ...plugins].filter(name => existsSync(join(root, `${name}.ts`))).map(name => [name, join(root, `${name}.ts`)]))
}

/** What is loaded when it is needed, and what brings more than JavaScript: a binary, fonts. */
const apart = ['@node-rs/argon2', '@modelcontextprotocol/server', 'commander', 'exceljs', 'pdfkit', 'playwright-core', 'vite']

/** One letter beyond the plainest has a whole file take twice the memory, and longer to be read: each is written as its number. */
const plainLetters = {
  name: 'plain-letters',
  renderChunk: (code: string) => ({
    code: code.replace(/[\u0080-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
    map: null,
  }),
}

/**
 * Beside each file which line was written where, as two numbers a line: the source, and its line; -1 where nobody wrote it. Whoever needs it needs it
 * for a stack, while others wait: a map of a million letters takes a tenth of a second to be read, and these numbers next to nothing.
 */
const writtenLines: Plugin = {
  name: 'written-lines',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !chunk.map) continue
      const { sources, mappings } = chunk.map
      const map = new SourceMap({ version: 3, file: chunk.fileName, sources, mappings, names: [] } as unknown as SourceMapPayload)
      const at = new Map(sources.map((source, place) => [source, place]))
      const lines = chunk.code.split('\n').flatMap((_line, line) => {
        const found = map.findEntry(line, Number.MAX_SAFE_INTEGER)
        return 'originalSource' in found && found.generatedLine === line ? [at.get(found.originalSource) ?? -1, found.originalLine] : [-1, -1]
      })
      this.emitFile({ type: 'asset', fileName: `${chunk.fileName}.lines`, source: JSON.stringify({ sources, lines }) })
    }
  },
}

export default defineConfig(({ mode }) => ({
  root,
  publicDir: false,
  plugins: [plainLetters, writtenLines],
  resolve: { tsconfigPaths: true },
  // What the server begins with stands in its own files: to find and open some hundred modules one by one takes longer than all the rest of a start.
  // A package for others names what it needs instead, so that their own tools see it and renew it.
  ssr: mode === 'package' ? { target: 'node', noExternal: [/^@sangam\//] } : { target: 'node', noExternal: true, external: apart },
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
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js', sourcemapExcludeSources: true },
    },
  },
}))
