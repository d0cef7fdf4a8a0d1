import { Account, Party } from '@sangam/plugin-parties/model'
import { type AskedQuery, ask, live } from '@sangam/sdk/web'
import type { Lack, NotOurs, OwnNumber } from '../model/sayings.ts'

/** Where both sides of a document are, as the server knows it. */
export interface Sides {
  /** Null where no party is chosen; `lacks` says why they charge no taxes of the registered, `days` those to pay that were agreed. */
  readonly theirs: { readonly lacks: Lack | null; readonly state: string | null; readonly country: string | null; readonly days: number | null } | null
  /** Beside the number that is filled in, all that the company holds, and its name. */
  readonly ours: {
    readonly number: string | null
    readonly lacks: Lack | NotOurs | null
    readonly state: string | null
    readonly company: string
    readonly numbers: readonly OwnNumber[]
  }
}

const answers = new Map<string, Sides | null>()
const asking = new Set<() => void>()
let listens = false

/** Calls whoever shows both sides when somebody is registered anew; what it gives ends that. */
export function whenSidesChange(told: () => void): () => void {
  const forget = (): void => {
    answers.clear()
    for (const one of asking) one()
  }
  if (!listens) for (const name of ['core.registration', 'core.place', Party.name, Account.name]) live(name, forget)
  listens = true
  asking.add(told)
  return () => asking.delete(told)
}

/** What is known of both sides of what is typed; it is asked for once, and `told` is called when it has come. */
export function sidesOf(query: AskedQuery, told: () => void): Sides | null {
  const key = JSON.stringify(query)
  const found = answers.get(key)
  if (found !== undefined) return found
  answers.set(key, null)
  void ask<Sides>('invoicing', '/sides', query).then(
    answer => {
      answers.set(key, answer)
      told()
    },
    // Who may not ask sees it as it is saved; what did not come through is asked again as more is typed.
    error => {
      if (!isRefused(error)) answers.delete(key)
    },
  )
  return null
}

/** Whether the server answered, and would answer the same once more. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'status' in error && [400, 403, 404].includes(Number(error.status))
}
