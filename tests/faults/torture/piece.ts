import { sequences } from './books.ts'
import { combination } from './combinations.ts'
import { hot } from './hot.ts'
import { lives } from './lives.ts'

// One piece of a long run, in a process and on a database of its own: what it found is its last line.

const [part, seed, rest] = process.argv.slice(2)
const parts: { readonly [part: string]: (seed: number, rest: string) => Promise<object> } = {
  books: (seed, many) => sequences(seed, Number(many)),
  hot: (seed, size) => hot(seed, JSON.parse(size)),
  lives: (seed, many) => lives(seed, Number(many)),
  combination: (_, ids) => combination(ids.split(',').filter(id => id !== '')),
}
const found = await parts[part ?? '']?.(Number(seed), rest ?? '')
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit())
