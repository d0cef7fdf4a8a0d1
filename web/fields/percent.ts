// A share of a hundred: a decimal with its sign behind it.
export { displayNumber as display, numberEditor as editor } from './number.ts'
