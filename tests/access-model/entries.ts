import { finding } from './finding.ts'
import type { Entry } from './judging.ts'
import { making } from './making.ts'
import { more } from './more-entries.ts'
import { reading } from './reading.ts'
import { undoing } from './undoing.ts'
import { writing } from './writing.ts'

/** Every way to a record, by subject. */
export const entries: readonly (readonly [name: string, weight: number, entry: Entry])[] = [...reading, ...finding, ...writing, ...making, ...undoing, ...more]
