/** What authors of plugins can import, as its doc comment tells it. */
export interface Told {
  readonly name: string
  readonly from: string
  readonly room: string
  readonly signature: string
  /** Of an interface or a type: nothing of it is there when a program runs. */
  readonly isType: boolean
  /** Of a type: the names in whose signature it stands, values first. */
  readonly seenIn: readonly string[]
  readonly doc: {
    readonly words: string
    readonly params: readonly string[]
    readonly returns: readonly string[]
    readonly examples: readonly string[]
  } | null
}

export function readReference(): Promise<readonly Told[]>
export function writeReference(folder?: string): Promise<number>
