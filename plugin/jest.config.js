const swc = require('./swc.config.js');

// Packages whose .js files are ES modules; .mjs files are transformed wherever they are.
const modules = [
  '@grafana',
  'd3',
  'd3-[a-z-]+',
  'delaunator',
  'internmap',
  'marked',
  'ol',
  'robust-predicates',
  'uuid',
];
modules.push('@wojtekmaj', 'get-user-locale', 'memoize', 'mimic-function', 'react-calendar', 'warning');

module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/*.test.{ts,tsx}', '<rootDir>/tests/{dashboards,package}/**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
  transform: {
    '^.+\\.(m?js|tsx?)$': ['@swc/jest', swc],
  },
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'json'],
  moduleNameMapper: { '\\.(css|scss)$': '<rootDir>/tests/support/style.ts' },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})/).*\\.c?js$`],
};
