import { describe, expect, test } from 'vitest'
import { isTest, sources } from './sources.ts'

/** What may be written in one place only, and where that is. */
const doors: readonly { readonly what: string; readonly found: RegExp; readonly in: RegExp; readonly only: RegExp }[] = [
  { what: 'text put into statements', found: /\bsql\.(raw|identifier)\(/, in: /^(core|plugins|sdk)\//, only: /^core\/data\/identifiers\.ts$/ },
  { what: "the driver's unchecked way", found: /\.unsafe\(/, in: /^(core|plugins|sdk|web)\//, only: /^core\/data\/(connection\.ts|driver\/)/ },
  { what: 'the driver', found: /from 'postgres'/, in: /^(core|plugins|sdk)\//, only: /^core\/data\/(connection\.ts|driver\/)/ },
  {
    what: 'the mark that lets a statement at the records',
    found: /\b(throughDoor|doorMark)\b/,
    in: /^(core|plugins|sdk)\//,
    only: /^core\/(data\/(door|connection)\.ts|records\/(statements|bin|history|undo)\.ts|records\/(bulk|import)\/undo\.ts|records\/history\/seal\.ts|records\/merge\/moves\.ts|records\/change\/)/,
  },
  { what: 'the container of services', found: /from 'tsyringe'/, in: /^(core|plugins|sdk|web)\//, only: /^core\/services\.ts$/ },
  {
    what: 'calls to the outside',
    found: /(?<![.\w])fetch\(|from '(node:)?(http|https|net|tls|dgram|http2)'|import\('node:net'\)/,
    in: /^(core|plugins|sdk)\//,
    only: /^core\/(work\/(outbound|address|mail)|work\/mail\/|http\/|data\/(connection\.ts|driver\/sockets\.ts|embedded\/)|isolation\/child\.ts|main)|^sdk\/testing\/check\/letters\.ts$/,
  },
  { what: 'mail', found: /from 'nodemailer/, in: /^(core|plugins|sdk)\//, only: /^core\/work\// },
  { what: 'papers', found: /'pdfkit'/, in: /^(core|plugins|sdk)\//, only: /^core\/print\/paper\.ts$/ },
  { what: 'code made from text', found: /\beval\(|new Function\(|from '(node:)?vm'/, in: /^(core|plugins|sdk|web)\//, only: /^$/ },
  { what: 'requests of the browser', found: /(?<![.\w#])fetch\(|new EventSource\(/, in: /^(web|plugins)\//, only: /^web\/data\// },
  {
    what: 'files given to the person',
    found: /\.download\s*=|<a[^>]*\sdownload\b|location\.(assign|replace|href)\W[^\n]*\/api\/|window\.open\(/,
    in: /^(web|plugins)\//,
    only: /^web\/data\/download\.ts$/,
  },
  { what: "markup that is not ours made into a page's", found: /unsafeHTML|\.innerHTML\s*=|insertAdjacentHTML/, in: /^(web|plugins)\//, only: /^$/ },
  {
    what: 'other programs',
    found: /from '(node:)?child_process'/,
    in: /^(core|plugins|sdk)\//,
    // The last one is a command of the terminal, which runs the tests of a folder that its author names; the server has no way to it.
    only: /^core\/(data\/embedded\/|isolation\/process\.ts|cli\/test-plugin\.ts$)/,
  },
]

describe('one door for each way out', () => {
  const files = sources(['.ts']).filter(({ path }) => !isTest(path) && path !== 'core/data/testing.ts')

  test('there are sources to look at', () => {
    expect(files.length).toBeGreaterThan(60)
  })

  test.each(doors)('$what', door => {
    const wrong = files.filter(({ path, text }) => door.in.test(path) && !door.only.test(path) && door.found.test(withoutComments(text)))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

test('no type is waved through, no test is left out, nothing is left for later', () => {
  const waved = /\bas any\b|@ts-(ignore|nocheck|expect-error)|\b(test|it|describe)\.(skip|only|todo)\b|\b(TODO|FIXME|XXX)\b/
  const wrong = sources()
    .filter(({ path }) => path !== 'tests/architecture/doors.test.ts' && !path.endsWith('.test-d.ts'))
    .filter(({ text }) => waved.test(withoutStrings(text)))
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('what a page shows is waited for: nothing is read of it once, a moment too early', () => {
  const once =
    /(?<!\w)expect\(([([{]?.*await .*\.(count|allTextContents|allInnerTexts|isVisible|isChecked|inputValue|textContent|getAttribute|boundingBox|evaluateAll)\(|(new URL\()?page\.url\()|waitForTimeout|setDefaultTimeout/
  const tests = sources(['.ts']).filter(({ path }) => path.startsWith('tests/browser/'))
  expect(tests.length).toBeGreaterThan(8)
  expect(tests.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) => (once.test(line) ? [`${path}:${at + 1}`] : [])))).toEqual([])
})

test('the repository speaks of the product, not of the place where it is made', () => {
  const files = sources(['.ts', '.mjs', '.cjs', '.md', '.json', '.html', '.css', 'run', '.yml']).filter(
    ({ path }) => path !== 'tests/architecture/doors.test.ts' && path !== 'package-lock.json',
  )
  expect(files.length).toBeGreaterThan(80)
  const words = /(^|[\s"'(`])\/(work|root|home\/[a-z]+)\/|\.\.\/shared\b|\bissue #?\d+|localhost:4873/im
  expect(files.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([])
})

test('files stay small enough to be read in one go', () => {
  const long = sources(['.ts'])
    .filter(({ path }) => !isTest(path) && !path.includes('/translations/'))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

function withoutStrings(text: string): string {
  return text.replace(/'(?:[^'\\\n]|\\.)*'/g, "''").replace(/`(?:[^`\\]|\\.)*`/g, '``')
}
