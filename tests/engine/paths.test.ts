import fc from 'fast-check'
import { TrieRouter } from 'hono/router/trie-router'
import { describe, expect, test } from 'vitest'
import { HeadRouter } from '../../core/http/router.ts'

const routes = [
  ['ALL', '*'],
  ['ALL', '/api/*'],
  ['ALL', '/metrics'],
  ['GET', '/metrics'],
  ['GET', '/'],
  ['GET', '/s/*'],
  ['GET', '/api/records/:entity'],
  ['POST', '/api/records/:entity'],
  ['GET', '/api/records/:entity/:id'],
  ['GET', '/api/records/:entity/:id/history'],
  ['POST', '/api/records/:entity/:id/actions/:action'],
  ['POST', '/api/records/:entity/actions/:action'],
  ['GET', '/api/plugins/:id/x/*'],
  ['GET', '/api/plugins/look'],
  ['GET', '/api/approvals/votes/:vote/:verdict{approve|refuse}'],
  ['GET', '/:page'],
  ['ALL', '*'],
] as const

const [ours, theirs] = [new HeadRouter<number>(), new TrieRouter<number>()]
for (const [at, [method, path]] of routes.entries()) for (const router of [ours, theirs]) router.add(method, path, at)

type Found = readonly (readonly [number, Readonly<Record<string, string>>])[]

/** Who answers, in their order, and what stands for their names. */
function asked(router: typeof ours | typeof theirs, method: string, path: string): Found {
  return (router.match(method, path)[0] as Found).map(([handler, params]) => [handler, { ...params }] as const)
}

describe('A path is answered', () => {
  test.each<readonly [string, string, Found]>([
    [
      'GET',
      '/api/records/leads.lead/7',
      [
        [0, {}],
        [1, {}],
        [8, { entity: 'leads.lead', id: '7' }],
        [16, {}],
      ],
    ],
    [
      'POST',
      '/api/records/leads.lead/actions/win',
      [
        [0, {}],
        [1, {}],
        [11, { entity: 'leads.lead', action: 'win' }],
        [16, {}],
      ],
    ],
    [
      'GET',
      '/api/approvals/votes/3/approve',
      [
        [0, {}],
        [1, {}],
        [14, { vote: '3', verdict: 'approve' }],
        [16, {}],
      ],
    ],
    [
      'GET',
      '/api/approvals/votes/3/steal',
      [
        [0, {}],
        [1, {}],
        [16, {}],
      ],
    ],
    [
      'GET',
      '/api',
      [
        [0, {}],
        [1, {}],
        [15, { page: 'api' }],
        [16, {}],
      ],
    ],
  ])('%s %s by those who were added for it, in their order', (method, path, expected) => {
    expect(asked(ours, method, path)).toEqual(expected)
  })

  test('by the same as by the router that comes with the framework, whatever is asked', () => {
    const word = fc.constantFrom(
      'api',
      'records',
      'leads.lead',
      'actions',
      'history',
      'plugins',
      'look',
      'x',
      's',
      'metrics',
      'approvals',
      'votes',
      'approve',
      'approved',
      '',
      '__proto__',
      'x:id',
      '**',
      'a%2Fb',
    )
    fc.assert(
      fc.property(fc.constantFrom('GET', 'POST', 'DELETE', 'ALL'), fc.array(word, { maxLength: 7 }), (method, words) => {
        const path = `/${words.join('/')}`
        expect([path, asked(ours, method, path)]).toEqual([path, asked(theirs, method, path)])
      }),
      { numRuns: 5_000 },
    )
  })

  test('by nobody who wrote their path in a way that is not known: that is told as it is added', () => {
    expect(() => ours.add('GET', '/api/:id?', 99)).toThrow(
      'The path /api/:id? is written in a way that is not known here. Use words, ":name" and "*" at the end.',
    )
  })
})
