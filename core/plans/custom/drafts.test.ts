import type { Part, Plugin } from '@sangam/sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildModel } from '../../registry/build.ts'
import { canonical, emptyState } from '../../registry/custom/document.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import { formFor } from '../../registry/forms.ts'
import { corePlugin } from '../../system/plugin.ts'
import { difference } from './difference.ts'
import { fold } from './fold.ts'
import type { Operation } from './operations.ts'
import { perform } from './perform.ts'

const base = buildModel([corePlugin])
const documentOf = (operations: readonly Operation[]) => perform(emptyState, base, operations).document

const vehicle: Operation = { op: 'addEntity', entity: 'x.vehicle', label: 'Vehicle' }
const add = (field: string, more: object = {}): Operation => ({ op: 'addField', entity: 'x.vehicle', field, type: 'integer', ...more })
const alter = (field: string, options: object, more: object = {}): Operation =>
  ({ op: 'changeField', entity: 'x.vehicle', field, options, ...more }) as Operation

test('what is done and done again in a draft is told once', () => {
  const cases: [string, Operation[], Operation[]][] = [
    [
      'a field made and then named',
      [vehicle, add('seats'), alter('seats', { label: 'Chairs', min: 1 })],
      [vehicle, add('seats', { options: { label: 'Chairs', min: 1 } })],
    ],
    ['an option taken away again', [vehicle, add('seats', { options: { min: 1 } }), alter('seats', { min: null })], [vehicle, add('seats', { options: {} })]],
    ['a field made and removed', [vehicle, add('seats'), { op: 'removeField', entity: 'x.vehicle', field: 'seats' }], [vehicle]],
    ['an entity made and removed', [vehicle, add('seats'), { op: 'removeEntity', entity: 'x.vehicle' }], []],
    [
      'rules set twice',
      [
        vehicle,
        { op: 'setRules', entity: 'x.vehicle', rules: [] },
        { op: 'setRules', entity: 'x.vehicle', rules: [{ refuse: 'No', when: { name: 'x' } as never }] },
      ],
      [vehicle, { op: 'setRules', entity: 'x.vehicle', rules: [{ refuse: 'No', when: { name: 'x' } as never }] }],
    ],
  ]
  for (const [, given, folded] of cases) expect(given.reduce(fold, [] as readonly Operation[])).toEqual(folded)
})

const field = fc.constantFrom('seats', 'doors', 'wheels')
const operation: fc.Arbitrary<Operation> = fc.oneof(
  field.map(name => add(name)),
  field.map(name => add(name, { labels: { hi: 'सीट' } })),
  fc.tuple(field, fc.constantFrom('Chairs', 'Places')).map(([name, label]) => alter(name, { label })),
  fc.tuple(field, fc.constantFrom('कुर्सी', 'जगह')).map(([name, hi]) => alter(name, {}, { labels: { hi } })),
  fc.tuple(field, fc.constantFrom(1, 2, null)).map(([name, min]) => alter(name, { min })),
  fc.tuple(field, fc.option(field)).map(([name, after]) => alter(name, {}, { after })),
  field.map((name): Operation => ({ op: 'removeField', entity: 'x.vehicle', field: name })),
  field.map((name): Operation => ({ op: 'restoreField', entity: 'x.vehicle', field: name })),
  field.map((name): Operation => ({ op: 'retireField', entity: 'x.vehicle', field: name })),
  field.map((name): Operation => ({ op: 'convertField', entity: 'x.vehicle', field: name, type: 'decimal' })),
  fc.array(field, { maxLength: 2 }).map((columns): Operation => ({ op: 'setList', entity: 'x.vehicle', list: { columns: ['name', ...columns] } })),
  fc
    .tuple(fc.uniqueArray(field), fc.constantFrom('core.member', 'core.owner'))
    .map(([fields, role]): Operation => ({ op: 'setLayouts', entity: 'x.vehicle', layouts: fields.length > 0 ? [{ role, sections: [{ fields }] }] : [] })),
  field.map((name): Operation => ({ op: 'setRules', entity: 'x.vehicle', rules: [{ require: [name], when: { name: 'a' } as never }] })),
  fc.constantFrom('Car', 'Lorry').map((label): Operation => ({ op: 'changeEntity', entity: 'x.vehicle', label })),
  fc.constantFrom('A thing', null).map((description): Operation => ({ op: 'changeEntity', entity: 'x.vehicle', description })),
  fc.constant<Operation>({ op: 'removeEntity', entity: 'x.vehicle' }),
  fc.constant<Operation>({ op: 'restoreEntity', entity: 'x.vehicle' }),
  fc.constant<Operation>(vehicle),
)

test('a folded draft leads to the document that every step of it leads to', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 9 }), wanted => {
      let plain: readonly Operation[] = []
      let folded: readonly Operation[] = []
      for (const one of [vehicle, ...wanted]) {
        // As the Studio does it: what is refused is not put into the draft.
        if (!fits([...folded, one]) || !fits([...plain, one])) continue
        plain = [...plain, one]
        folded = fold(folded, one)
        const { words, ...document } = documentOf(folded)
        const { words: all, ...wanted } = documentOf(plain)
        expect(canonical(document)).toBe(canonical(wanted))
        // The words of what was made and removed in the same draft may stay away.
        const gone = plain.some(({ op }) => op === 'removeField' || op === 'removeEntity')
        expect(gone ? { ...all.hi, ...words.hi } : words.hi).toEqual(gone ? { ...all.hi } : all.hi)
        compared += 1
      }
      expect(folded.length).toBeLessThanOrEqual(plain.length)
    }),
    { numRuns: 40 },
  )
  expect(compared).toBeGreaterThan(40)
})

