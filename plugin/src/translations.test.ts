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

/** A React text as i18next stores it: elements numbered by their place, white space as it is shown. */
function plain(jsx = ''): string {
  let place = 0;
  return jsx
    .trim()
    .replace(/\{'([^']*)'\}/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/<code>(.*?)<\/code>/g, (_, code) => `<${(place = place + 1 + (place ? 1 : 0))}>${code}</${place}>`);
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
