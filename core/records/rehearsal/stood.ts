import type { Written } from '../change/record.ts'

/** A record that a plan would change, with the version it had. */
export interface Stood {
  readonly entity: string
  readonly id: string
  readonly version: number
  readonly binned: boolean
}

/** What a plan was made on: with the records that whoever asked does not see, so it is not theirs to read. */
export function stoodOf(net: readonly Written[]): Stood[] {
  return net.flatMap(({ entity, id, verb, version }) =>
    verb === 'create' || version === null || entity.internal || entity.linesOf ? [] : [{ entity: entity.name, id, version, binned: verb === 'restore' }],
  )
}
