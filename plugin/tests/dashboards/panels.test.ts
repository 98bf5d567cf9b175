import {
  DataFrame,
  DataTransformerConfig,
  Field,
  FieldConfigOptionsRegistry,
  FieldConfigSource,
  applyFieldOverrides,
  createTheme,
  dataFrameFromJSON,
  displayNameOverrideProcessor,
  getFieldDisplayName,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { lastValueFrom } from 'rxjs';

const root = path.join(__dirname, '..', '..', '..');
const folder = path.join(root, 'dashboards');
const goldens = path.join(root, 'tests', 'GrafanaGitOps.Service.Tests', 'Queries');

interface Target {
  refId: string;
  queryType?: string;
  format?: string;
}

interface Panel {
  type: string;
  title: string;
  targets?: Target[];
  transformations?: DataTransformerConfig[];
  fieldConfig: FieldConfigSource;
  options?: { xField?: string };
  panels?: Panel[];
}

/** Answers of the service to its own tests. */
const answers: Record<string, string> = {
  commits: 'commits',
  deployments: 'Syncs/deployments',
  operators: 'Applications/operators',
  pending_commits: 'Applications/pending_commits',
  repositories: 'repositories',
  sync_events: 'Syncs/sync_events',
  sync_health: 'Applications/sync_health',
  sync_status: 'Applications/sync_status',
};

beforeAll(() => {
  // Time columns count as a column called time, unless a frame says otherwise: Grafana has that switched on.
  Object.assign(window, { grafanaBootData: { settings: { featureToggles: { dataplaneFrontendFallback: true } } } });
  const known = new Map(Object.values(standardTransformers).map((one) => [one.id, one]));
  standardTransformersRegistry.setInit(
    () =>
      [...known.values()].map((transformation) => ({
        id: transformation.id,
        name: transformation.name,
        transformation,
        imageDark: '',
        imageLight: '',
      })) as ReturnType<Parameters<typeof standardTransformersRegistry.setInit>[0]>
  );
});

const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

describe.each(files)('dashboards/%s', (name) => {
  const { panels } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { panels: Panel[] };
  const ours = panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .filter((panel) => panel.targets?.some(isKnown));

  test.each(ours.filter(({ type }) => type === 'table').map((panel) => [panel.title, panel] as const))(
    'the table "%s" shows the columns that it names, and no others',
    async (_, panel) => {
      const frame = await shown(panel);
      expect(visible(frame).map((field) => field.name)).toEqual(expect.arrayContaining(wanted(panel)));
      expect(visible(frame)).toHaveLength(wanted(panel).length);
      // Grafana 11 reads the key columns by their places.
      expect((frame.meta?.uniqueRowIdFields ?? []).filter((index) => index >= frame.fields.length)).toEqual([]);
    }
  );

  test.each(ours.filter(({ type }) => type === 'table').map((panel) => [panel.title, panel] as const))(
    'empty cells of the table "%s" are empty, and those without an environment say so',
    async (_, panel) => {
      const frame = await shown(panel);
      const texts = visible(frame).map((field) => [field.name, field.display?.(null).text]);
      // Links read the same text: the dashboards' filters know `none`.
      expect(texts).toEqual(visible(frame).map(({ name }) => [name, name === 'environment' ? 'none' : '']));
    }
  );

  test.each(ours.filter(({ type }) => type !== 'table').map((panel) => [panel.title, panel] as const))(
    'the panel "%s" has something to show',
    async (_, panel) => {
      const frame = await shown(panel);
      expect(frame.length).toBeGreaterThan(0);
      const { xField } = panel.options ?? {};
      expect(xField === undefined || frame.fields.some((field) => field.name === xField)).toBe(true);
    }
  );
});

/** A panel's first frame as Grafana shows it. */
async function shown(panel: Panel): Promise<DataFrame> {
  // Thresholds out of the data are made by a transformation that only Grafana itself has.
  const steps = (panel.transformations ?? []).filter(({ id }) => id !== 'configFromData');
  const frames = panel.targets!.slice(0, 1).map(answer);
  const data = await lastValueFrom(transformDataFrame(steps, frames));
  const [frame] = applyFieldOverrides({
    data,
    fieldConfig: panel.fieldConfig,
    fieldConfigRegistry: registry,
    replaceVariables: (text) => text,
    theme: createTheme(),
    timeZone: 'utc',
  });
  return frame!;
}

function answer({ refId, queryType = '', format }: Target): DataFrame {
  const suffix = format === undefined ? '' : `-${format}`;
  const json = readFileSync(path.join(goldens, `${answers[queryType]}${suffix}.golden.json`), 'utf8');
  return { ...dataFrameFromJSON(JSON.parse(json)), refId };
}

function isKnown({ queryType = '' }: Target): boolean {
  return queryType in answers;
}

/** The columns that a table's first override leaves. */
function wanted(panel: Panel): string[] {
  const pattern = String(panel.fieldConfig.overrides[0]?.matcher.options);
  const names = /^\/\^\(\?!\(\?:(.+)\)\$\)\/$/.exec(pattern)?.[1] ?? '';
  return names.split('|').map((name) => name.replaceAll('\\', ''));
}

function visible(frame: DataFrame): Field[] {
  return frame.fields.filter((field) => !field.config.custom?.hidden && getFieldDisplayName(field, frame) !== '');
}

const option = (id: string) => ({
  id,
  path: id.replace('custom.', ''),
  name: id,
  isCustom: id.startsWith('custom.'),
  process: id === 'displayName' ? displayNameOverrideProcessor : (value: unknown) => value,
  shouldApply: () => true,
  override: () => null,
  editor: () => null,
});

const registry = new FieldConfigOptionsRegistry(() =>
  ['displayName', 'noValue', 'unit', 'links', 'thresholds', 'color', 'custom.hidden', 'custom.width'].map(
    (id) => option(id) as never
  )
);
