import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What begins first: files that take longest, and those of one project together, since a worker is kept only from one file to the next of its own. */
const order = ['browser', 'faults', 'apart', 'node']

/** Files of tests that take longer than their length lets one think; the checks of plugins are a line each, and start a server and a browser. */
const long = /^tests\/(access-model|engine|isolation|scenarios|third-party)\/|\/check\.test\.ts$/

/** The last to begin are small, so that no worker stands idle while another is at a long file. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files)
    const place = ({ project, moduleId }: TestSpecification): number => {
      const path = moduleId.slice(project.config.root.length + 1)
      return 2 * order.indexOf(project.name) + (long.test(path) ? 0 : 1)
    }
    return bySize.toSorted((one, other) => place(one) - place(other))
  }
}
