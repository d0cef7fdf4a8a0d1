import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * From here on a stack names the lines that people wrote, where the file it stands in says how to find them. Node's own switch reads the maps of
 * all files whenever it starts; here one is read when the first stack that goes through its file is looked at.
 */
export function traceToSources(): void {
  const maps = new Map<string, SourceMap | null>()
  Error.prepareStackTrace = (error, sites) => [headOf(error), ...sites.map(site => `    at ${inSource(site, maps)}`)].join('\n')
}

function headOf(error: Error): string {
  try {
    return String(error)
  } catch {
    return 'An error that cannot be written'
  }
}

function inSource(site: NodeJS.CallSite, maps: Map<string, SourceMap | null>): string {
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()]
  if (!file || !line || !column) return site.toString()
  const address = isAbsolute(file) ? pathToFileURL(file).href : file
  if (!maps.has(file)) maps.set(file, address.startsWith('file:') ? mapOf(address) : null)
  const found = maps.get(file)?.findEntry(line - 1, column - 1)
  if (!found || !('originalSource' in found)) return site.toString()
  const written = `${new URL(found.originalSource, address).href}:${found.originalLine + 1}:${found.originalColumn + 1}`
  return site.toString().replace(`${file}:${line}:${column}`, written)
}

/** A stack of a file without a map, or with one that can't be read, is told as it is. */
function mapOf(address: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${address}.map`), 'utf8')))
  } catch {
    return null
  }
}
