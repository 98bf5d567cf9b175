import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const plugin = path.join(__dirname, '..', '..');
export const dist = path.join(plugin, 'dist');

if (!existsSync(path.join(dist, 'module.js'))) {
  throw new Error('The plugin is not built: run npm run build first.');
}

export const read = (name: string) => readFileSync(path.join(dist, name), 'utf8');
export const manifest = JSON.parse(read('plugin.json'));

/** Every file of the package, from its root. */
export function files(folder = dist): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? files(file) : [path.relative(dist, file)];
  });
}

/** Width and height of a PNG file, from its header. */
export function sizeOf(name: string): { width: number; height: number } {
  const png = readFileSync(path.join(dist, name));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
