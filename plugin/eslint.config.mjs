import grafana from '@grafana/eslint-config';
import i18n from '@grafana/i18n/eslint-plugin';

export default [
  { ignores: ['dist/', 'artifacts/', 'playwright/', 'node_modules/', 'src/generated/'] },
  ...grafana,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.tsx'],
    ignores: ['**/*.test.tsx'],
    plugins: { '@grafana/i18n': i18n },
    rules: {
      '@grafana/i18n/no-untranslated-strings': ['error', { calleesToIgnore: ['^css$'] }],
      '@grafana/i18n/no-translation-top-level': 'error',
    },
  },
];
