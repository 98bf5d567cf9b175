import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import translations from './locales/en-US/gitops-companion-datasource.json';
import manifest from './plugin.json';

/** Every text that is looked up, by its key. */
function texts(folder: string): Array<[string, string]> {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) {
      return texts(file);
    }
    const source = /\.tsx?$/.test(name) && !name.includes('.test.') ? readFileSync(file, 'utf8') : '';
    const calls = [...source.matchAll(/\bt\(\s*'([\w.-]+)',\s*(['"])((?:(?!\2).)*)\2/gs)].map((it) => [it[1], it[3]]);
    const elements = [...source.matchAll(/<Trans\s+i18nKey="([\w.-]+)"[^>]*>(.*?)<\/Trans>/gs)].map((it) => [
      it[1],
      plain(it[2]),
    ]);
    return [...calls, ...elements] as Array<[string, string]>;
  });
}

/** A React text as it is shown. Elements inside one are numbered by i18next, which this does not know: no text has any. */
function plain(jsx = ''): string {
  expect(jsx).not.toContain('<');
  return jsx
    .trim()
    .replace(/^\{'(.*)'\}$/, '$1')
    .replace(/\s+/g, ' ');
}

const flat = (tree: object, prefix = ''): Array<[string, string]> =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`)
  );

test('the English file holds every text, as it stands in the code, and no other', () => {
  const inCode = Object.fromEntries(texts(__dirname));

  expect(Object.fromEntries(flat(translations))).toEqual(inCode);
});

test('a key has one text', () => {
  const keys = texts(__dirname).map(([key]) => key);
  expect(keys).toHaveLength(new Set(keys).size);
});

test('the languages that the plugin names have a file', () => {
  expect(manifest.languages).toEqual(readdirSync(path.join(__dirname, 'locales')));
});
