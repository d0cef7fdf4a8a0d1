// Several, the first is the primary one.
export { displaySeveral as display, severalEditor as editor } from './several.ts'
