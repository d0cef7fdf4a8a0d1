import { evaluateFormula, type FormulaResult, fieldTypes, type Json } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOf, systemContext } from '../../core/records/context.ts'
import { find, type Item } from '../../core/records/find.ts'
import { readFormula } from '../../core/registry/computed.ts'
import type { Model, ModelEntity, ModelField } from '../../core/registry/model.ts'
import { Deal, deals, Firm } from './note.ts'

const words = ['Apple', 'apple', 'Äpfel', 'straße', 'शर्मा', 'İstanbul', 'ΣΑΣ', '10', '50%', 'a_b', 'x\\y', "O'Neil", '😀 smile', ' ']
const days = ['2027-03-31', '2026-12-31', '2028-02-29', '2027-01-01', '0001-01-01', '9999-12-31']
const moments = ['2027-03-31T09:30:00.000Z', '2027-03-30T18:29:59.999Z', '2027-03-30T18:30:00.000Z', '2026-12-31T18:30:00.000Z']
const amounts = ['0', '1', '-1', '2.5', '-2.5', '0.5', '1.5', '1000000.0001', '-99999999999.99', '12.345', '0.0001', '333333333.3333']

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  const firms = await platform.admin.repo(Firm).createMany([
    { name: 'Apple', kind: 'customer', code: 'A' },
    { name: 'शर्मा', kind: 'customer' },
    { name: 'Zebra', kind: 'customer' },
  ])
  const pick = <T>(list: readonly T[], at: number): T | null => list[at % (list.length + 1)] ?? null
  await platform.admin.repo(Deal).createMany(
    Array.from({ length: 40 }, (_, at) => ({
      title: words[at % words.length]?.trim() || 'x',
      firm: pick(
        firms.map(firm => firm.id),
        at * 5 + 1,
      ),
      closing: pick(days, at * 3),
      seenAt: pick(moments, at * 7),
      score: pick([0, 1, 7, 50, 100], at * 3 + 2),
      weight: pick(['0.5', '10', '-9', '2.25'], at),
      hot: at % 3 === 0,
      reason: pick(words, at * 11),
      margin: pick(amounts, at * 2),
      value: pick(amounts, at)?.startsWith('-') === false ? { amount: pick(amounts, at) ?? '0', currency: at % 2 ? 'INR' : 'USD' } : null,
    })),
  )
})
afterAll(() => platform.stop())

const of = (...list: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...list)
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const call = (name: string, ...args: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...args).map(given => `${name}(${given.join(', ')})`)
const sign = (signs: readonly string[], a: fc.Arbitrary<string>, b = a): fc.Arbitrary<string> =>
  fc.tuple(a, fc.constantFrom(...signs), b).map(([x, s, y]) => `(${x} ${s} ${y})`)
