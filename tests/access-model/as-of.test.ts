import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { entries } from './entries.ts'
import { type Actor, openTheatre, type Theatre } from './stage.ts'

const turns = Number(process.env.SANGAM_PAST_TURNS ?? 120)
const first = Number(process.env.SANGAM_SEED ?? 1)

test('what was in a moment since which records were changed and changed back is, for everyone and any question, what is there today', {
  timeout: 600_000,
}, async () => {
  const deck = entries.filter(([name]) => ['get', 'list', 'pages', 'group', 'search', 'export'].includes(name))
  const theatre = await openTheatre(first, { people: 8, deals: 24 })
  try {
    const asOf = await changeAndBack(theatre)
    const seen: Compared[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      const [, , entry] = theatre.chance.one(deck)
      await entry(theatre, twice(theatre.chance.one(theatre.actors), asOf, seen))
    }
    expect(seen.filter(one => !isDeepStrictEqual(one.today, one.then)).slice(0, 3)).toEqual([])
    expect([seen.length > turns / 2, [200, 400, 404].every(status => seen.some(one => one.status === status)), seen.some(one => one.found)]).toEqual([
      true,
      true,
      true,
    ])
  } finally {
    await theatre.platform.stop()
  }
})

/** Two of three records get another title and their own again, so that their past is read from the history; gives the moment before. */
async function changeAndBack({ platform, known }: Theatre): Promise<string> {
  const { admin, clock } = platform
  const asOf = clock.now()
  clock.set(new Date(Date.parse(asOf) + 1000).toISOString())
  for (const [entity, title] of [
    ['deals.deal', 'title'],
    ['deals.firm', 'name'],
    ['core.activity', 'subject'],
  ] as const)
    for (const [at, id] of known.ids(entity).entries()) {
      if (at % 3 === 2) continue
      const path = `/api/records/${entity}/${id}`
      const was = (await admin.get(path)) as { readonly [field: string]: unknown }
      await admin.patch(path, { [title]: 'Changed meanwhile' })
      await admin.patch(path, { [title]: was[title] })
    }
  return asOf
}

interface Compared {
  readonly question: unknown
  readonly status: number
  readonly found: boolean
  readonly today: unknown
  readonly then: unknown
}

/** Someone whose every question is also asked of the past. */
function twice(actor: Actor, asOf: string, seen: Compared[]): Actor {
  const { client } = actor
  const ask: typeof client.ask = async (method, path, body, headers) => {
    const answer = await client.ask(method, path, body, headers)
    const [address, question] = path.startsWith('/api/query/')
      ? [path, { ...(body as object), asOf }]
      : [`${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}`, body]
    const past = await client.ask(method, address, question, headers)
    // What related records come to is kept for today only.
    const summed = JSON.stringify([path, body]).includes('summed')
    if (!summed && !/spreadsheet/.test(answer.headers.get('Content-Type') ?? '')) {
      const [today, then] = [answer, past].map(({ status, json }) => ({ status, json: lasting(json) }))
      seen.push({ question: [path, body], status: answer.status, found: JSON.stringify(answer.json).includes('"id"'), today, then })
    }
    return answer
  }
  return { ...actor, client: { ...client, ask } }
}

/** Without what a change moves though it is taken back, and what names the request. */
function lasting(json: unknown): unknown {
  if (typeof json === 'string' && json.startsWith('{'))
    return json
      .trim()
      .split('\n')
      .map(line => lasting(JSON.parse(line)))
  const text = JSON.stringify(json, (name, value: unknown) =>
    name.includes('summed') || ['version', 'updatedAt', 'updatedBy', 'requestId'].includes(name) ? null : name === 'next' ? value !== null : value,
  )
  return JSON.parse(text)
}
