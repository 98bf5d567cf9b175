import { TestDataSourceResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import { HealthCheckError, HealthCheckResult, HealthStatus } from '@grafana/runtime';

/**
 * What 'Save & test' shows: the companion's version and what it has read, with a line for each repository and cluster below, also
 * when all is well.
 */
export function testResult(health: Partial<HealthCheckResult> | undefined): Promise<TestDataSourceResponse> {
  const details = health?.details as TestDataSourceResponse['details'];
  if (health?.status === HealthStatus.OK) {
    return Promise.resolve({ status: 'success', message: health.message ?? '', details });
  }
  const message = health?.message ?? t('health.no-answer', 'There was no answer');
  // Grafana's page knows a failed test by an object of this form.
  const error = new HealthCheckError(message, details ?? { verboseMessage: whatToDo() });
  return Promise.reject({ status: 'error', message, error });
}

/** Without details the answer is Grafana's own: it did not reach the companion. */
function whatToDo(): string {
  return t(
    'health.what-to-do',
    "Grafana did not get an answer from the companion. Is it running (gitops serve), and is its address what Grafana was given, by companion_address in the section [plugin.gitops-companion-datasource] or by GITOPS_COMPANION_ADDRESS? A companion that was just started is found within some seconds, one that was away for long within two minutes. Grafana's log says more."
  );
}
