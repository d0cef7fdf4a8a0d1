import { type ConditionScope, evaluate, type Json, periods } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kindsOf, withRelated } from '../../core/records/change/related.ts'
import { scopeOf, systemContext } from '../../core/records/context.ts'
import { find, type Item } from '../../core/records/find.ts'
import { Kind, kinds } from './kinds.ts'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let people: string[]
let firms: string[]
const words = ['Apple', 'apple', 'Äpfel', 'Zebra', 'zebra crossing', 'शर्मा', 'İstanbul', 'ΣΑΣ', '10', '9', '2.50', '50%', 'a_b', 'x\\y', '$me', "O'Neil"]
const days = ['2027-03-31', '2027-04-01', '2027-03-01', '2026-12-31', '2027-03-29', '2028-02-29', '2027-01-15']
const moments = [
  '2027-03-31T09:30:00.000Z',
  '2027-03-30T18:29:59.999Z',
  '2027-03-30T18:30:00.000Z',
  '2027-03-31T18:30:00.000Z',
  '2026-04-01T00:00:00.000Z',
  '2027-03-28T23:00:00.000Z',
]
const times = ['00:00', '09:00', '09:30', '18:30', '23:59']
const mails = ['asha@example.com', 'b@example.com', '$x@example.com']
const amounts = ['0', '1', '10', '9', '2.5', '1000000.0001', '99999999999.99', '12.34']

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, kinds] })
  const other = await platform.as('deals.seller')
  people = [platform.admin.userId, other.userId]
  const made = await platform.admin.repo(Firm).createMany([
    { name: 'Apple', kind: 'customer' },
    { name: 'Zebra', kind: 'customer' },
    { name: 'शर्मा', kind: 'customer' },
  ])
  firms = made.map(firm => firm.id)
  const pick = <T>(list: readonly T[], at: number): T | null => (at % (list.length + 1) === list.length ? null : (list[at % (list.length + 1)] ?? null))
  await platform.admin.repo(Deal).createMany(
    Array.from({ length: 90 }, (_, at) => ({
      title: words[at % words.length] ?? 'x',
      firm: pick(firms, at * 5 + 1),
      owner: pick(people, at),
      closing: pick(days, at * 3),
      seenAt: pick(moments, at * 7),
      score: pick([0, 1, 50, 100], at * 3 + 2),
      weight: pick(['0.5', '10', '9', '2.25'], at),
      hot: at % 3 === 0,
      tags: at % 4 === 0 ? [] : words.slice(at % 5, (at % 5) + 2),
      reason: pick(words, at * 11),
      margin: pick(['-3', '0', '7.5'], at * 2),
      value: pick(amounts, at) === null ? null : { amount: pick(amounts, at) ?? '0', currency: at % 2 ? 'INR' : 'USD' },
      lines:
        at % 3 === 0
          ? []
          : [
              { item: words[at % 7] ?? 'x', quantity: String(at % 4) },
              { item: 'Loom', quantity: '2.5' },
            ].slice(0, at % 3),
    })),
  )
  await platform.admin.repo(Kind).createMany(
    Array.from({ length: 60 }, (_, at) => ({
      name: words[at % words.length] ?? 'x',
      share: pick(['0', '9', '10', '12.5', '100'], at),
      growth: pick(['-0.5', '0.0125', '3'], at * 5),
      opens: pick(times, at) ?? '09:30',
      closes: pick(times, at * 3 + 1),
      effort: pick([0, 60, 3600, 5400], at),
      spare: pick([-3600, -1, 0, 90], at * 7),
      stars: pick([1, 3, 5], at),
      mails: mails.slice(at % 3, (at % 3) + (at % 4)),
      grade: pick(['a', 'b'] as const, at),
      body: pick(['<p>Zebra <strong>c</strong>rossing</p>', '<ul><li>5 &lt; 6 &amp; 7</li></ul>', 'शर्मा<br />a_b'], at),
      office: pick([{ city: 'Pune' }, { city: 'zebra', country: 'IN' }, { lines: 'a_b', postcode: '411001' }], at * 3),
      skills: at % 2 ? ['weaving' as const] : [],
    })),
  )
})
afterAll(() => platform.stop())

