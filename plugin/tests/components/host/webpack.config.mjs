import path from 'node:path';
import swc from '../../../swc.config.js';

const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const plugin = path.join(folder, '..', '..', '..');

/** The page that stands for Grafana in the component tests: Grafana's own libraries in one file. */
export default {
  mode: 'development',
  devtool: false,
  context: folder,
  entry: './host.tsx',
  output: { path: path.join(plugin, 'artifacts', 'host'), filename: 'host.js' },
  resolve: {
    extensions: ['.ts', '.tsx', '.mjs', '.js'],
    // The code editor and maps are half of Grafana's libraries, and no part of our pages.
    alias: { 'monaco-editor': false, '@monaco-editor/react': false },
  },
  cache: { type: 'filesystem', cacheDirectory: path.join(plugin, 'node_modules', '.cache', 'host') },
  module: {
    // One file: no chunk has to be found.
    parser: { javascript: { dynamicImportMode: 'eager' } },
    rules: [
      { test: /\.tsx?$/, exclude: /node_modules/, loader: 'swc-loader', options: swc },
      { test: /\.css$/, use: ['style-loader', 'css-loader'] },
      // Grafana's own build reads default exports of CommonJS packages as bundlers do, not as Node does.
      { test: /\.mjs$/, type: 'javascript/auto', resolve: { fullySpecified: false } },
    ],
  },
  performance: { hints: false },
};