const choice = (of: fc.Arbitrary<string>, when: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.tuple(when, of, of).map(([c, a, b]) => `(${c} ? ${a} : ${b})`)
const digits = of('0', '1', '2', '3', '5')

/** Every function, sign and kind of value, in whatever way they fit together. */
const grammar = fc.letrec<{ number: string; integer: string; text: string; boolean: string; date: string; datetime: string }>(tie => {
  const { number, integer, text, boolean, date, datetime } = {
    number: tie('number'),
    integer: tie('integer'),
    text: tie('text'),
    boolean: tie('boolean'),
    date: tie('date'),
    datetime: tie('datetime'),
  }
  const deep = (leaf: fc.Arbitrary<string>, ...rest: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.oneof({ depthSize: 'small', withCrossShrink: true }, { weight: 2, arbitrary: leaf }, ...rest.map(arbitrary => ({ weight: 1, arbitrary })))
  return {
    number: deep(
      of('weight', 'margin', 'value.amount', 'score', '0', '2', '0.5', '12.50', '100', '3.333'),
      sign(['+', '-', '*'], number),
      call('div', number, number, digits),
      call('mod', number, number),
      call('round', number, digits),
      call('round', number, digits, of('"half_up"', '"half_even"', '"up"', '"down"', '"ceil"', '"floor"')),
      call('abs', number),
      call('min', number, number),
      call('max', number, number, number),
      call('coalesce', number, number),
      number.map(one => `(-${one})`),
      choice(number, boolean),
      integer,
    ),
    integer: deep(
      of('score', 'doubled', '0', '1', '7', '30'),
      sign(['+', '-'], integer),
      call('size', text),
      call('daysBetween', date, date),
      call('year', date),
      call('month', date),
      call('day', date),
      call('abs', integer),
      call('coalesce', integer, integer),
      choice(integer, boolean),
    ),
    text: deep(
      fc.oneof(of('title', 'reason', 'state', 'value.currency', 'firm.name', 'firm.code', 'firm.kind'), fc.constantFrom(...words, '').map(quoted)),
      call('concat', text, text),
      call('concat', text, number, date),
      sign(['+'], of('title', 'reason', 'firm.name'), text),
      call('upper', text),
      call('lower', text),
      call('coalesce', text, text),
      choice(text, boolean),
    ),
    boolean: deep(
      of('hot', 'true', 'false'),
      sign(['==', '!=', '<', '<=', '>', '>='], number),
      sign(['==', '!='], text),
      sign(['<', '==', '>='], date),
      sign(['<', '!=', '>'], datetime),
      sign(['&&', '||'], boolean),
      boolean.map(one => `!${one}`),
      call('isEmpty', fc.oneof(text, number, date, of('firm', 'value'))),
      call('contains', text, text),
      fc.tuple(of('title', 'reason'), of('startsWith', 'endsWith', 'contains'), text).map(([a, name, b]) => `${a}.${name}(${b})`),
      fc.tuple(text, of('"won"', '"Apple"')).map(([a, b]) => `(${a} in [${b}, "open"])`),
      call('coalesce', boolean, boolean),
      of('(firm == firm)', '(owner != createdBy)'),
    ),
    date: deep(
      of('closing', 'today()', 'dateOf(seenAt)'),
      call('addDays', date, integer),
      call('min', date, date),
      call('coalesce', date, date),
      choice(date, boolean),
    ),
    datetime: deep(of('seenAt', 'seenAt', 'createdAt'), call('coalesce', datetime, datetime), choice(datetime, boolean)),
  }
})

const results: readonly FormulaResult[] = ['decimal', 'integer', 'text', 'boolean', 'date', 'datetime']
const formulas = fc.oneof(...results.map(result => grammar[result === 'decimal' ? 'number' : (result as 'text')].map(expression => ({ result, expression }))))

function withFormulas(model: Model, entity: ModelEntity, list: readonly { readonly result: FormulaResult; readonly expression: string }[]): Model {
  const fields = list.flatMap(({ result, expression }, at): ModelField[] => {
    try {
      const computed = readFormula(model.entities, entity.name, `f${at}`, { result, expression })
      const type = { ...(fieldTypes.get(result) as ModelField['type']), columns: () => [] }
      return [{ name: `f${at}`, plugin: 'test', label: 'F', type, options: {}, columns: [], to: null, computed }]
    } catch (error) {
      // What can grow too large is refused, and that is no difference.
      if (error instanceof Error && /more digits than|too long|too large|at most/.test(error.message)) return []
      throw error
    }
  })
  const wider = { ...entity, fields: new Map([...entity.fields, ...fields.map((field): [string, ModelField] => [field.name, field])]) }
  return { ...model, entities: new Map([...model.entities, [entity.name, wider]]) }
}

test('2,000 random formulas give 40 records the same values in JavaScript and in the database', async () => {
  const { world } = platform.platform
  const model = await world.models.current('main')
  const entity = model.entities.get('deals.deal') as ModelEntity
  const inputs = [
    'number',
    'title',
    'state',
    'owner',
    'firm',
    'closing',
    'seenAt',
    'score',
    'weight',
    'hot',
    'reason',
    'margin',
    'value',
    'doubled',
    'createdAt',
    'createdBy',
  ]
  let compared = 0
  await systemContext(world, 'main', 'compares formulas', 'cli', async ctx => {
    const scope = scopeOf(ctx.access.caller, ctx.now())
    await fc.assert(
      fc.asyncProperty(fc.array(formulas, { minLength: 40, maxLength: 40 }), async list => {
        const wide = withFormulas(model, entity, list)
        const made = [...(wide.entities.get('deals.deal') as ModelEntity).fields.values()].filter(field => field.name.startsWith('f') && field.computed)
        const { items } = await find({ ...ctx, seen: null, model: wide } as never, 'deals.deal', {
          fields: [...inputs, 'firm.name', 'firm.code', 'firm.kind', ...made.map(field => field.name)],
          sort: ['number'],
          limit: 40,
        })
        expect(items).toHaveLength(40)
        for (const item of items) {
          const expected: { [name: string]: Json } = {}
          const got: { [name: string]: Json } = {}
          for (const field of made) {
            if (field.computed?.kind !== 'formula') continue
            expected[field.name] = evaluateFormula(field.computed.tree, item as Item, scope)
            got[field.name] = item[field.name] ?? null
            compared += 1
          }
          expect({ item, got }).toEqual({ item, got: expected })
        }
      }),
      { numRuns: 50, endOnFailure: true },
    )
  })
  expect(compared).toBeGreaterThan(60_000)
}, 300_000)
