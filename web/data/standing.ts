import { ask } from './client.ts'
import { metaStore } from './meta.ts'
import { Store } from './store.ts'

/** `{ id: who it is now }`, of records that were merged into others. */
type Standing = { readonly [id: string]: string }

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** As many as are asked for at once. */
const most = 200

const byIds = new Map<string, Standing>()
/** What was learnt beside what the model tells of rules and forms. */
export const learntStanding = new Store<Standing>({})

/** Asks who the records are now that these conditions name, with everyone that is one with them: what someone keeps in a view is no part of the model. */
export async function learnStanding(conditions: readonly object[]): Promise<void> {
  const ids = [...new Set(JSON.stringify(conditions).toLowerCase().match(uuid) ?? [])].toSorted().slice(0, most)
  if (ids.length === 0) return
  const user = metaStore.value?.user.id
  const { standing } = await ask<{ readonly standing: Standing }>(`/api/standing?ids=${ids.join()}`)
  if (metaStore.value?.user.id !== user) return
  byIds.set(ids.join(), standing)
  learntStanding.set(Object.assign({}, ...byIds.values()) as Standing)
}

export function forgetStanding(): void {
  byIds.clear()
  learntStanding.set({})
}

let both: { readonly model: Standing | undefined; readonly learnt: Standing; readonly standing: Standing | null } | null = null

/** Who records are now, as far as this page knows; null where nobody was merged. */
export function standingNow(): Standing | null {
  const [model, learnt] = [metaStore.value?.standing, learntStanding.value]
  if (both?.model !== model || both?.learnt !== learnt) {
    const standing = { ...model, ...learnt }
    both = { model, learnt, standing: Object.keys(standing).length > 0 ? standing : null }
  }
  return both?.standing ?? null
}
