import { Account, Party } from '@sangam/plugin-parties/model'
import { type AskedQuery, ask, live } from '@sangam/sdk/web'

/** Where both sides of a document are, as the server knows it. */
export interface Sides {
  /** Null where no party is chosen; `charges` where they charge taxes of the registered, `days` those to pay that were agreed. */
  readonly theirs: { readonly charges: boolean; readonly state: string | null; readonly days: number | null } | null
  readonly ours: { readonly state: string | null }
}

const answers = new Map<string, Sides | null>()
let listens = false

/** What is known of both sides of what is typed; it is asked for once, and `told` is called when it has come. Who is registered anew makes it be asked anew. */
export function sidesOf(query: AskedQuery, told: () => void): Sides | null {
  if (!listens) for (const name of ['core.registration', 'core.place', Party.name, Account.name]) live(name, () => answers.clear())
  listens = true
  const key = JSON.stringify(query)
  const found = answers.get(key)
  if (found !== undefined) return found
  answers.set(key, null)
  void ask<Sides>('invoicing', '/sides', query).then(
    answer => {
      answers.set(key, answer)
      told()
    },
    // Who may not ask sees it as it is saved.
    () => undefined,
  )
  return null
}
