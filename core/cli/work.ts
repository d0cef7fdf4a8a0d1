import type { Command } from 'commander'
import { dropParked, parkedWork, retryParked } from '../work/parked.ts'
import { say, table } from './output.ts'
import { withPlatform } from './platform.ts'

interface Options {
  readonly workspace: string
}

/** What was tried as often as it may be and waits for someone: deliveries, mail and jobs. */
export function addWork(program: Command): void {
  const work = program.command('work').description('Shows work that failed for good, tries it anew or gives it up.')
  work
    .command('parked')
    .description('Lists what waits for someone.')
    .option('--workspace <name>', 'where', 'main')
    .action((options: Options) =>
      withPlatform(async ({ world }) => {
        const parked = await parkedWork(world, options.workspace)
        say(
          parked.length === 0
            ? 'Nothing is parked.'
            : table(
                ['Id', 'What', 'Tries', 'Why'],
                parked.map(one => [one.id, one.name, String(one.attempts), one.error ?? '']),
              ),
        )
      }),
    )
  work
    .command('retry <ids...>')
    .description('Tries parked work anew.')
    .option('--workspace <name>', 'where', 'main')
    .action((ids: string[], options: Options) =>
      withPlatform(async ({ world }) => say(`${await retryParked(world, options.workspace, ids)} will be tried again.`)),
    )
  work
    .command('drop <ids...>')
    .description('Gives parked work up for good.')
    .option('--workspace <name>', 'where', 'main')
    .action((ids: string[], options: Options) => withPlatform(async ({ world }) => say(`${await dropParked(world, options.workspace, ids)} given up.`)))
}
