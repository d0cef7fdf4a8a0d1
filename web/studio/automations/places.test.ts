import { describe, expect, test } from 'vitest'
import { marksOf, type Ran } from './marks.ts'
import { gapBeside, gapsFor, insert, moved, placesOf, remove, stepAt } from './places.ts'
import type { Entry, Step } from './shape.ts'

const step = (name: string): Step => ({ do: 'set', values: { name } })
const branch = (name: string, yes: readonly Step[], no: readonly Step[] = []): Step => ({ do: 'branch', if: { name }, yes, no })
const steps = [step('a'), branch('b', [step('c'), step('d')], [step('e')]), step('f')]

/** Steps in a line: `a b(c d | e) f`. */
function said(list: readonly Step[]): string {
  return list
    .map(one =>
      one.do === 'branch'
        ? `${(one.if as { name: string }).name}(${said(one.yes as Step[])} | ${said((one.no ?? []) as Step[])})`
        : (one.values as { name: string }).name,
    )
    .join(' ')
}

describe('Steps of an automation are moved', () => {
  test.each([
    ['0', '3', 'b(c d | e) f a', '2'],
    ['2', '0', 'f a b(c d | e)', '0'],
    ['0', '1.no.0', 'b(c d | a e) f', '0.no.0'],
    ['1.yes.0', '1.yes.2', 'a b(d c | e) f', '1.yes.1'],
    ['1.no.0', '0', 'e a b(c d | ) f', '0'],
    ['1', '3', 'a f b(c d | e)', '2'],
    ['1', '1.yes.1', 'a b(c d | e) f', '1'],
  ])('from %s into the gap %s', (from, gap, line, place) => {
    const done = moved(steps, from, gap)
    expect([said(done.steps), done.place]).toEqual([line, place])
  })

  test.each([
    ['0', 'up', null],
    ['0', 'down', '2'],
    ['2', 'up', '1'],
    ['2', 'in', '1.yes.2'],
    ['1.yes.0', 'up', '1'],
    ['1.yes.1', 'down', '2'],
    ['1.yes.0', 'in', '1.no.1'],
    ['1.no.0', 'out', '1.yes.2'],
    ['1.yes.0', 'out', '2'],
    ['2', 'out', null],
  ] as const)('by the keyboard: %s goes %s to %s', (place, to, gap) => {
    expect(gapBeside(steps, place, to)).toBe(gap)
  })

  test('never into themselves, nor deeper than steps may lie', () => {
    const deep = [branch('x', [branch('y', [step('z')])]), branch('v', [step('w')])]
    expect(gapsFor(deep, '0')).toEqual(['0', '1', '2', '1.yes.0', '1.yes.1', '1.no.0'])
    const deeper = [branch('u', [branch('x', [branch('y', [step('z')])])]), branch('v', [])]
    expect(gapsFor(deeper, '0')).toEqual(['0', '1', '2'])
    expect(gapsFor(deeper, '1').filter(gap => gap.split('.').length > 5)).toEqual([])
    expect(gapsFor(deeper, '0.yes.0.yes.0.yes.0')).toContain('0.yes.0.yes.0.yes.1')
  })

  test('and one more is put in, or one taken out, at any place', () => {
    expect(said(insert(steps, '1.no.1', step('new')))).toBe('a b(c d | e new) f')
    expect(said(remove(steps, '1.yes.0'))).toBe('a b(d | e) f')
    expect(placesOf(steps).map(place => stepAt(steps, place)?.do)).toEqual(['set', 'branch', 'set', 'set', 'set', 'set'])
  })
})

describe('What became of a step in a run', () => {
  const entry = (at: string, state: string, data: object | null = null): Entry => ({ at, do: 'set', state, time: '', data: data as never })
  const took = entry('1', 'done', { took: 'yes' })
  const states = (ran: Partial<Ran>, now: readonly Step[] = steps): string[] => {
    const marks = marksOf(now, { steps, state: 'done', log: [], ...ran })
    return placesOf(now).map(place => `${place} ${marks.get(place)?.state ?? 'new'}${marks.get(place)?.changed ? ' changed' : ''}`)
  }

  test.each([
    [
      'all went through',
      { log: [entry('0', 'done'), took, entry('1.yes.0', 'done'), entry('1.yes.1', 'skipped'), entry('2', 'done')] },
      ['done', 'done', 'done', 'skipped', 'untaken', 'done'],
    ],
    [
      'a refusal undoes what was done before it',
      { state: 'failed', log: [entry('1.yes.1', 'failed')] },
      ['undone', 'undone', 'undone', 'failed', 'unreached', 'unreached'],
    ],
    [
      'what was kept before a call stays done',
      { state: 'retrying', log: [entry('0', 'done'), took] },
      ['done', 'done', 'retrying', 'unreached', 'untaken', 'unreached'],
    ],
    [
      'which way was taken before a refusal is not known',
      { state: 'failed', log: [entry('2', 'failed')] },
      ['undone', 'undone', 'unknown', 'unknown', 'unknown', 'failed'],
    ],
    ['it waits', { state: 'waiting' }, ['waiting', 'unreached', 'unreached', 'unreached', 'unreached', 'unreached']],
  ])('%s', (_, ran, expected) => {
    expect(states(ran).map(line => line.split(' ')[1])).toEqual(expected)
  })

  test('is found again where the step was moved, told where it was changed, and not told of a new one', () => {
    const log = [entry('0', 'done'), took, entry('1.yes.0', 'done'), entry('1.yes.1', 'done'), entry('2', 'failed')]
    const [a, b, f] = steps as [Step, Step, Step]
    expect(states({ log }, [f, a, b])).toEqual(['0 failed', '1 done', '2 done', '2.yes.0 done', '2.yes.1 done', '2.no.0 untaken'])
    expect(states({ log }, [step('other'), b, f, step('new')])).toEqual([
      '0 done changed',
      '1 done',
      '1.yes.0 done',
      '1.yes.1 done',
      '1.no.0 untaken',
      '2 failed',
      '3 new',
    ])
    expect(states({ log }, [branch('late', [f, b], [a])])).toEqual([
      '0 new',
      '0.yes.0 failed',
      '0.yes.1 done',
      '0.yes.1.yes.0 done',
      '0.yes.1.yes.1 done',
      '0.yes.1.no.0 untaken',
      '0.no.0 done',
    ])
  })
})
