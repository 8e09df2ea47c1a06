// The sources are TypeScript, which Node 24 runs as it is, and the SQLite driver crashes the process on
// Node 20: an older Node is told so before either is touched.
const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) {
  const { main } = await import('./main.ts');
  process.exit(await main());
} else {
  process.stderr.write(
    `The receiver needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Inside the repository "npm start" brings its own.\n',
  );
  process.exitCode = 3;
}
