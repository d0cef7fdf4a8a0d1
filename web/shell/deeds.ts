import type { MenuItem } from '../ui/menu.ts'

/** What can be done with what stands on the screen, as its own menu says it. */
export interface Deeds {
  /** What it is done with: the name of the record. */
  readonly about: string
  readonly items: readonly MenuItem[]
}

let offered: (() => Deeds | null) | null = null

/** Tells the palette what can be done here, worked out only when somebody asks; returns what takes it away. */
export function offerDeeds(offer: () => Deeds | null): () => void {
  offered = offer
  return () => {
    if (offered === offer) offered = null
  }
}

/** What can be done with what stands on the screen; null where nothing can. */
export function deeds(): Deeds | null {
  return offered?.() ?? null
}
