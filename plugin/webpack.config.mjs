import { chmod, copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import CopyPlugin from 'copy-webpack-plugin';
import swc from './swc.config.js';

const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const manifest = createRequire(import.meta.url)('./src/plugin.json');
const platforms = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];

/** Puts the launcher beside the built code, under the name that Grafana starts on each platform. */
class Launchers {
  apply(compiler) {
    compiler.hooks.afterEmit.tapPromise('Launchers', async () => {
      for (const platform of platforms) {
        const file = path.join(compiler.outputPath, `${manifest.executable}_${platform}`);
        await copyFile(path.join(folder, 'launcher.sh'), file);
        await chmod(file, 0o755);
      }
    });
  }
}

/** The version stands in the .NET build alone. SOURCE_DATE_EPOCH makes the date, and so the build, repeatable. */
async function fillIn(content) {
  const build = await readFile(path.join(folder, '..', 'Directory.Build.props'), 'utf8');
  const version = /<VersionPrefix>(.+)<\/VersionPrefix>/.exec(build)[1];
  const seconds = Number(process.env.SOURCE_DATE_EPOCH);
  const today = new Date(seconds ? seconds * 1000 : Date.now()).toISOString().slice(0, 10);
  return content.toString().replaceAll('%VERSION%', version).replaceAll('%TODAY%', today);
}

export default (_, { mode = 'production' }) => ({
  mode,
  context: path.join(folder, 'src'),
  entry: './module.ts',
  devtool: mode === 'production' ? 'source-map' : 'eval-source-map',
  output: {
    path: path.join(folder, 'dist'),
    filename: 'module.js',
    library: { type: 'amd' },
    publicPath: `public/plugins/${manifest.id}/`,
    uniqueName: manifest.id,
    devtoolModuleFilenameTemplate: (info) => `webpack://${manifest.id}/${info.resourcePath.replace(/^\.\//, './')}`,
    clean: true,
  },
  // What Grafana shares with its plugins. i18next is Grafana's own instance, which holds the language and the translations.
  externals: [
    '@emotion/css',
    '@grafana/data',
    '@grafana/runtime',
    '@grafana/ui',
    'i18next',
    'lodash',
    'react',
    'react-dom',
    'rxjs',
  ],
  resolve: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  module: {
    // One file: nothing is worth a second request, and no chunk has to find its way home.
    parser: { javascript: { dynamicImportMode: 'eager' } },
    rules: [{ test: /\.tsx?$/, exclude: /node_modules/, loader: 'swc-loader', options: swc }],
  },
  plugins: [
    new CopyPlugin({
      patterns: [
        { from: 'plugin.json', transform: fillIn },
        { from: 'img', to: 'img' },
        { from: 'locales', to: 'locales' },
        { from: '../README.md', transform: fillIn },
        { from: '../../CHANGELOG.md' },
        { from: '../../LICENSE', to: 'LICENSE', toType: 'file' },
      ],
    }),
    new Launchers(),
  ],
  performance: { maxAssetSize: 500_000, maxEntrypointSize: 250_000, hints: 'error' },
});
