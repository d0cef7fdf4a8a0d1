export { type CheckOptions, checkPlugin } from './check.ts'
export { type Answer, ProblemError, type TestClient } from './client.ts'
export { createTestPlatform, type TestOptions, type TestPlatform } from './platform.ts'
