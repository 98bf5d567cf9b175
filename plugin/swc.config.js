/** How TypeScript becomes JavaScript: in the plugin, in the page that stands for Grafana and in the unit tests. */
module.exports = {
  jsc: {
    target: 'es2021',
    parser: { syntax: 'typescript', tsx: true },
    // createElement comes from Grafana's own React: a bundled JSX runtime of React 18 makes elements that React 19 refuses.
    transform: { react: { runtime: 'classic' } },
  },
};