type Operators = { readonly [operator: string]: fc.Arbitrary<unknown> }
const of = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list)
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 })
const ordered = (value: fc.Arbitrary<unknown>): Operators => ({
  eq: value,
  ne: value,
  gt: value,
  gte: value,
  lt: value,
  lte: value,
  in: some(value),
  notIn: some(value),
  between: fc.tuple(value, value),
  isEmpty: fc.boolean(),
})
const orNull = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })

function fields(): { readonly [path: string]: Operators } {
  const word = of(words.map(text => (text.startsWith('$') ? `$${text}` : text)))
  const textual = { ...ordered(word), contains: of(['a', 'PP', 'ı', 'श', '%', '_', '\\', 'zebra']), startsWith: of(['A', 'z', '5', 'शर']) }
  const period = of([...periods, 'last_45_days', 'next_2_weeks', 'last_3_months', 'next_2_quarters', 'last_2_fiscal_years', 'last_1_years'])
  const day = fc.oneof(of(days), fc.constant('$today'))
  const moment = fc.oneof(of(moments), fc.constant('$now'), of(days))
  const decimal = of([...amounts, '0.5', '2.250', '-3'])
  const spelled = (ids: readonly string[]): fc.Arbitrary<string> => fc.oneof(of(ids), of(ids.flatMap(id => [id.toUpperCase(), `urn:uuid:${id}`])))
  const person = fc.oneof(spelled(people), fc.constant('$me'))
  return {
    title: textual,
    reason: textual,
    'firm.name': textual,
    closing: { ...ordered(day), within: period },
    seenAt: { ...ordered(moment), within: period },
    score: ordered(of([0, 1, 49, 50, 100])),
    weight: ordered(decimal),
    margin: ordered(decimal),
    'value.amount': ordered(decimal),
    'value.currency': ordered(of(['INR', 'USD', 'EUR'])),
    hot: { eq: fc.boolean(), ne: fc.boolean(), isEmpty: fc.boolean() },
    tags: { contains: word, isEmpty: fc.boolean() },
    owner: { eq: person, ne: person, in: some(spelled(people)), notIn: some(spelled(people)), isEmpty: fc.boolean() },
    firm: { eq: spelled(firms), in: some(spelled(firms)), isEmpty: fc.boolean() },
    'firm.deals.deal:firm': { isEmpty: fc.boolean() },
    state: { eq: of(['open', 'won']), in: some(of(['open', 'won', 'lost'])) },
    value: { isEmpty: fc.boolean() },
    createdAt: { gt: moment, within: period },
    version: { gte: of([1, 2]) },
  }
}

function kindOperators(): { readonly [path: string]: Operators } {
  const mail = of(mails.map(text => (text.startsWith('$') ? `$${text}` : text)))
  return {
    share: ordered(of(['0', '9', '9.50', '10', '12.5'])),
    growth: ordered(of(['-0.5', '0', '0.01250', '3'])),
    opens: ordered(of(times)),
    closes: ordered(of([...times, '12:00'])),
    effort: ordered(of([0, 59, 60, 3600, 5400])),
    spare: ordered(of([-3600, -2, 0, 90])),
    stars: ordered(of([1, 2, 3, 5])),
    mails: { contains: mail, isEmpty: fc.boolean() },
    grade: { eq: of(['a', 'b', 'z']), ne: of(['a', 'b']), in: some(of(['a', 'b'])), isEmpty: fc.boolean() },
    body: { contains: of(['zebra', 'cros', '5 < 6', '& 7', 'strong', 'li', ' ', 'श', 'माa']), isEmpty: fc.boolean() },
    'office.city': { ...ordered(of(['Pune', 'zebra', 'Zebra'])), contains: of(['z', 'UN']), startsWith: of(['p', 'Z']) },
    'office.postcode': ordered(of(['411001', '9'])),
    office: { isEmpty: fc.boolean() },
    skills: { contains: of(['weaving', 'dyeing']), isEmpty: fc.boolean() },
  }
}

const unbound = new Set(['in', 'notIn', 'between', 'isEmpty', 'within', 'some', 'none', 'every'])

