// A file, a picture, several files: one look.
export { displayFiles as display, filesEditor as editor } from './files-field.ts'
