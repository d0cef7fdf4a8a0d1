import type { Json } from '@sangam/sdk'
import { textsOf as documentTexts, headsOf } from '../../../core/registry/check-documents.ts'
import type { Model } from '../../../core/registry/model.ts'
import { slotsOf } from '../../../core/template.ts'
import type { TestClient } from '../client.ts'
import { pagesOf } from './pdf.ts'
import type { Maker } from './records.ts'

const languages = { en: 'English', hi: 'Hindi' } as const
type Language = keyof typeof languages

type Document = Model['documents'][number]

/** Who prints, and may see all, in each of the languages. */
export type Printers = { readonly [language in Language]: TestClient }

interface Printing {
  readonly printers: Printers
  readonly model: Model
  readonly maker: Maker
  /** Texts that are known to have no Hindi yet. */
  readonly untranslated: readonly string[]
}

/** How many records each paper is printed of, and how often a report is asked until something that was drawn for it is taken. */
const [printed, tries] = [6, 8]

/** Makes every paper that a plugin brings, of its random records and in both languages: a line for each that can’t be made, has nothing on it, or says something in English to who reads Hindi. */
export async function papersLack(printing: Printing, plugin: string): Promise<string[]> {
  const said: string[] = []
  for (const document of printing.model.documents.filter(one => one.plugin === plugin)) {
    said.push(...otherPlaces(printing.model, document))
    const bare = await withoutParts(printing.printers.en, document)
    for (const language of ['en', 'hi'] as const) said.push(...(await printedIn(language, document, bare.id, printing)))
    await bare.remove()
  }
  return [...new Set(said)]
}

/** Makes every report of a plugin (`sheet`) as a PDF in both languages, asked for something that it takes: a line for each that fails, or says something in English to who reads Hindi. */
export async function reportsLack(printing: Printing, routes: Model['routes']): Promise<string[]> {
  const { printers, model, maker } = printing
  const said: string[] = []
  for (const { plugin, path, query = {}, permission } of routes.filter(route => route.gives === 'sheet')) {
    const of = permission.split(':')[0] ?? ''
    const at = `/api/plugins/${plugin}/x${path.replace(/:\w+/g, maker.made(of)[0]?.id ?? '1')}`
    const failed = ({ status, detail }: Made, language: Language): string[] =>
      status >= 500 ? [`The report ${plugin}${path} can’t be made in ${languages[language]}: ${detail}`] : []
    for (let asked = 0, taken = false; asked < tries && !taken; asked += 1) {
      // As it is asked at first, without a word; then with whatever chance says.
      const values = asked === 0 ? {} : await maker.input(query, of, maker.made(of)[0]?.id ?? '')
      const texts = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
      const address = `${at}?${new URLSearchParams({ format: 'pdf', ...Object.fromEntries(texts) })}`
      const english = await make(printers.en, address)
      said.push(...failed(english, 'en'))
      if (english.status >= 500) break
      taken = english.bytes !== null
      if (!taken) continue
      const { made, unsaid } = await listening(model, () => make(printers.hi, address))
      const what = `The report ${plugin}${path}`
      said.push(...failed(made, 'hi'), ...owed(printing, made, unsaid).map(text => inEnglish(what, text)))
      const [heads, theirs] = [await columnsOf(printers.en, address), await columnsOf(printers.hi, address)]
      // Where a word was looked for, that was said already; some are the same in both languages, and the plugin says so.
      const isSaid = (text: string): boolean => unsaid.includes(text) || model.words.get('hi')?.get(text) === text
      const plain = heads.filter((text, column) => text === theirs[column] && isEnglish(text) && !isSaid(text))
      said.push(...ours(printing, plain).map(text => `${what} calls a column “${text}” in English to who reads Hindi. Say it by ctx.t('${text}').`))
    }
  }
  return [...new Set(said)]
}

async function printedIn(language: Language, document: Document, bare: string, printing: Printing): Promise<string[]> {
  const { printers, model, maker } = printing
  const { name, entity } = document
  const said: string[] = []
  const ids = await recordsIn(language, document, printers.en, maker)
  let bears = false
  for (const id of ids) {
    const print = (as: string) => make(printers[language], `/api/export/${entity}/${id}?document=${as}`)
    const { made, unsaid } = await listening(model, () => print(name))
    if (made.bytes === null) said.push(`The paper ${name} of ${entity} can’t be made in ${languages[language]}: ${made.detail}`)
    else {
      const frame = new Set(wordsOn((await print(bare)).bytes))
      bears ||= wordsOn(made.bytes).some(line => !frame.has(line))
    }
    if (language === 'hi') said.push(...owed(printing, made, unsaid).map(text => inEnglish(`The paper ${name}`, text)))
  }
  if (ids.length > 0 && !bears && said.length === 0)
    said.push(
      `The paper ${name} has nothing on it under its title, of any of ${ids.length} random ${entity}. Give it \`parts\`, or \`examples\` of which their conditions hold and their fields say something.`,
    )
  return said
}

/** The records of which it is printed: those that say no other language. Where only the server makes such records, those that are there. */
async function recordsIn(language: Language, document: Document, admin: TestClient, maker: Maker): Promise<string[]> {
  const { entity, language: field } = document
  const made = maker.made(entity).map(one => one.id)
  const { status, json } = await admin.ask('POST', `/api/query/${entity}`, { fields: ['id', ...(field === undefined ? [] : [field])], limit: 200 })
  const { items = [] } = (status === 200 ? json : {}) as { readonly items?: readonly { readonly [name: string]: Json }[] }
  const fits = items.filter(one => field === undefined || ![...Object.keys(languages)].some(other => other !== language && one[field] === other))
  const ids = fits.map(one => String(one.id))
  const own = ids.filter(id => made.includes(id))
  return (own.length > 0 ? own : ids).slice(0, printed)
}

