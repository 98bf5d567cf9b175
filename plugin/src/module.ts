import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { QuickStarts } from './components/QuickStarts';
import { GitOpsDataSource } from './datasource';
import manifest from './plugin.json';
import { GitOpsOptions, GitOpsQuery, GitOpsSecrets } from './types';

// Not awaited: a module that loads asynchronously is more than older Grafanas expect. Texts are looked up when they are shown.
void initPluginTranslations(manifest.id);

export const plugin = new DataSourcePlugin<GitOpsDataSource, GitOpsQuery, GitOpsOptions, GitOpsSecrets>(
  GitOpsDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QuickStarts);
