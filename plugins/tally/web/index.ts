// The browser half of the plugin: the shell fetches it when its page is first visited.
import './tally-bring.ts'
