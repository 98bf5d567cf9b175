// Ways from one dashboard to another.

const keep = '${__url_time_range}&var-gitops=${gitops}';

/** From a row with these columns to the dashboard of its application. */
export const toApplication = [
  {
    title: 'Show ${__data.fields.application}',
    url:
      `/d/gitops-application?${keep}&var-cluster=\${__data.fields.cluster:percentencode}` +
      '&var-environment=${__data.fields.environment:percentencode}&var-application=${__data.fields.application:percentencode}',
  },
];

/** From a row with these columns to the fleet, narrowed by them. */
export const toFleet = (...columns) => [
  {
    title: 'Show these applications',
    url: `/d/gitops-fleet?${keep}&${columns.map((name) => `var-${name}=\${__data.fields.${name}:percentencode}`).join('&')}`,
  },
];
