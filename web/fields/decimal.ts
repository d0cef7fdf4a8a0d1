// An exact decimal: a string in JSON, on screen as the company's country groups it.
export { displayNumber as display, numberEditor as editor } from './number.ts'
