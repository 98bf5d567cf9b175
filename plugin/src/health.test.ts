import { HealthCheckError, HealthStatus } from '@grafana/runtime';
import { testResult } from './health';

const details = { verboseMessage: 'platform: 5 commits, fetched 2026-02-01 12:00:00 UTC' };

test('a companion that is well tells what it has read', async () => {
  const health = { status: HealthStatus.OK, message: 'GitOps 0.1.0: 1 repository', details };

  expect(await testResult(health)).toEqual({ status: 'success', message: 'GitOps 0.1.0: 1 repository', details });
});

test("a companion's own error comes with its details", async () => {
  const health = { status: HealthStatus.Error, message: 'The token is wrong', details };
  const result = testResult(health);

  await expect(result).rejects.toMatchObject({ status: 'error', message: 'The token is wrong', error: { details } });
  await expect(result).rejects.toHaveProperty('error', expect.any(HealthCheckError));
});

test.each([[{ message: 'Plugin unavailable' }], [undefined]])(
  'where the companion did not answer it is told what to look at: %j',
  async (answer) => {
    await expect(testResult(answer)).rejects.toMatchObject({
      message: answer?.message ?? 'There was no answer',
      error: { details: { verboseMessage: expect.stringContaining('companion_address') } },
    });
  }
);
