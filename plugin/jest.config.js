// Packages that come as ES modules only.
const modules = [
  '@grafana',
  'd3',
  'd3-[a-z-]+',
  'delaunator',
  'internmap',
  'marked',
  'ol',
  'react-calendar',
  'get-user-locale',
];
modules.push(
  'memoize',
  'mimic-function',
  'map-age-cleaner',
  'robust-predicates',
  'uuid',
  '@wojtekmaj',
  'react-data-grid'
);

module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/*.test.{ts,tsx}', '<rootDir>/tests/package/**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
  transform: {
    '^.+\\.(m?js|tsx?)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2021',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'classic' } },
        },
      },
    ],
  },
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'json'],
  moduleNameMapper: { '\\.(css|scss)$': '<rootDir>/tests/support/style.ts' },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})/)`],
};
