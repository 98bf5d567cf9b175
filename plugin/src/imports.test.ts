/** Modules depend on each other one way, types included, so that each can be understood and tested without those that are made of it. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const modules = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => path.join(__dirname, file));

const importsOf = (file: string) =>
  ts
    .preProcessFile(readFileSync(file, 'utf8'))
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.join(path.dirname(file), fileName))
    .flatMap((target) => modules.filter((module) => module.replace(/\.tsx?$/, '') === target));

/** Modules that are left when those that import none of the others are taken away again and again: each is, or leads to, a circle. */
function circles(graph: Map<string, string[]>): string[] {
  const left = new Map(graph);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    left.forEach((imported, module) => imported.some((other) => left.has(other)) || left.delete(module));
  }
  return [...left.keys()];
}

test('no module imports itself by way of others', () => {
  const graph = new Map(modules.map((module) => [module, importsOf(module)]));

  expect(graph.get(path.join(__dirname, 'module.ts'))).toContain(path.join(__dirname, 'datasource.ts'));
  expect(graph.get(path.join(__dirname, 'queryTable.ts'))).toContain(path.join(__dirname, 'queryDescription.ts'));
  expect(circles(graph).map((module) => path.relative(__dirname, module))).toEqual([]);
});

test('a circle is found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b', 'd']],
    ['d', []],
  ]);

  expect(circles(graph)).toEqual(['a', 'b', 'c']);
});
