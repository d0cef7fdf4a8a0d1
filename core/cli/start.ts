import type { Command } from 'commander'

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Starts the server and prints its address.')
    .action(async () => {
      await import('../main.ts')
    })
}