function conditions(known: { readonly [path: string]: Operators }, lined: boolean): fc.Arbitrary<object> {
  const term = of(Object.keys(known)).chain(path => {
    const operators = known[path] ?? {}
    return of(Object.keys(operators)).chain(operator => {
      const operand = operators[operator] as fc.Arbitrary<unknown>
      return (unbound.has(operator) ? operand : orNull(operand)).map(value => ({
        [path]: operator === 'eq' && (typeof value !== 'object' || value === null) ? value : { [operator]: value },
      }))
    })
  })
  const line = fc
    .record({ quantity: fc.record({ gte: of(['0', '1', '2.5']) }) })
    .chain(condition => of(['some', 'every', 'none']).map(how => ({ lines: { [how]: condition } })))
  // What belongs to a record and what points at the same firm, one inside the other.
  const sibling = fc
    .oneof(fc.record({ score: fc.record({ gte: of([0, 50, 100]) }) }), fc.record({ 'firm.name': of(['Apple', 'Zebra']), hot: fc.boolean() }), line)
    .chain(condition => of(['some', 'every', 'none']).map(how => ({ 'firm.deals.deal:firm': { [how]: condition } })))
  const leaf = fc.oneof(
    { weight: 12, arbitrary: term },
    { weight: lined ? 1 : 0, arbitrary: line },
    { weight: lined ? 1 : 0, arbitrary: sibling },
    { weight: lined ? 1 : 0, arbitrary: fc.boolean().map(empty => ({ lines: { isEmpty: empty } })) },
  )
  return fc.letrec<{ node: object }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b })) },
      { weight: 1, arbitrary: fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(list => ({ or: list })) },
      { weight: 1, arbitrary: fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(list => ({ and: list })) },
      { weight: 1, arbitrary: tie('node').map(inner => ({ not: inner })) },
    ),
  })).node
}

/** Of the random conditions, the share that is tried: the second database of a whole run needs fewer. */
const share = Number(process.env.SANGAM_SAMPLES ?? 1)

test.each<[string, string, number, number, () => fc.Arbitrary<object>]>([
  ['ten thousand conditions of deals', 'deals.deal', 90, 10_000, () => conditions(fields(), true)],
  ['three thousand conditions of every other kind of field', 'kinds.kind', 60, 3_000, () => conditions(kindOperators(), false)],
])('%s choose the same records in JavaScript and in SQL', { timeout: 240_000 }, async (_, name, records, all, drawn) => {
  const { world } = platform.platform
  await systemContext(world, 'main', 'Compares two readings of conditions', 'api', async ctx => {
    const entity = ctx.model.entities.get(name)
    if (!entity) throw new Error('The entity is there.')
    const scope: ConditionScope = { ...scopeOf(ctx.access.caller, ctx.now()), me: platform.admin.userId }
    const related = entity.fields.has('firm') ? ['firm.name', 'firm.kind'] : []
    const { items } = await find(ctx, name, { fields: [...entity.fields.keys(), 'createdAt', ...related], limit: 500, sort: ['id'] })
    expect(items).toHaveLength(records)
    const kindOf = kindsOf(ctx.model, entity)
    const reader = { ...ctx, scope }
    const sample = fc.sample(drawn(), { numRuns: Math.ceil(all * share), seed: 20270331 })
    const different: object[] = []
    const seen = await withRelated(reader, entity, items as unknown as { [field: string]: Json }[], sample)
    // Asked twenty at a time: they wait for the database together.
    const pages = new Map<object, string>()
    for (let at = 0; at < sample.length; at += 20) {
      await Promise.all(
        sample.slice(at, at + 20).map(async where => {
          const page = await find(reader, name, { where, fields: ['id'], sort: ['id'], limit: 500 })
          pages.set(where, page.items.map((item: Item) => item.id).join())
        }),
      )
    }
    for (const where of sample) {
      const byScript = items
        .filter(item => evaluate(where, seen.get(item as never) ?? item, scope, kindOf) === true)
        .map(item => item.id)
        .join()
      if (pages.get(where) !== byScript) different.push(where)
    }
    expect(different.slice(0, 5).map(one => JSON.stringify(one))).toEqual([])
  })
})
