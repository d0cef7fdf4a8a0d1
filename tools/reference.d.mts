/** What authors of plugins can import, as its doc comment tells it. */
export interface Told {
  readonly name: string
  readonly from: string
  readonly room: string
  readonly signature: string
  readonly doc: {
    readonly words: string
    readonly params: readonly string[]
    readonly returns: readonly string[]
    readonly examples: readonly string[]
  } | null
}

export function readReference(): Promise<readonly Told[]>
export function writeReference(folder?: string): Promise<number>
