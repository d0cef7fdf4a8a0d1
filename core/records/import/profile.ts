import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { isCurrencyCode, plainNumber } from './convert.ts'
import type { ColumnProfile, DateOrder, FieldMapping, Mapping } from './mapping.ts'

/** Looks at the rows as they pass and says of each column what it holds. */
export class Profiler {
  readonly #columns: {
    samples: string[]
    filled: number
    numbers: number
    dates: number
    emails: number
    booleans: number
    orders: Set<DateOrder>
    writing: Writing
  }[]
  constructor(readonly headers: readonly string[]) {
    this.#columns = headers.map(() => ({
      samples: [],
      filled: 0,
      numbers: 0,
      dates: 0,
      emails: 0,
      booleans: 0,
      orders: new Set<DateOrder>(['dmy', 'mdy', 'ymd']),
      writing: { signs: new Set(), years: new Set(), short: false, padded: false },
    }))
  }

  see(row: readonly string[]): void {
    for (const [index, column] of this.#columns.entries()) {
      const text = row[index]?.trim()
      if (!text) continue
      column.filled += 1
      if (column.samples.length < 5 && !column.samples.includes(text)) column.samples.push(text.slice(0, 100))
      const orders = ordersOf(text)
      if (orders) {
        column.dates += 1
        noteWriting(column.writing, text)
        for (const order of column.orders) if (!orders.includes(order)) column.orders.delete(order)
      } else if (plainNumber(text) !== null) column.numbers += 1
      else if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) column.emails += 1
      else if (/^(yes|no|true|false|हाँ|नहीं)$/i.test(text)) column.booleans += 1
    }
  }

  profiles(): ColumnProfile[] {
    const made = this.#columns.map((column, index): ColumnProfile => {
      const most = (count: number): boolean => column.filled > 0 && count >= column.filled * 0.9
      const kind =
        column.filled === 0
          ? 'empty'
          : most(column.dates)
            ? 'date'
            : most(column.numbers)
              ? 'number'
              : most(column.emails)
                ? 'email'
                : most(column.booleans)
                  ? 'boolean'
                  : 'text'
      const dateOrder = kind !== 'date' ? null : column.orders.size === 1 ? ([...column.orders][0] as DateOrder) : 'unsure'
      return { index, header: this.headers[index] as string, samples: column.samples, filled: column.filled, kind, dateOrder }
    })
    return made.map(one => {
      const column = this.#columns[one.index]
      const alike = made.filter(other => {
        const writing = this.#columns[other.index]?.writing
        return one.dateOrder === 'unsure' && other.dateOrder !== null && other.dateOrder !== 'unsure' && writing && column && areAlike(writing, column.writing)
      })
      const [first] = alike
      const order = first?.dateOrder
      if (!first || !order || order === 'unsure' || alike.some(other => other.dateOrder !== order) || !column?.orders.has(order)) return one
      return { ...one, dateOrder: order, orderFrom: first.header }
    })
  }
}

/** How the days of a column are written: by what signs, with how many figures of the year, and whether a day below ten has one figure or a zero before it. */
interface Writing {
  readonly signs: Set<string>
  readonly years: Set<number>
  short: boolean
  padded: boolean
}

const written = /^(\d{1,4})([-/.])(\d{1,2})([-/.])(\d{1,4})(?:(?:T|,?\s).*)?$/

function noteWriting(writing: Writing, text: string): void {
  const [, first = '', sign = '', second = '', other = '', third = ''] = written.exec(text) ?? []
  writing.signs.add(sign + other)
  writing.years.add(Math.max(first.length, third.length))
  for (const figures of [first, second]) {
    if (figures.length === 1) writing.short = true
    else if (figures.startsWith('0')) writing.padded = true
  }
}

/** Whether two columns come of one hand, as far as their figures tell. */
function areAlike(a: Writing, b: Writing): boolean {
  const same = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean => one.size === 1 && other.size === 1 && [...one].every(value => other.has(value))
  return same(a.signs, b.signs) && same(a.years, b.years) && !(a.short && b.padded) && !(a.padded && b.short)
}

