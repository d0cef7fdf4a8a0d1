// The browser half of the plugin: the shell fetches it when one of its pages is first visited.
import './statement.ts'
import './trial-balance.ts'
