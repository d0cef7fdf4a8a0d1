import { sequences } from './books.ts'
import { hot } from './hot.ts'

// One piece of a long run, in a process and on a database of its own: what it found is its last line.

const [part, seed, rest] = process.argv.slice(2)
const found = part === 'books' ? await sequences(Number(seed), Number(rest)) : await hot(Number(seed), JSON.parse(rest ?? '{}'))
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit())