/** The orders in which a text can be a date; null when it is none. */
function ordersOf(text: string): DateOrder[] | null {
  const figures = written.exec(text)
  if (!figures) return null
  const [first, second, third] = [figures[1] as string, figures[3] as string, figures[5] as string]
  if (first.length === 4) return ['ymd']
  if (third.length !== 4 && third.length !== 2) return null
  const orders: DateOrder[] = []
  if (Number(second) <= 12 && Number(first) <= 31) orders.push('dmy')
  if (Number(first) <= 12 && Number(second) <= 31) orders.push('mdy')
  return orders.length > 0 ? orders : null
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '')

/** Words that files use for what a field calls otherwise. */
const otherNames: { readonly [plain: string]: readonly string[] } = {
  name: ['account', 'accountname', 'company', 'companyname', 'customer', 'customername', 'product', 'productname', 'fullname'],
  title: ['subject', 'deal', 'dealname', 'opportunity', 'opportunityname', 'leadname'],
  item: ['product', 'productname', 'itemname', 'sku', 'service'],
  user: ['salesagent', 'agent', 'member', 'employee'],
  party: ['account', 'customer', 'company', 'organisation', 'organization', 'accountname'],
  owner: ['salesagent', 'agent', 'assignedto', 'salesperson', 'accountmanager', 'leadowner'],
  stage: ['dealstage', 'status', 'pipelinestage', 'leadstatus'],
  value: ['closevalue', 'amount', 'dealvalue', 'expectedrevenue', 'revenue'],
  actualclose: ['closedate', 'closedon', 'dateclosed'],
  expectedclose: ['expectedclosedate', 'closingdate'],
  externalid: ['opportunityid', 'id', 'recordid', 'externalid', 'leadid', 'dealid'],
  price: ['salesprice', 'rate', 'unitprice', 'listprice', 'mrp'],
  code: ['sku', 'itemcode', 'productcode'],
  phone: ['telephone', 'phonenumber', 'mobile', 'mobileno'],
  email: ['emailaddress', 'mail', 'emailid'],
  employees: ['headcount', 'noofemployees'],
  sector: ['industry'],
  industry: ['sector'],
  parent: ['subsidiaryof', 'parentaccount', 'parentcompany'],
  engagedat: ['engagedate', 'engagedon', 'startdate'],
  manager: ['reportsto'],
  region: ['regionaloffice', 'area', 'territory', 'zone'],
  leader: ['manager', 'teamleader'],
  reference: [
    'number',
    'no',
    'ref',
    'voucher',
    'voucherno',
    'vouchernumber',
    'vno',
    'vchno',
    'entryno',
    'entrynumber',
    'journalno',
    'docno',
    'documentno',
    'billno',
    'invoiceno',
  ],
  narration: ['description', 'particulars', 'remarks', 'details'],
  account: ['ledger', 'ledgername', 'ledgeraccount', 'accountname', 'accountcode', 'glaccount'],
  debit: ['dr', 'debitamount', 'dramount'],
  credit: ['cr', 'creditamount', 'cramount'],
  memo: ['linedescription', 'linenarration'],
  founded: ['yearestablished', 'established', 'foundedyear'],
  foundedyear: ['yearestablished', 'established', 'founded'],
  yearestablished: ['founded', 'established'],
}

