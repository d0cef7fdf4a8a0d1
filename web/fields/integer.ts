// A whole number: a number in JSON.
export { displayNumber as display, numberEditor as editor } from './number.ts'
