import type { TestClient } from '../../../sdk/testing/index.ts'
import type { Acting } from './acting.ts'
import { type Company, told } from './company.ts'
import { Model } from './model.ts'
import { papers } from './papers.ts'
import type { Of, Step } from './steps.ts'
import { turns } from './turns.ts'

const ways: { readonly [K in Step['do']]: (acting: Acting, one: Of<K>) => Promise<void> } = { ...papers, ...turns }

function act(acting: Acting, one: Step): Promise<void> {
  return (ways[one.do] as (acting: Acting, one: Step) => Promise<void>)(acting, one)
}

/** Takes steps one after another, each with the answer that the model gives, and compares the books with it: after so many steps, and at the end. */
export async function oneByOne(company: Company, steps: readonly Step[], every = 1): Promise<void> {
  const model = new Model(company.people.length)
  const client = company.clients[0] as TestClient
  for (const [at, one] of steps.entries()) {
    await act({ company, client, model, key: String(at) }, one).catch(named(`Step ${at}`))
    if (at % every === 0) await compare(company, model, `After step ${at}`)
  }
  await compare(company, model, 'In the end')
}

/** As many steps at once as there are people, then as many again; between them the books are what was answered. */
export async function atOnce(company: Company, steps: readonly Step[]): Promise<void> {
  const { clients } = company
  const model = new Model(company.people.length, false)
  for (let from = 0; from < steps.length; from += clients.length) {
    const taken = steps
      .slice(from, from + clients.length)
      .map((one, at) => act({ company, client: clients[at] as TestClient, model, key: String(from + at) }, one))
    // All are waited for, also where one fails: what still runs would be taken for the next one's.
    const ends = await Promise.allSettled(taken)
    for (const end of ends) if (end.status === 'rejected') named(`Of the steps from ${from} on`)(end.reason)
    await compare(company, model, `After the steps from ${from} on`)
  }
}

async function compare(company: Company, model: Model, when: string): Promise<void> {
  const says = await told(company)
  try {
    model.same(says)
  } catch (error) {
    named(when)(error)
  }
}

const named =
  (when: string) =>
  (error: unknown): never => {
    throw Object.assign(error as Error, { message: `${when}: ${(error as Error).message}` })
  }
