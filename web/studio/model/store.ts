import { ask, ProblemError } from '../../data/client.ts'
import { lookAhead, meta } from '../../data/meta.ts'
import { Store } from '../../data/store.ts'
import { called, localeStore, t } from '../../shell/words.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import type { ChangeSet, Operation, ShownEntity, ShownModel } from './shown.ts'

/** The model with the draft one is working on; what the Studio shows. */
export interface Studio {
  readonly model: ShownModel
  /** What was changed and not applied yet. */
  readonly draft: ChangeSet | null
}

export const studioStore = new Store<Studio | null>(null)
let open = 0
let round = 0
let newest: Promise<Studio> | null = null
let writing: Promise<unknown> = Promise.resolve()

/** Screens of the Studio see entities as the draft makes them; returns what ends it. */
export function enterStudio(): () => void {
  open += 1
  return () => {
    open -= 1
    if (open === 0) lookAhead(null)
  }
}

/** Asks for the newest draft of this person and for what it makes of the model. Whoever is overtaken gets what came later. */
export function loadStudio(): Promise<Studio> {
  round += 1
  newest = load(round)
  return newest
}

async function load(mine: number): Promise<Studio> {
  const { items } = await ask<{ items: readonly ChangeSet[] }>('/api/model/sets')
  const draft = items.find(set => (set.state === 'draft' || set.state === 'failed') && set.createdBy === meta().user.id) ?? null
  const model = await ask<ShownModel>('/api/model', { query: { set: draft?.id } })
  if (mine !== round && newest) return newest
  const studio = { model, draft }
  if (open > 0) lookAhead(model.shapes)
  studioStore.set(studio)
  return studio
}

/** Puts changes into the draft, which begins with the first; what makes no sense is refused with a sentence and leaves the draft as it was. */
export function change(...operations: readonly Operation[]): Promise<void> {
  return inTurn(() => put(operations))
}

/** One after another: each write begins with what the one before it made of the draft. */
function inTurn(write: () => Promise<void>): Promise<void> {
  const done = writing.then(write)
  writing = done.catch(() => undefined)
  return done
}

async function put(operations: readonly Operation[]): Promise<void> {
  const id = studioStore.value?.draft?.id ?? (await beginDraft())
  await ask(`/api/model/sets/${id}/operations`, { method: 'POST', body: { operations } }).catch(async (error: unknown) => {
    // Somebody applied the draft in another window: the next one begins here.
    if (!(error instanceof ProblemError) || (error.code !== 'set_applied' && error.status !== 404)) throw error
    await ask(`/api/model/sets/${await beginDraft()}/operations`, { method: 'POST', body: { operations } })
  })
  await loadStudio()
}

/** As `change`, for what is done with one press: says that it is kept, or why not. Tells whether it is. */
export function keep(...operations: readonly Operation[]): Promise<boolean> {
  return keepMade(() => operations)
}

/** As `keep`, of changes that are made of how the draft is when it is their turn: what says all of a thing loses nothing that was kept just before. */
export async function keepMade(made: () => readonly Operation[]): Promise<boolean> {
  try {
    await inTurn(() => put(made()))
    toast(t('Kept in the draft.'))
    return true
  } catch (error) {
    toastProblem(error)
    return false
  }
}

/** Writes the draft without some of its changes. */
export function keepOnly(draft: ChangeSet, operations: readonly Operation[]): Promise<void> {
  return inTurn(async () => {
    if (operations.length === 0) await ask(`/api/model/sets/${draft.id}`, { method: 'DELETE' })
    else await ask(`/api/model/sets/${draft.id}`, { method: 'PATCH', body: { operations } })
    await loadStudio()
  })
}

async function beginDraft(): Promise<string> {
  const made = await ask<ChangeSet>('/api/model/sets', { method: 'POST', body: { title: t('Draft'), operations: [] } })
  return made.id
}

export function entityOf(name: string): ShownEntity | undefined {
  return studioStore.value?.model.entities.find(entity => entity.name === name)
}

/** A label in the person's language, as the draft says it. */
export function said(label: string): string {
  return studioStore.value?.model.words[localeStore.value]?.[label] ?? called(label)
}
