/**
 * What Grafana is to the plugin, as far as its pages need it: the shared libraries, the services, a theme, and a place to show a
 * component in. Answers of the server come from the tests, which stand behind `/api`.
 */
import * as emotion from '@emotion/css';
import * as data from '@grafana/data';
import * as i18n from '@grafana/i18n';
import * as runtime from '@grafana/runtime';
import * as ui from '@grafana/ui';
import * as i18next from 'i18next';
import React from 'react';
import ReactDOM from 'react-dom';
import { Root, createRoot } from 'react-dom/client';
import * as rxjs from 'rxjs';
import { Shell } from './Shell';
import { backend, forgetLive, live, sendLive, settled, templates } from './services';

const shared: Record<string, unknown> = {
  '@emotion/css': emotion,
  '@grafana/data': data,
  '@grafana/runtime': runtime,
  '@grafana/ui': ui,
  i18next: i18next,
  react: React,
  'react-dom': ReactDOM,
  rxjs: rxjs,
};

type Factory = (...dependencies: unknown[]) => { plugin: data.DataSourcePlugin<never> };

/** Loads the built module as Grafana does: as AMD, with nothing but what Grafana shares. */
async function loadPlugin() {
  const text = await (await fetch('/module.js')).text();
  return new Promise<data.DataSourcePlugin<never>>((resolve, reject) => {
    const define = Object.assign(
      (dependencies: string[], factory: Factory) => {
        const missing = dependencies.filter((name) => !(name in shared));
        if (missing.length > 0) {
          reject(new Error(`Grafana does not share ${missing.join(', ')}`));
        }
        resolve(factory(...dependencies.map((name) => shared[name])).plugin);
      },
      { amd: true }
    );
    new Function('define', text)(define);
  });
}

let root: Root | undefined;

/** Shows what the address says. */
async function start() {
  const parameters = new URLSearchParams(location.search);
  const mode = parameters.get('theme') === 'light' ? 'light' : 'dark';
  const theme = data.createTheme({ colors: { mode } });
  Object.assign(runtime.config, { theme2: theme, bootData: { user: {}, settings: {} } });
  runtime.setBackendSrv(backend);
  runtime.setTemplateSrv(templates(JSON.parse(parameters.get('variables') ?? '{}')));
  runtime.setGrafanaLiveSrv(live);
  await i18n.initPluginTranslations('host');
  const plugin = await loadPlugin();
  const settings = {
    id: 1,
    uid: 'gitops',
    name: 'GitOps',
    type: 'gitops-companion-datasource',
    access: 'proxy',
    readOnly: false,
    jsonData: JSON.parse(parameters.get('options') ?? '{}'),
    meta: { id: 'gitops-companion-datasource', module: '', baseUrl: '' },
  } as unknown as data.DataSourceInstanceSettings;
  runtime.setDataSourceSrv({ getInstanceSettings: () => settings } as never);
  const datasource = new plugin.DataSourceClass(settings as never) as data.DataSourceApi;
  Object.assign(datasource, { components: plugin.components, meta: settings.meta });
  Object.assign(window, { host: { datasource, sendLive } });
  root = createRoot(document.getElementById('page')!);
  root.render(
    <data.ThemeContext.Provider value={theme}>
      <ui.GlobalStyles />
      <Shell {...{ parameters, plugin, datasource, settings }} />
      <ui.PortalContainer />
    </data.ThemeContext.Provider>
  );
}

/** As if this address had been opened, but that Grafana's libraries are there already; the plugin is loaded anew. */
async function show(search: string) {
  await leave();
  history.replaceState(null, '', search);
  await start();
}

/** Ends what is shown, its questions included, so that the next begins with nothing of it. */
async function leave() {
  root?.unmount();
  await settled();
  localStorage.clear();
  forgetLive();
}

Object.assign(window, { show, leave });
void start();