/** A first proposal: columns by name, be it in the language of who asks (`t`), by other names, then by what they hold. */
export function suggest(
  entity: ModelEntity,
  columns: readonly ColumnProfile[],
  lineFields: ReadonlyMap<string, ModelField>,
  t: (label: string) => string = label => label,
): Mapping {
  const taken = new Set<number>()
  const fields: { [path: string]: FieldMapping } = {}
  const candidates = [...importable(entity), ...lineFields]
  const matchesName = (path: string, field: ModelField, column: ColumnProfile): boolean =>
    [path.split('.').at(-1) ?? path, field.label, t(field.label)].some(name => plain(name) === plain(column.header))
  for (const score of [matchesName, matchesOtherName, matchesKind]) {
    for (const [path, field] of candidates) {
      if (fields[path]) continue
      const column = columns.find(one => !taken.has(one.index) && one.kind !== 'empty' && score(path, field, one))
      if (!column) continue
      taken.add(column.index)
      fields[path] = { columns: [column.index], ...(column.dateOrder && column.dateOrder !== 'unsure' && { dateOrder: column.dateOrder }) }
    }
  }
  for (const [path, field] of candidates) {
    const amounts = field.type.type === 'money' ? columns.find(one => one.index === fields[path]?.columns[0]) : undefined
    const codes = amounts && columns.find(one => !taken.has(one.index) && one.header.startsWith(`${amounts.header} (`) && holdsCurrencies(one))
    if (!amounts || !codes) continue
    taken.add(codes.index)
    fields[path] = { columns: [amounts.index, codes.index] }
  }
  const title = entity.title
  // A title that is given by the system, such as a number, no column says.
  if (!fields[title] && entity.fields.get(title)?.options.required && candidates.some(([path]) => path === title)) {
    const columnsOfTitle = titleColumns(entity, columns, fields)
    if (columnsOfTitle.length > 0) fields[title] = { columns: columnsOfTitle }
  }
  const external = entity.definition.external
  const joined = columns.find(column => column.joins)?.index
  const known = joined === undefined ? undefined : Object.keys(fields).find(path => fields[path]?.columns.includes(joined))
  const key =
    [known, external, 'code', ...entity.unique.filter(set => set.length === 1).map(set => set[0])].find(name => name !== undefined && fields[name]) ?? null
  const together = key === null && Object.keys(fields).some(path => path.includes('.')) ? numberOf(entity, fields) : undefined
  return together === undefined ? { fields, key } : { fields, key: together, adds: true }
}

/** By what rows with lines belong together where nothing is unique: the number that the paper has elsewhere, which people look it up by. */
function numberOf(entity: ModelEntity, fields: Mapping['fields']): string | undefined {
  return [...entity.fields.values()].find(
    field => field.type.type === 'text' && field.options.search === true && field.name !== entity.title && fields[field.name],
  )?.name
}

/** Where two sheets have a column of one name, and the second has fields of lines beside it: by which columns they belong together. */
export function jointOf(
  lineFields: ReadonlyMap<string, ModelField>,
  t: (label: string) => string,
): (first: readonly string[], second: readonly string[]) => { readonly first: number; readonly second: number } | null {
  const names = new Set([...lineFields].flatMap(([path, field]) => [path.split('.').at(-1) ?? path, field.label, t(field.label)].map(plain)))
  return (first, second) => {
    const heads = first.map(plain)
    const at = second.findIndex(name => plain(name) !== '' && heads.includes(plain(name)))
    if (at === -1 || !second.some((name, other) => other !== at && names.has(plain(name)))) return null
    return { first: heads.indexOf(plain(second[at] ?? '')), second: at }
  }
}

/** A title that no column is named after: who it is about, else its number elsewhere, else the first text that is left. */
function titleColumns(entity: ModelEntity, columns: readonly ColumnProfile[], fields: { readonly [path: string]: FieldMapping }): number[] {
  const about = [...entity.fields.values()].find(
    field => field.type.type === 'reference' && field.to !== 'core.user' && field.to !== entity.name && fields[field.name],
  )
  const named = [about?.name, entity.definition.external].flatMap(name => (name === undefined ? [] : (fields[name]?.columns ?? [])))
  const taken = new Set(Object.values(fields).flatMap(one => one.columns))
  const spare = columns.find(column => column.kind === 'text' && column.filled > 0 && !taken.has(column.index))
  return named.length > 0 ? [...new Set(named)] : spare ? [spare.index] : []
}

/** Fields that a file may fill. */
export function importable(entity: ModelEntity): [string, ModelField][] {
  return [...entity.fields].filter(([, field]) => !field.options.readonly && !['lines', 'json', 'series'].includes(field.type.type) && !field.type.files)
}

/** Beside its amounts an export writes their currencies. */
function holdsCurrencies(column: ColumnProfile): boolean {
  return column.samples.length > 0 && column.samples.every(isCurrencyCode)
}

function matchesOtherName(path: string, _field: ModelField, column: ColumnProfile): boolean {
  return otherNames[plain(path.split('.').at(-1) ?? path)]?.includes(plain(column.header)) ?? false
}

function matchesKind(_path: string, field: ModelField, column: ColumnProfile): boolean {
  return column.kind === 'email' && (field.options as { format?: string }).format === 'email'
}
