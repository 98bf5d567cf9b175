// Stylesheets of packages say nothing to a test.
export default {};