function fits(operations: readonly Operation[]): boolean {
  try {
    documentOf(operations)
    return true
  } catch {
    return false
  }
}

/** What is left of some operations when those that make no sense where they stand are left out; a rule on a field or a column of a field that is not there the registry refuses. */
function sensible(wanted: readonly Operation[]): readonly Operation[] {
  const kept: Operation[] = [vehicle]
  for (const one of wanted) {
    const there = fits(kept) ? documentOf(kept).entities['x.vehicle']?.fields.map(({ name }) => name) : []
    if (fits([...kept, one]) && named(one).every(name => there?.includes(name))) kept.push(one)
  }
  return kept
}

function named(one: Operation): readonly string[] {
  if (one.op === 'setRules') return one.rules.flatMap(rule => ('require' in rule ? rule.require : []))
  if (one.op === 'setLayouts') return one.layouts.flatMap(form => form.sections.flatMap(section => section.fields.flat()))
  return one.op === 'setList' ? (one.list?.columns ?? []) : []
}

test('a document taken elsewhere is the same document there, whatever was there before, and taking it again changes nothing', () => {
  let told = 0
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 9 }), fc.array(operation, { maxLength: 6 }), (made, other) => {
      const { document } = perform(emptyState, base, sensible(made))
      for (const from of [emptyState, perform(emptyState, base, sensible(other))]) {
        const operations = difference(from, document)
        const there = perform(from, base, operations)
        expect(canonical(there.document)).toBe(canonical(document))
        expect(difference(there, document)).toEqual([])
        told += operations.length
      }
    }),
    {
      numRuns: 40,
      examples: [
        [
          [{ op: 'setList', entity: 'x.vehicle', list: { columns: ['name', 'wheels'] } }],
          [{ op: 'setList', entity: 'x.vehicle', list: { columns: ['name', 'wheels'] } }, add('wheels')],
        ],
        [
          [],
          [
            { op: 'setRules', entity: 'x.vehicle', rules: [{ require: ['name'], when: { name: 'a' } as never }] },
            { op: 'removeEntity', entity: 'x.vehicle' },
          ],
        ],
      ],
    },
  )
  expect(told).toBeGreaterThan(40)
})

test('a page of one’s own goes on without what its plugin no longer brings, and says what that was', () => {
  const sections = [{ fields: ['name', ['country', 'gone']], when: { gone: 1 }, related: [{ entity: 'core.place', by: 'company', columns: ['name', 'gone'] }] }]
  const wrong = { entity: 'core.place', by: 'gone', columns: [] }
  const layouts = [
    { role: 'core.member', sections: [{ fields: ['gone', 'name'] }], hidden: ['lost'] },
    { role: 'x.gone', sections: [] },
  ]
  const model = modelOf([corePlugin], {
    ...emptyState.document,
    forms: { 'core.company': { sections, related: [wrong] } },
    layouts: { 'core.company': layouts },
  })
  const of = { kind: 'form', entity: 'core.company' }
  expect(model.forms.get('core.company')).toEqual({
    ...of,
    sections: [{ fields: ['name', ['country']], related: [{ entity: 'core.place', by: 'company', columns: ['name'] }] }],
    related: [],
  })
  expect(model.layouts.get('core.company')).toEqual([{ ...of, role: 'core.member', sections: [{ fields: ['name'] }], hidden: [] }])
  expect(model.setAside).toEqual([
    'The form of core.company: core.company has no field "gone". A form places the fields of its own entity.',
    'The form of core.company: a section without a heading is shown by a condition: core.company has no field "gone".',
    'The form of core.company: related core.place: core.place has no field "gone".',
    'The form of core.company: related core.place by "gone": core.place has no field "gone" that points at core.company.',
    'The layout of core.company for core.member: core.company has no field "gone". A form places the fields of its own entity.',
    'The layout of core.company for core.member: core.company has no field "lost". A form places the fields of its own entity.',
    'The layout of core.company for x.gone: there is no role x.gone. Take the layout out, or name a role that is there.',
  ])
})

test('of the pages for roles those of administrators count first, then those of plugins that need others, each in its own order', () => {
  const page = (role: string, field: string) => ({ kind: 'form' as const, entity: 'core.company', role, sections: [{ fields: [field] }] })
  const plugin = (id: string, needs: object, ...parts: Part[]): Plugin => ({
    kind: 'plugin',
    id,
    version: '1.0.0',
    title: id,
    description: id,
    engines: { sangam: '*' },
    needs: needs as never,
    parts,
  })
  const plugins = [
    corePlugin,
    plugin('first', {}, page('core.owner', 'name'), page('core.member', 'code')),
    plugin('second', { first: '*' }, page('core.admin', 'zone'), page('core.member', 'name')),
  ]
  const own = { role: 'core.owner', sections: [{ fields: ['country'] }] }
  const model = modelOf(plugins, { ...emptyState.document, layouts: { 'core.company': [own] } })
  expect(model.layouts.get('core.company')?.map(({ role, sections }) => [role, ...(sections[0]?.fields ?? [])])).toEqual([
    ['core.owner', 'country'],
    ['core.admin', 'zone'],
    ['core.member', 'name'],
  ])
  const seen = (...roles: string[]) => formFor(model, 'core.company', roles)?.role
  expect([seen('core.member', 'core.admin'), seen('core.member', 'core.owner', 'core.admin'), seen('core.member'), seen()]).toEqual([
    'core.admin',
    'core.owner',
    'core.member',
    undefined,
  ])
})
