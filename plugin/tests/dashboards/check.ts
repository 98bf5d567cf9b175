import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const plugin = path.join(__dirname, '..', '..');
const virtual = path.join(__dirname, 'checked.ts');
const packageOf = path.join(plugin, 'node_modules', '@grafana', 'schema');

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};

interface Panel {
  type: string;
  title?: string;
  options?: unknown;
  fieldConfig?: { defaults?: { custom?: unknown } };
  panels?: Panel[];
}

export interface Dashboard {
  panels?: Panel[];
}

/**
 * What of a dashboard is not as Grafana's published schema says, by the compiler: the schema is published as types. The dashboard
 * stands in a program as a literal, so that fields which the schema does not have are found, too.
 */
export function check(dashboard: Dashboard): string[] {
  const panels = (dashboard.panels ?? []).flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const kinds = [...new Set(panels.map((panel) => panel.type))].flatMap((type) => publishedOptions(type) ?? []);
  const parts = [
    "import type * as schema from '@grafana/schema';",
    ...kinds.map(({ name, module }) => `import type * as ${name} from '${module}';`),
    json,
    published,
    `export const dashboard: Json<Dashboard> = ${JSON.stringify(dashboard, null, 2)};`,
    ...panels.flatMap((panel, index) => partsOf(panel, index)),
  ];
  return complaints(parts.join('\n'));
}

/** In JSON the value of a string enum is its text. */
const json = [
  'type Json<T> = T extends string ? `${T}` : T extends Array<infer Entry> ? Array<Json<Entry>>',
  '  : T extends object ? { [Key in keyof T]: Json<T[Key]> } : T;',
].join('\n');

/** The target of an annotation is a data source's own query, as a panel's is. Its mappings are published in @grafana/data alone. */
const published = [
  'type Mapping = { source?: "field" | "text" | "skip"; value?: string; regex?: string };',
  'type Annotation = schema.AnnotationQuery<schema.DataQuery & Record<string, unknown>> & { mappings?: Record<string, Mapping> };',
  "type Dashboard = Omit<schema.Dashboard, 'annotations'> & { annotations?: { list?: Array<Annotation> } };",
].join('\n');

/** The panel's own options, and those of its fields. Options that are left out are the panel's defaults. */
function partsOf(panel: Panel, index: number): string[] {
  const kind = publishedOptions(panel.type);
  if (!kind) {
    return [];
  }
  const literal = (name: string, value: unknown) =>
    `/* ${panel.title} */ export const ${name}${index}: Json<Partial<${kind.name}.${name}>> = ${JSON.stringify(value, null, 2)};`;
  const custom = panel.fieldConfig?.defaults?.custom;
  return [
    ...(panel.options === undefined ? [] : [literal('Options', panel.options)]),
    ...(custom === undefined || !kind.hasFieldConfig ? [] : [literal('FieldConfig', custom)]),
  ];
}

/** Where the schema has the options of a kind of panel; undefined for panels that it has not, such as rows. */
function publishedOptions(type: string) {
  const folder = type.replaceAll('-', '').toLowerCase();
  const { exports } = JSON.parse(readFileSync(path.join(packageOf, 'package.json'), 'utf8'));
  const key = Object.keys(exports).find((name) => name.includes(`/composable/${folder}/panelcfg/`));
  if (!key) {
    return undefined;
  }
  const types = readFileSync(path.join(packageOf, exports[key].types), 'utf8');
  const hasFieldConfig = types.includes('interface FieldConfig ');
  return { name: `panel_${folder}`, module: key.replace('.', '@grafana/schema'), hasFieldConfig };
}

function complaints(text: string): string[] {
  const host = ts.createCompilerHost(options);
  const source = ts.createSourceFile(virtual, text, ts.ScriptTarget.ES2022, true);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => file === virtual || fileExists.call(host, file);
  host.getSourceFile = (file, ...rest) => (file === virtual ? source : getSourceFile.call(host, file, ...rest));
  const program = ts.createProgram([virtual], options, host);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return found.map(({ start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    return `${text.split('\n')[line]?.trim()}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
