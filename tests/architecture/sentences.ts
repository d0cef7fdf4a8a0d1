import { isTest, sources } from './sources.ts'

const quoted = `('(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")`
/** The places where a sentence for people stands in the server's sources. */
const places = [
  new RegExp(`new Refused\\(\\s*\\d+,\\s*'[a-z_]+',\\s*${quoted}`, 'g'),
  new RegExp(`new UserError\\(\\s*'[a-z_]+',\\s*${quoted}`, 'g'),
  new RegExp(`new FormulaProblem\\(\\s*${quoted}`, 'g'),
  new RegExp(`badQuery\\(\\s*${quoted}`, 'g'),
  new RegExp(`report\\([^;]*?'[a-z_]+',\\s*${quoted}`, 'g'),
  new RegExp(`\\bmessage:\\s*${quoted}`, 'g'),
  new RegExp(`const message =\\s*${quoted}`, 'g'),
  new RegExp(`\\bdetail:\\s*${quoted}`, 'g'),
  new RegExp(`\\btext:\\s*${quoted}`, 'g'),
  new RegExp(`nothing\\(\\s*${quoted}`, 'g'),
  new RegExp(`refused\\(\\s*${quoted}`, 'g'),
  new RegExp(`say\\('[a-z_]+',\\s*${quoted}`, 'g'),
  new RegExp(`need\\('[a-zA-Z.]+',[^,]*(?:\\([^)]*\\))?[^,]*,\\s*${quoted}`, 'g'),
  new RegExp(`refuse\\('[a-z_]+',\\s*${quoted}`, 'g'),
  new RegExp(`\\d{3}:\\s*${quoted}`, 'g'),
  new RegExp(`\\bt\\(\\s*${quoted}`, 'g'),
  new RegExp(`\\b(?:more|less|other):\\s*${quoted}`, 'g'),
  /^ {2}[a-z]+: ('"?\{text\}[^\n]*'),/gm,
]

/** Every sentence the server may say to a person over HTTP, in English: what a Hindi reader must find in Hindi. */
export function serverSentences(): string[] {
  const found = new Set<string>()
  for (const { path, text } of sources(['.ts'])) {
    if (
      !path.startsWith('core/') ||
      isTest(path) ||
      /^core\/(cli|backup|data|system|registry(?!\/(computed|rollup)\.)|config|main|boot|plugins|log)/.test(path)
    )
      continue
    for (const place of places) {
      for (const match of text.matchAll(place)) {
        const sentence = unquoted(match[1] ?? '')
        if (/\s/.test(sentence) && /^(["“{A-Z]|package\.json)/.test(sentence)) found.add(sentence)
      }
    }
  }
  return [...found].sort()
}

function unquoted(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(['"\\])/g, '$1')
    .replaceAll('\\n', '\n')
}
