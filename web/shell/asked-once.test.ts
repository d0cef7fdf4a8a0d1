import { askOnce, bindHost, type WebHost } from '@sangam/sdk/web'
import { describe, expect, test } from 'vitest'

interface Question {
  readonly party: string
  readonly answer: (sentence: string) => Promise<void>
  readonly fail: (status: number) => Promise<void>
}

/** An element that draws the answer to what is chosen in it, the questions that came to the server, and somebody who changes what the answer rests on. */
function page(chosen: string) {
  const asked: Question[] = []
  const followers = new Set<() => void>()
  const drawn: (string | null)[] = []
  const ask: WebHost['ask'] = (_plugin, _path, query) =>
    new Promise((resolve, reject) => {
      asked.push({
        party: String(query.party),
        answer: sentence => settled(() => resolve(sentence)),
        fail: status => settled(() => reject(Object.assign(new Error('No.'), { status }))),
      })
    })
  const live = (entity: string, told: () => void) => {
    if (entity === 'ledger.payment') followers.add(told)
    return () => void followers.delete(told)
  }
  // All of the shell that such an answer leans on.
  bindHost({ ask, live } as unknown as WebHost)

  const element = {
    chosen,
    addController: () => undefined,
    removeController: () => undefined,
    updateComplete: Promise.resolve(true),
    requestUpdate: () => void drawn.push(answers.of({ party: element.chosen })),
  }
  const answers = askOnce<string>(element, 'ledger', '/due', ['ledger.payment'])
  const change = () => {
    for (const told of followers) told()
  }
  answers.hostConnected?.()
  return { answers, asked, drawn, element, followers, change, parties: () => asked.map(one => one.party) }
}

/** Whoever waits for it has gone on. */
function settled(settle: () => void): Promise<void> {
  settle()
  return new Promise(done => setImmediate(done))
}

describe('What a route answers to an element that is drawn again and again', () => {
  test('is asked once for each query, and drawn when it has come', async () => {
    const { element, asked, drawn, parties } = page('Gupta')
    element.requestUpdate()
    element.requestUpdate()
    await asked[0]?.answer('Ten days')
    element.chosen = 'Sharma'
    element.requestUpdate()
    await asked[1]?.answer('Cash')
    element.chosen = 'Gupta'
    element.requestUpdate()

    expect(parties()).toEqual(['Gupta', 'Sharma'])
    expect(drawn).toEqual([null, null, 'Ten days', null, 'Cash', 'Ten days'])
  })

  test('is asked anew when others change what it rests on, and stands as it was until the new answer has come', async () => {
    const { element, asked, drawn, change } = page('Gupta')
    element.requestUpdate()
    await asked[0]?.answer('Ten days')
    change()
    change()
    change()
    expect(asked).toHaveLength(2)
    // Meanwhile it changed once more: the answer that is under way may be of before.
    await asked[1]?.answer('Twenty days')
    await asked[2]?.answer('Thirty days')

    expect(asked).toHaveLength(3)
    expect(drawn).toEqual([null, 'Ten days', 'Ten days', 'Ten days', 'Ten days', 'Twenty days', 'Thirty days'])
  })

  test.each([400, 403, 404, 422])('is not asked again where it was refused with %i, until something changes', async status => {
    const { element, asked, drawn, change } = page('Gupta')
    element.requestUpdate()
    await asked[0]?.fail(status)
    element.requestUpdate()
    expect(asked).toHaveLength(1)
    change()
    await asked[1]?.answer('Ten days')

    expect(drawn).toEqual([null, null, null, 'Ten days'])
  })

  test.each([0, 401, 408, 429, 500, 503])('is asked again when it is next drawn where nothing came through (%i), and not before', async status => {
    const { element, asked, drawn } = page('Gupta')
    element.requestUpdate()
    await asked[0]?.fail(status)
    expect(asked).toHaveLength(1)
    element.requestUpdate()
    await asked[1]?.answer('Ten days')

    expect(drawn).toEqual([null, null, 'Ten days'])
  })

  test('is forgotten with the element, which follows nothing once it is off the page', async () => {
    const { answers, element, asked, drawn, followers } = page('Gupta')
    element.requestUpdate()
    answers.hostDisconnected?.()
    await asked[0]?.answer('Ten days')

    expect({ drawn, following: followers.size }).toEqual({ drawn: [null], following: 0 })
    answers.hostConnected?.()
    element.requestUpdate()
    expect({ asked: asked.length, following: followers.size }).toEqual({ asked: 2, following: 1 })
  })

  test('keeps the last fifty queries', async () => {
    const { element, asked, drawn } = page('0')
    const choose = async (party: number) => {
      element.chosen = String(party)
      element.requestUpdate()
      await asked[party]?.answer(`Answer ${party}`)
    }
    for (let party = 0; party <= 50; party++) await choose(party)
    await choose(1)
    await choose(0)

    expect(drawn.slice(-2)).toEqual(['Answer 1', null])
    expect(asked).toHaveLength(52)
  })
})
