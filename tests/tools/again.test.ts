import { expect, test } from 'vitest'
import { again } from '../../tools/again.mjs'

const [one, two, three] = ['tests/browser/a.test.ts', 'core/b.test.ts', 'plugins/c/c.test.ts']
const drawn = 'core/drawn.test.ts'
const textOf = (path: string): string => (path === drawn ? "import fc from 'fast-check'" : "import { expect, test } from 'vitest'")

test.each<[string, string[], object, string[]]>([
  ['nothing is run again where nothing failed', [], {}, []],
  ['what failed is run once more', [one], {}, [one]],
  ['two are', [one, two], {}, [one, two]],
  ['three are too many', [one, two, three], {}, []],
  ['what draws its cases has found one', [drawn], {}, []],
  ['what ends processes has found a moment', ['tests/faults/kill.test.ts'], {}, []],
  ['and then nothing beside it is run again', [one, drawn], {}, []],
  ['nor beside what failed outside of all tests', [one], { unhandled: 1 }, []],
  ['nor in a run that did not come to its end', [one], { ended: false }, []],
])('%s', (_, failed, more, walked) => expect(again({ failed, unhandled: 0, ended: true, ...more }, textOf)).toEqual(walked))
