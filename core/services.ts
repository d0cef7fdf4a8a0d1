import 'reflect-metadata'
import { container, type DependencyContainer, type InjectionToken } from 'tsyringe'

/** What a process has once, by token. This is the only file that knows the container. */
export interface Services {
  get<T>(token: symbol): T
  set<T>(token: symbol, value: T): void
  /** Ends what was registered with an end, last first. */
  dispose(): Promise<void>
}

export function makeServices(): Services {
  const own: DependencyContainer = container.createChildContainer()
  return {
    get: <T>(token: symbol) => own.resolve<T>(token as InjectionToken<T>),
    set: <T>(token: symbol, value: T) => void own.register<T>(token as InjectionToken<T>, { useValue: value as T & object }),
    dispose: async () => void (await own.dispose()),
  }
}

/** Files of all workspaces. */
export const filesToken = Symbol('files')
/** Delivery of events and mail, and jobs. */
export const workToken = Symbol('work')
/** Finds out who asks. */
export const authenticatorToken = Symbol('authenticator')
/** Mails links for signing in through the installation's server. */
export const postToken = Symbol('post')
