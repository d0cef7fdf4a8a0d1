// What plugins from elsewhere get when their browser half asks for it by name, by the import map of the page: this very copy, which the shell uses too.
export * from '@sangam/sdk'
