#!/usr/bin/env node
// The sources are TypeScript, which only Node 24 runs as it is: an older one is told so, not crashed.
const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(
    `certferry needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Inside the repository "npm run certferry -- …" brings its own.',
  );
  process.exitCode = 3;
}