/** The same paper without what stands under its head, as an administrator would write it: what a page has in any case. */
async function withoutParts(admin: TestClient, document: Document): Promise<{ readonly id: string; remove(): Promise<void> }> {
  const { name, entity, title, titles = [], letterhead = true, landscape = false, language } = document
  const definition = { title, titles, letterhead, landscape, ...(language !== undefined && { language }), parts: [] }
  const { id } = (await admin.post('/api/records/core.documentTemplate', { name: `Without parts: ${name}`, entity, definition })) as { readonly id: string }
  return { id, remove: async () => void (await admin.delete(`/api/records/core.documentTemplate/${id}`)) }
}

/** Whether the Hindi of a text of a paper has the places for values that the English has: another word in one of them prints nothing. */
function otherPlaces(model: Model, { name, fileName = '', ...document }: Document): string[] {
  const hindi = model.words.get('hi')
  const places = (text: string): string[] => [...new Set(slotsOf(text).map(slot => slot.path))].sort()
  return [fileName, ...headsOf(document), ...document.parts.flatMap(documentTexts)].flatMap(text => {
    const [english, there] = [places(text), places(hindi?.get(text) ?? text)]
    const [left, more] = [english.filter(path => !there.includes(path)), there.filter(path => !english.includes(path))]
    const named = (paths: readonly string[]): string => paths.map(path => `{{ ${path} }}`).join(', ')
    const wrong = [...(left.length > 0 ? [`leaves out ${named(left)}`] : []), ...(more.length > 0 ? [`asks for ${named(more)}, which that does not`] : [])]
    return wrong.length > 0 ? [`The paper ${name}: the Hindi of “${text}” ${wrong.join(' and ')}. Write the same places in translations('hi', { … }).`] : []
  })
}

interface Made {
  readonly status: number
  readonly bytes: Uint8Array | null
  /** What its maker is told where it could not be made. */
  readonly detail: string
}

async function make(person: TestClient, address: string): Promise<Made> {
  const answer = await person.open(address)
  if (answer.ok) {
    // What fails after its first page has answered already.
    try {
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()), detail: '' }
    } catch (error) {
      return { status: 500, bytes: null, detail: error instanceof Error ? error.message : String(error) }
    }
  }
  const { detail = '', errors = [] } = (await answer.json()) as { readonly detail?: string; readonly errors?: readonly { readonly message: string }[] }
  return { status: answer.status, bytes: null, detail: [detail, ...errors.map(one => one.message)].join(' ') }
}

/** Which English texts a Hindi word was looked for while something was made, and none was found. */
async function listening<Made>(model: Model, work: () => Promise<Made>): Promise<{ readonly made: Made; readonly unsaid: readonly string[] }> {
  const hindi = model.words.get('hi')
  const unsaid = new Set<string>()
  if (!hindi) return { made: await work(), unsaid: [] }
  const look = hindi.get.bind(hindi)
  const heard = (text: string): string | undefined => {
    const word = look(text)
    if (word === undefined && /\p{L}/u.test(text.replaceAll(/\{\{[^{}]*\}\}/g, ''))) unsaid.add(text)
    return word
  }
  Object.defineProperty(hindi, 'get', { value: heard, configurable: true })
  try {
    return { made: await work(), unsaid: [...unsaid] }
  } finally {
    Reflect.deleteProperty(hindi, 'get')
  }
}

/** Those that stand on it, and are texts of the plugin: what people called a record, such as a branch whose figures have a column, is theirs. */
function owed(printing: Printing, { bytes }: Made, texts: readonly string[]): string[] {
  const paper = squeezed(wordsOn(bytes).join(''))
  const stands = (text: string): boolean => text.split(/\{\{[^{}]*\}\}|\{[^{}]*\}/).some(piece => /\p{L}/u.test(piece) && paper.includes(squeezed(piece)))
  return ours(printing, texts).filter(stands)
}

/** Those that are no name of a record, and not known to have no Hindi yet. */
function ours({ model, maker, untranslated }: Printing, texts: readonly string[]): string[] {
  const records = [...model.entities.keys()].flatMap(entity => maker.made(entity))
  const isTheirs = (text: string): boolean => records.some(one => text.includes(one.mark) || Object.values(one.values).includes(text))
  return texts.filter(text => !untranslated.includes(text) && !isTheirs(text))
}

/** What the columns of a report are called, as its table is given to a spreadsheet. */
async function columnsOf(person: TestClient, address: string): Promise<string[]> {
  const { json } = await person.ask('GET', address.replace('format=pdf', 'format=csv'))
  const [head = ''] = String(json).replace('\uFEFF', '').split(/\r?\n/)
  return [...head.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare)
}

function isEnglish(text: string): boolean {
  return /[A-Za-z]{2}/.test(text) && !/\p{Script=Devanagari}/u.test(text)
}

/** However its lines are broken. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

function inEnglish(what: string, text: string): string {
  return `${what} says “${text}” in English to who reads Hindi. Say it in translations('hi', { … }).`
}

function wordsOn(pdf: Uint8Array | null): string[] {
  return pdf === null
    ? []
    : pagesOf(pdf)
        .flatMap(page => page.split('\n'))
        .filter(line => line.trim() !== '')
}
